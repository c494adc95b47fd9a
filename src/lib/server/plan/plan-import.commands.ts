import { TerrimedError } from '#lib/errors.ts';
import { cellText } from '#lib/plan/plan-cell.rules.ts';
import { readCell, type CellEdit, type NameLookup } from '#lib/plan/plan-import.cells.ts';
import {
	compareWithPlan,
	hasPlanColumns,
	textsById,
	type ImportPreview,
	type ReadRows,
} from '#lib/plan/plan-import.compare.ts';
import { listFault, yearOfKey } from '#lib/plan/plan-import.lists.ts';
import { readActions } from '#lib/plan/plan.content.ts';
import { createFromCells, writeCell } from '#lib/plan/plan-import.content.ts';
import type { ChosenImport } from '#lib/plan/plan-import.input.ts';
import type * as Y from 'yjs';
import { writeAudit } from '../audit/audit.ts';
import type { Context } from '../context/context.ts';
import type { BroughtFile } from '../files/upload.ts';
import { readWorkbookJob } from './plan-file.jobs.ts';
import {
	authorizePlanImport,
	lookUpNames,
	readPlanToCompare,
	sheetOf,
	type PlanToCompare,
} from './plan-import.queries.ts';

/** What became of what was chosen. */
export interface ImportOutcome {
	created: number;
	/** Cells written. */
	changed: number;
	/** Cells that somebody has changed since they were shown, or that cannot be written any more: left alone. */
	left: number;
}

/**
 * What a workbook would change in the plan; writes nothing.
 * @throws TerrimedError `not-found` for whoever may not write in the plan, or when the file is none that can be read
 */
export async function previewPlanImport(
	context: Context,
	departmentCode: string,
	file: BroughtFile,
): Promise<ImportPreview> {
	const page = await authorizePlanImport(context, departmentCode);
	const rows = await context.files.run(readWorkbookJob, { bytes: file.bytes, fileName: file.name });
	if (!hasPlanColumns(rows)) {
		throw new TerrimedError(
			'invalid-input',
			'Ce classeur n’a pas les colonnes «\u00a0Proposition\u00a0» et «\u00a0Action\u00a0». Exportez le plan, puis modifiez ce fichier-là.',
		);
	}
	const names = await lookUpNames(context, page, communeCells(rows));
	const plan = await readPlanToCompare(context, page);
	try {
		const actions = readActions(plan.doc);
		const fault = (id: string, edit: CellEdit): string | null =>
			edit.kind === 'field' || edit.kind === 'set' ? null : listFault(actions, id, edit);
		return compareWithPlan(rows, sheetOf(plan), { names, fault });
	} finally {
		plan.doc.destroy();
	}
}

function communeCells([titles = [], ...rows]: ReadRows): string[] {
	const index = titles.findIndex((title) => cellText(title).toLowerCase() === 'communes');
	return index === -1 ? [] : rows.map((row) => cellText(row[index] ?? null));
}

/**
 * Writes what was chosen of a preview: an edit like each other one, by whoever asks, made and shown through the co-editing server. A
 * cell that no longer says what was shown is left as it is, so that nobody's typing is written over unseen.
 * @throws TerrimedError `not-found`, or `conflict` when the plan could not be written
 */
export async function applyPlanImport(
	context: Context,
	departmentCode: string,
	chosen: ChosenImport,
): Promise<ImportOutcome> {
	const page = await authorizePlanImport(context, departmentCode);
	const named = [...chosen.created.flatMap(({ cells }) => cells), ...chosen.changed];
	const cells = named.flatMap(({ key, written }) => (key === 'communes' ? [written] : []));
	const names = await lookUpNames(context, page, cells);
	const plan = await readPlanToCompare(context, page);
	try {
		const { outcome, update } = writeChosen(plan, chosen, names);
		if (update !== null) await appendImport(context, plan, { update, outcome });
		return outcome;
	} finally {
		plan.doc.destroy();
	}
}

function writeChosen(
	plan: PlanToCompare,
	chosen: ChosenImport,
	names: NameLookup,
): { outcome: ImportOutcome; update: Uint8Array | null } {
	const outcome: ImportOutcome = { created: 0, changed: 0, left: 0 };
	const held = textsById(sheetOf(plan));
	const { doc } = plan;
	const updates: Uint8Array[] = [];
	doc.on('update', (bytes: Uint8Array) => updates.push(bytes));
	doc.transact(() => {
		// Lines of a budget come with their amounts: whoever gives them is written once they are there.
		const isLast = ({ key }: { key: string }): number => Number(key === 'funders');
		const changed = chosen.changed.toSorted((one, other) => isLast(one) - isLast(other));
		for (const { id, key, held: shown, written } of changed) {
			const reading = readCell(key, written, names);
			// A year without an amount has no column.
			const now = held.get(id)?.get(key) ?? (yearOfKey(key) === null ? null : '');
			const isAsShown = held.has(id) && now === shown;
			if (reading.ok && isAsShown && writeCell(doc, id, reading.edit, null)) outcome.changed += 1;
			else outcome.left += 1;
		}
		for (const { cells } of chosen.created) outcome.created += createOne(doc, cells, names) ? 1 : 0;
	});
	return { outcome, update: updates[0] ?? null };
}

function createOne(
	doc: Y.Doc,
	cells: readonly { key: string; written: string }[],
	names: NameLookup,
): boolean {
	const edits = cells.flatMap(({ key, written }): CellEdit[] => {
		const reading = readCell(key, written, names);
		return reading.ok ? [reading.edit] : [];
	});
	return createFromCells(doc, edits, null) !== null;
}

async function appendImport(
	context: Context,
	{ document }: PlanToCompare,
	made: { update: Uint8Array; outcome: ImportOutcome },
): Promise<void> {
	const accountId = context.actor.kind === 'account' ? context.actor.accountId : null;
	try {
		await context.live.append({ documentId: document.id, update: made.update, accountId });
	} catch {
		throw new TerrimedError('conflict', 'Le plan n’a pas pu être modifié. Il est intact\u00a0: réessayez.');
	}
	await context.db.transaction((transaction) =>
		writeAudit(transaction, {
			chain: document.departmentCode,
			actorId: accountId,
			action: 'plan.import',
			subjectType: 'document',
			subjectId: document.id,
			details: { ...made.outcome },
			happenedAt: context.now(),
		}),
	);
}
