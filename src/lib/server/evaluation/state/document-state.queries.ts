import { createHash } from 'node:crypto';
import { and, asc, eq, inArray, lte } from 'drizzle-orm';
import { canonicalContent } from '#lib/documents/canonical.content.ts';
import { DOCUMENT_KINDS, DOCUMENT_STATES, type DocumentState } from '#lib/documents/document.rules.ts';
import { actionStatesOf } from '#lib/evaluation/state/plan-state.content.ts';
import type { AdoptedState, DocumentThen, PlanState } from '#lib/evaluation/state/state.ts';
import { stateAt, titleAt, type StateChange } from '#lib/evaluation/state/state.rules.ts';
import * as Y from 'yjs';
import { auditEvent } from '../../audit/audit.tables.ts';
import type { Database } from '../../database/database.ts';
import { activity, document, documentVersion } from '../../documents/document.tables.ts';
import { findPoints, readAtPoints, type LogPoint } from '../../documents/points.queries.ts';

type DocumentRow = typeof document.$inferSelect;

/** The documents of a committee as they were, and its plan: each log is folded once. */
export async function readDocumentsThen(
	db: Database,
	departmentCode: string,
	moment: { at: Date; day: string },
): Promise<{ plan: PlanState; documents: DocumentThen[] }> {
	const { at, day } = moment;
	const rows = await db
		.select()
		.from(document)
		.where(and(eq(document.departmentCode, departmentCode), lte(document.createdAt, at)))
		.orderBy(asc(document.createdAt), asc(document.id));
	const ids = rows.map(({ id }) => id);
	const points = await findPoints(db, ids, at);
	const planRow = rows.find(({ kind }) => kind === 'plan');
	const contents = await readAtPoints(db, [...points.values()], (doc, point) =>
		contentThen(doc, point.documentId === planRow?.id ? day : null),
	);
	const { changes, renamings } = await readChanges(db, ids);
	const firstTitles = await readFirstTitles(db, ids);
	const adopted = await readAdopted(db, ids, at);
	const empty = contentThen(new Y.Doc(), day);
	const thenOf = (row: DocumentRow): DocumentThen => ({
		...{ id: row.id, kind: row.kind },
		...titleAt(
			{ first: firstTitles.get(row.id) ?? null, renamedAt: renamings.get(row.id) ?? [], today: row.title },
			at,
		),
		state: stateAt(changes.get(row.id) ?? [], { at, today: row.state }),
		...pointOf(points.get(row.id)),
		hash: (contents.get(row.id) ?? empty).hash,
		adopted: adopted.get(row.id) ?? [],
	});
	const documents = rows.map(thenOf).sort((one, other) => kindOrder(one) - kindOrder(other));
	const { hash, actions } = contents.get(planRow?.id ?? '') ?? empty;
	const seq = points.get(planRow?.id ?? '')?.seq ?? 0;
	return { plan: { documentId: planRow?.id ?? '', seq, hash, actions }, documents };
}

const kindOrder = ({ kind }: DocumentThen): number => DOCUMENT_KINDS.indexOf(kind);

const pointOf = (point: LogPoint | undefined): Pick<DocumentThen, 'seq' | 'changedAt'> => ({
	seq: point?.seq ?? 0,
	changedAt: point?.at ?? null,
});

/** The actions of the plan first: nothing that reads a document changes it, and its hash is of what was read. */
function contentThen(doc: Y.Doc, planDay: string | null): Pick<PlanState, 'hash' | 'actions'> {
	const actions = planDay === null ? [] : actionStatesOf(doc, planDay);
	const hash = createHash('sha256').update(canonicalContent(doc), 'utf8').digest('hex');
	return { hash, actions };
}

/** Log entries that say what became of a document beside its text. */
const TOLD_ACTIONS = ['document.state', 'version.adopt', 'document.split-undone', 'document.rename'];

/** Every change of state and every renaming of documents, the earliest first: from the space's log, which nothing ever changes. */
async function readChanges(
	db: Database,
	documentIds: readonly string[],
): Promise<{ changes: Map<string, StateChange[]>; renamings: Map<string, Date[]> }> {
	const rows = await db
		.select()
		.from(auditEvent)
		.where(
			and(
				eq(auditEvent.subjectType, 'document'),
				inArray(auditEvent.subjectId, [...documentIds]),
				inArray(auditEvent.action, TOLD_ACTIONS),
			),
		)
		.orderBy(asc(auditEvent.seq));
	const changes = new Map<string, StateChange[]>();
	const renamings = new Map<string, Date[]>();
	for (const { action, subjectId, details, happenedAt: at } of rows) {
		if (action === 'document.rename') addTo(renamings, subjectId, at);
		else if (action === 'document.split-undone') {
			// A splitting that failed puts away what it had made, not what it was to split.
			const made = String(details['into']).split(' ');
			for (const id of made) addTo(changes, id, { at, from: null, to: 'archived' });
		} else {
			addTo(changes, subjectId, { at, from: readState(details['from']), to: readState(details['to']) });
		}
	}
	return { changes, renamings };
}

function addTo<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
	lists.set(key, [...(lists.get(key) ?? []), value]);
}

/** What documents were called when they were made, as it was told then. */
async function readFirstTitles(db: Database, documentIds: readonly string[]): Promise<Map<string, string>> {
	const rows = await db
		.select({ documentId: activity.documentId, title: activity.label })
		.from(activity)
		.where(and(inArray(activity.documentId, [...documentIds]), eq(activity.verb, 'document-created')));
	return new Map(rows.flatMap(({ documentId, title }) => (documentId === null ? [] : [[documentId, title]])));
}

function readState(value: unknown): DocumentState | null {
	return DOCUMENT_STATES.find((state) => state === value) ?? null;
}

async function readAdopted(
	db: Database,
	documentIds: readonly string[],
	at: Date,
): Promise<Map<string, AdoptedState[]>> {
	const { id, documentId, name, seq, hash, createdAt, adopted } = documentVersion;
	const rows = await db
		.select({ documentId, version: { id, name, seq, hash, at: createdAt } })
		.from(documentVersion)
		.where(and(inArray(documentId, [...documentIds]), eq(adopted, true), lte(createdAt, at)))
		.orderBy(asc(createdAt), asc(id));
	const found = new Map<string, AdoptedState[]>();
	for (const row of rows) found.set(row.documentId, [...(found.get(row.documentId) ?? []), row.version]);
	return found;
}
