import { and, eq } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { contentOf } from '#lib/documents/document.content.ts';
import type { DocumentKind } from '#lib/documents/document.rules.ts';
import { documentSchema } from '#lib/documents/document.schema.ts';
import { readActions, setField } from '#lib/plan/plan.content.ts';
import { createAction, type NewAction } from '#lib/plan/plan.new-action.content.ts';
import { setMilestone } from '#lib/plan/plan.lists.content.ts';
import { createDocument } from '#lib/server/documents/document.commands.ts';
import { document } from '#lib/server/documents/document.tables.ts';
import * as Y from 'yjs';
import { sharedBlocks } from './block.content.ts';
import { daysAfter, endOfMonth, firstOfMonth, workingTime } from './calendar.ts';
import { CONTENTS } from './contents.ts';
import { SECTION_KEYS, type DemonstrationSection } from './diagnosis.ts';
import { NOTE_64, type DemonstrationNote } from './note-64.ts';
import { PEOPLE } from './people.ts';
import type { DemonstrationAction, DemonstrationChange } from './plan.ts';
import { changeMeans } from './means.seeding.ts';
import { accountOf, organisationOf, type Stage } from './stage.ts';
import type { Step } from './timeline.ts';
import { french } from './typography.ts';

/** Everything that people write, in any order. */
export function documentSteps(stage: Stage): Step[] {
	const schema = documentSchema();
	const sharedOf = (blocks: DemonstrationSection['blocks']): Y.XmlElement[] => sharedBlocks(blocks, schema);
	const diagnoses = CONTENTS.flatMap(({ departmentCode, diagnosis }) =>
		diagnosis.map((section) => ({
			...section,
			play: () =>
				write(stage, { departmentCode, kind: 'diagnosis', author: section.author }, (doc) =>
					fillSection(contentOf(doc), section, sharedOf(section.blocks)),
				),
		})),
	);
	const plans = CONTENTS.flatMap(({ departmentCode, plan }) =>
		plan.flatMap((action) => planSteps(stage, departmentCode, action)),
	);
	const changes = CONTENTS.flatMap(({ departmentCode, changes: later }) =>
		later.map((change) => ({ ...change, play: () => changeAction(stage, departmentCode, change) })),
	);
	const note = { ...NOTE_64, play: () => writeNote(stage, NOTE_64, sharedOf(NOTE_64.blocks)) };
	const countByDay = new Map<number, number>();
	return [...diagnoses, ...plans, ...changes, note].map(({ daysAgo, play }) => {
		const nth = countByDay.get(daysAgo) ?? 0;
		countByDay.set(daysAgo, nth + 1);
		return { at: workingTime(daysAfter(dayInFrance(stage.present), -daysAgo), nth), play };
	});
}

/** The committee whose plan was written in the spring: its review and its slider have something to tell. */
const LIVED = '64';
/** An action of that plan came this many times earlier than it says, and reached its present state at this share of the way. */
const EARLIER = 10;
const REACHED_AT = 0.3;

/** An action is added as it is, or, in the plan that has lived, as a proposal that comes to its present state later. */
function planSteps(
	stage: Stage,
	departmentCode: string,
	action: DemonstrationAction,
): { daysAgo: number; play: () => Promise<void> }[] {
	if (departmentCode !== LIVED) {
		return [{ daysAgo: action.daysAgo, play: () => addAction(stage, departmentCode, action) }];
	}
	const proposed: DemonstrationAction = {
		...action,
		...{ status: 'proposed', progress: 0, obstacles: '' },
		milestones: action.milestones.map((one) => ({ ...one, done: false })),
	};
	const daysAgo = Math.min(action.daysAgo * EARLIER, daysHere(action.author));
	return [
		{ daysAgo, play: () => addAction(stage, departmentCode, proposed) },
		{ daysAgo: Math.round(daysAgo * REACHED_AT), play: () => reachPresent(stage, departmentCode, action) },
	];
}

/** Days since somebody has had an account for sure; those of a region have had theirs for longer than a plan. */
function daysHere(author: string): number {
	const months = PEOPLE.find(({ key }) => key === author)?.mandate.fromMonths ?? -12;
	return -months * 28;
}

function reachPresent(stage: Stage, departmentCode: string, reached: DemonstrationAction): Promise<void> {
	return write(stage, { departmentCode, kind: 'plan', author: reached.author }, (doc) => {
		const action = readActions(doc).find(({ title }) => title === french(reached.title));
		if (action === undefined) throw new Error(`no action « ${reached.title} »`);
		const { id } = action;
		setField(doc, { id, field: 'status', value: reached.status }, null);
		setField(doc, { id, field: 'progress', value: reached.progress }, null);
		setField(doc, { id, field: 'obstacles', value: french(reached.obstacles ?? '') }, null);
		for (const { title } of reached.milestones.filter(({ done }) => done)) {
			const milestoneId = action.milestones.find((one) => one.title === french(title))?.id ?? '';
			setMilestone(doc, { id, milestoneId, values: { done: true } }, null);
		}
	});
}

