import { and, eq, inArray } from 'drizzle-orm';
import * as Y from 'yjs';
import { ROOT } from '#lib/collaboration/protocol.ts';
import type { ActivityDraft } from '#lib/documents/activity.rules.ts';
import {
	countOthers,
	countUnknownRoots,
	countUnknownText,
	nothingUnknown,
} from '#lib/documents/unknown.content.ts';
import { isId } from '#lib/identifiers.ts';
import { piecesOf, type Passage } from '#lib/documents/passages.content.ts';
import { storable } from '#lib/text.ts';
import { numberActions, type Action } from '#lib/plan/action.rules.ts';
import { actionsOf, descriptionOf, readActions, readDescription } from '#lib/plan/plan.content.ts';
import { fieldOfKey } from '#lib/plan/plan.keys.rules.ts';
import type { Database } from '../database/database.ts';
import { contentShape } from '../documents/content-shape.ts';
import type { ProjectedDocument, Projection } from '../documents/projection.ts';
import { indexPassages } from '../documents/search-index.commands.ts';
import { planAction } from './plan.tables.ts';

/** An action with the plain text of its description. */
export interface DescribedAction extends Action {
	description: string;
}

/** The actions of the plan in their order. */
export type PlanSummary = DescribedAction[];

/** Fields whose change is told; a place in the list is nobody's business. */
const TOLD_FIELDS = [
	'status',
	'proposition',
	'title',
	'objective',
	'leadOrganisationId',
	'responsibleAccountId',
	'partnerOrganisationIds',
	'communeCodes',
	'intercommunalityCodes',
	'startsOn',
	'dueOn',
	'progress',
	'budgetCents',
	'budgetLines',
	'staffingHundredths',
	'staffing',
	'obstacles',
	'obstacleList',
	'waitsFor',
	'decisionId',
	'milestones',
	'indicators',
	'description',
] as const satisfies readonly (keyof DescribedAction)[];

/** All that the map of an action holds. */
const ACTION_FIELDS: ReadonlySet<string> = new Set([...TOLD_FIELDS, 'rank', 'measure', 'origin']);

/** Longest text kept with a change, in UTF-16 units: enough to read again what it was. */
const MAX_QUOTED = 300;

/** Rows sent in one statement: 32 columns each, far from the 65,535 parameters of Postgres. */
const ROWS_AT_ONCE = 200;

/** The plan as rows of `plan_action`, and what people did to it. */
export const planProjection: Projection<PlanSummary> = {
	summarize(doc) {
		const maps = actionsOf(doc);
		return readActions(doc).map((action) => ({
			...action,
			description: readDescription(maps.get(action.id)),
		}));
	},

	unknown(doc) {
		const unknown = countUnknownRoots(doc, [ROOT.actions], nothingUnknown());
		for (const [id, held] of actionsOf(doc).entries()) {
			if (!isId(id) || !(held instanceof Y.Map)) {
				unknown.fields += 1;
				continue;
			}
			unknown.fields += countOthers([...held.keys()].map(fieldOfKey), ACTION_FIELDS);
			const description = descriptionOf(held);
			if (description !== null) countUnknownText(description, contentShape(), unknown);
		}
		return unknown;
	},

	counted: (actions) =>
		JSON.stringify(actions.map(({ id, status, proposition, dueOn }) => [id, status, proposition, dueOn])),

	changes(before, after) {
		const known = new Map(before.map((action) => [action.id, action]));
		const kept = new Set(after.map((action) => action.id));
		const removed = before.filter((action) => !kept.has(action.id));
		return [
			...after.flatMap((action) => changesOf(known.get(action.id), action)),
			...removed.map((action) => draft('action-removed', action)),
		];
	},

	async write(transaction, document, after) {
		const rows = rowsOf(document, after);
		const held = await transaction.select().from(planAction).where(eq(planAction.documentId, document.id));
		const heldText = new Map(held.map((row) => [row.actionId, comparable(row)]));
		const changed = rows.filter((row) => heldText.get(row.actionId) !== comparable(row));
		const kept = new Set(rows.map((row) => row.actionId));
		const gone = held.filter((row) => !kept.has(row.actionId));
		await replaceRows(transaction, {
			documentId: document.id,
			actionIds: [...gone, ...changed].map((row) => row.actionId),
			rows: changed,
		});
		await indexPassages(transaction, document.id, passagesOf(after));
	},
};

/** The words by which actions are found. */
function passagesOf(actions: PlanSummary): Passage[] {
	const numbers = numberActions(actions);
	return actions.map((action) => {
		const met = action.obstacleList.flatMap(({ text, answer }) => [text, answer]);
		const steps = action.milestones.map((milestone) => milestone.title);
		const lines = [action.objective, action.description, action.obstacles, ...met, ...steps, action.staffing];
		const written = lines.map((line) => storable(line).trim()).filter(Boolean);
		const [content = ''] = piecesOf(written);
		return {
			anchor: action.id,
			number: numbers.get(action.id) ?? '',
			heading: storable(action.title),
			content,
		};
	});
}

type Row = typeof planAction.$inferInsert;

function rowsOf(document: ProjectedDocument, actions: PlanSummary): Row[] {
	const numbers = numberActions(actions);
	return actions.map(({ id, ...fields }) => ({
		...fields,
		documentId: document.id,
		departmentCode: document.departmentCode,
		actionId: id,
		number: numbers.get(id) ?? '',
	}));
}

/** Keys of the entries of a row's lists. */
const ENTRY_KEYS = [
	'adoptedOn',
	'departmentCode',
	'departmentName',
	'number',
	'version',
	'answer',
	'committedCents',
	'done',
	'funder',
	'id',
	'lifted',
	'plannedCents',
	'spentCents',
	'text',
	'year',
];

/** A row as one text, whatever the order of its keys. */
function comparable(row: Row): string {
	return JSON.stringify(row, [...Object.keys(row).sort(), ...ENTRY_KEYS]);
}

async function replaceRows(
	transaction: Database,
	change: { documentId: string; actionIds: string[]; rows: Row[] },
): Promise<void> {
	if (change.actionIds.length === 0) return;
	await transaction
		.delete(planAction)
		.where(and(eq(planAction.documentId, change.documentId), inArray(planAction.actionId, change.actionIds)));
	for (let start = 0; start < change.rows.length; start += ROWS_AT_ONCE) {
		await transaction.insert(planAction).values(change.rows.slice(start, start + ROWS_AT_ONCE));
	}
}

function changesOf(before: DescribedAction | undefined, after: DescribedAction): ActivityDraft[] {
	if (before === undefined) return [draft('action-added', after)];
	return TOLD_FIELDS.filter((field) => !isSame(before[field], after[field])).map((field) => ({
		...draft('action-field-changed', after),
		field,
		before: quoted(before[field]),
		after: quoted(after[field]),
	}));
}

/** A value as it is kept with a change: lists and long texts are not quoted, their change alone is told. */
function quoted(value: string | number | null | readonly unknown[]): string | null {
	if (value === null || typeof value === 'object') return null;
	const text = String(value);
	return text.length > MAX_QUOTED ? null : text;
}

function isSame(left: unknown, right: unknown): boolean {
	return left === right || JSON.stringify(left) === JSON.stringify(right);
}

function draft(verb: ActivityDraft['verb'], action: DescribedAction): ActivityDraft {
	return { verb, subject: action.id, label: action.title, before: null, after: null };
}
