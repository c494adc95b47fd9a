import type * as Y from 'yjs';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { readActions, setField } from '#lib/plan/plan.content.ts';
import { addEntry, setWait } from '#lib/plan/plan.entry-edits.content.ts';
import type { DemonstrationChange } from './plan.ts';
import { accountOf, type Stage } from './stage.ts';
import { french } from './typography.ts';

/** Who is in charge of an action from now on, what it waits for, what it costs, and what stands in its way. */
export function changeMeans(
	stage: Stage,
	{ doc, id, change }: { doc: Y.Doc; id: string; change: DemonstrationChange },
): void {
	const { responsible, staffingHundredths, obstacle } = change;
	if (responsible !== undefined) {
		setField(doc, { id, field: 'responsibleAccountId', value: accountOf(stage.accounts, responsible) }, null);
	}
	if (staffingHundredths !== undefined) {
		setField(doc, { id, field: 'staffingHundredths', value: staffingHundredths }, null);
	}
	if (obstacle !== undefined) {
		const { text, answer, lifted } = obstacle;
		const values = { text: french(text), answer: french(answer), lifted };
		addEntry(doc, { id, field: 'obstacleList', values }, null);
	}
	if (change.waitsFor !== undefined) {
		const awaited = readActions(doc).find(({ title }) => title === french(change.waitsFor ?? ''));
		if (awaited === undefined) throw new Error(`no action « ${change.waitsFor} »`);
		setWait(doc, { id, on: awaited.id, waits: true }, null);
	}
	addBudget(stage, { doc, id, change });
}

function addBudget(
	stage: Stage,
	{ doc, id, change }: { doc: Y.Doc; id: string; change: DemonstrationChange },
): void {
	const thisYear = Number(dayInFrance(stage.present).slice(0, 4));
	const cents = (euros: number | null): number | null => (euros === null ? null : euros * 100);
	for (const { inYears, funder, planned, committed, spent } of change.budget ?? []) {
		const values = {
			year: thisYear + inYears,
			funder: french(funder),
			plannedCents: cents(planned),
			committedCents: cents(committed),
			spentCents: cents(spent),
		};
		addEntry(doc, { id, field: 'budgetLines', values }, null);
	}
}