/** Puts blocks under the heading of a part, in the place of the template's hint. */
function fillSection(
	fragment: Y.XmlFragment,
	section: DemonstrationSection,
	blocks: readonly Y.XmlElement[],
): void {
	const parts = fragment.toArray().flatMap((node, index) => (isPartHeading(node) ? [index] : []));
	const place = SECTION_KEYS.indexOf(section.section);
	const start = parts[place];
	if (start === undefined) throw new Error(`the template has no part ${place + 1}`);
	const end = parts[place + 1] ?? fragment.length;
	fragment.delete(start + 1, end - start - 1);
	fragment.insert(start + 1, [...blocks]);
}

function isPartHeading(node: unknown): boolean {
	return (
		node instanceof Y.XmlElement && node.nodeName === 'heading' && Number(node.getAttribute('level')) === 1
	);
}

async function writeNote(
	stage: Stage,
	note: DemonstrationNote,
	blocks: readonly Y.XmlElement[],
): Promise<void> {
	const { departmentCode, author, title } = note;
	const { id } = await createDocument(await stage.as(author), departmentCode, {
		kind: 'note',
		title: french(title),
	});
	await writeInto(stage, { documentId: id, author }, (doc) => {
		const fragment = contentOf(doc);
		fragment.delete(0, fragment.length);
		fragment.insert(0, [...blocks]);
	});
}

function addAction(stage: Stage, departmentCode: string, action: DemonstrationAction): Promise<void> {
	const values = actionValues(stage, action, (name) => organisationOf(stage, departmentCode, name));
	return write(stage, { departmentCode, kind: 'plan', author: action.author }, (doc) => {
		createAction(doc, values, null);
	});
}

function actionValues(
	stage: Stage,
	action: DemonstrationAction,
	idOf: (organisation: string) => string,
): NewAction {
	const today = dayInFrance(stage.present);
	const due = (months: number | null): string | null => (months === null ? null : endOfMonth(today, months));
	return {
		proposition: action.proposition,
		measure: action.measure,
		title: french(action.title),
		objective: french(action.objective),
		leadOrganisationId: idOf(action.lead),
		partnerOrganisationIds: action.partners.map(idOf),
		communeCodes: [...(action.communeCodes ?? [])],
		intercommunalityCodes: [...(action.intercommunalityCodes ?? [])],
		startsOn: action.startsIn === null ? null : firstOfMonth(today, action.startsIn),
		dueOn: due(action.dueIn),
		status: action.status,
		progress: action.progress,
		budgetCents: action.budgetEuros === null ? null : action.budgetEuros * 100,
		staffing: french(action.staffing ?? ''),
		obstacles: french(action.obstacles ?? ''),
		milestones: action.milestones.map(({ title, dueIn, done }) => ({
			title: french(title),
			dueOn: due(dueIn),
			done,
		})),
		indicators: [...action.indicators],
		description: action.description.map(french),
	};
}

function changeAction(stage: Stage, departmentCode: string, change: DemonstrationChange): Promise<void> {
	return write(stage, { departmentCode, kind: 'plan', author: change.author }, (doc) => {
		const action = readActions(doc).find(({ title }) => title === french(change.action));
		if (action === undefined) throw new Error(`no action « ${change.action} »`);
		const { id } = action;
		if (change.status !== undefined) setField(doc, { id, field: 'status', value: change.status }, null);
		if (change.progress !== undefined) setField(doc, { id, field: 'progress', value: change.progress }, null);
		changeMeans(stage, { doc, id, change });
		const reached = action.milestones.find(({ title }) => title === french(change.milestoneDone ?? ''));
		if (reached !== undefined)
			setMilestone(doc, { id, milestoneId: reached.id, values: { done: true } }, null);
	});
}

async function write(
	stage: Stage,
	place: { departmentCode: string; kind: DocumentKind; author: string },
	change: (doc: Y.Doc) => void,
): Promise<void> {
	const [found] = await stage.db
		.select({ id: document.id })
		.from(document)
		.where(and(eq(document.departmentCode, place.departmentCode), eq(document.kind, place.kind)));
	if (found === undefined) throw new Error(`no ${place.kind} in ${place.departmentCode}`);
	await writeInto(stage, { documentId: found.id, author: place.author }, change);
}

function writeInto(
	stage: Stage,
	place: { documentId: string; author: string },
	change: (doc: Y.Doc) => void,
): Promise<void> {
	const { documentId, author } = place;
	return stage.coEditing.edit({ documentId, accountId: accountOf(stage.accounts, author) }, change);
}
