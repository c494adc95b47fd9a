import { and, eq, gt, isNotNull, lte, or, max, count } from 'drizzle-orm';
import { differenceOf } from '#lib/documents/difference.rules.ts';
import { contentOf } from '#lib/documents/document.content.ts';
import { compareTexts } from '#lib/documents/history.view.ts';
import { passagesOf, type Passage } from '#lib/documents/passage.content.ts';
import type { Change } from '#lib/evaluation/changes/change.catalogue.ts';
import type { SpaceState } from '#lib/evaluation/state/state.ts';
import type { Database } from '../../database/database.ts';
import { documentUpdate } from '../../documents/document.tables.ts';
import { readAtPoints, type LogPoint } from '../../documents/points.queries.ts';

/** What became of a text between two moments. */
export interface TextChange {
	added: number;
	removed: number;
	at: Date | null;
	/** Whoever wrote in it, the most first. */
	accountIds: string[];
}

/** The words put in and taken out of each document whose text changed: each is read twice, whatever was written in between. */
export async function readTextChanges(
	db: Database,
	states: { before: SpaceState; after: SpaceState },
	changes: readonly Change[],
): Promise<Map<string, TextChange>> {
	const ids = changes.filter(({ field }) => field === 'text').map(({ subject }) => subject.id);
	if (ids.length === 0) return new Map();
	const [olds, news] = [pointsOf(states.before, ids), pointsOf(states.after, ids)];
	const was = await readAtPoints(db, olds, (doc) => passagesOf(contentOf(doc)));
	const is = await readAtPoints(db, news, (doc) => passagesOf(contentOf(doc)));
	const writers = news.length === 0 ? new Map<string, string[]>() : await readWriters(db, olds, news);
	return new Map(
		news.map(({ documentId: id, at }) => {
			const accountIds = writers.get(id) ?? [];
			return [id, { ...wordsChanged(was.get(id) ?? [], is.get(id) ?? []), at, accountIds }];
		}),
	);
}

function pointsOf(state: SpaceState, ids: readonly string[]): LogPoint[] {
	return state.documents.flatMap(({ id, seq, changedAt }) =>
		ids.includes(id) && changedAt !== null ? [{ documentId: id, seq, at: changedAt }] : [],
	);
}

const nobody = { authorOf: () => null, removerOf: () => null };

function wordsChanged(
	before: readonly Passage[],
	after: readonly Passage[],
): { added: number; removed: number } {
	const difference = differenceOf(before, after);
	const texts = { before: { passages: before, outline: [] }, after: { passages: after, outline: [] } };
	const { added, removed } = compareTexts({ ...texts, difference }, nobody);
	return { added, removed };
}

async function readWriters(
	db: Database,
	olds: readonly LogPoint[],
	news: readonly LogPoint[],
): Promise<Map<string, string[]>> {
	const { documentId, seq, accountId, createdAt } = documentUpdate;
	const from = new Map(olds.map((point) => [point.documentId, point.seq]));
	const stretches = news.map((point) =>
		and(eq(documentId, point.documentId), gt(seq, from.get(point.documentId) ?? 0), lte(seq, point.seq)),
	);
	const rows = await db
		.select({ documentId, accountId, edits: count(), at: max(createdAt) })
		.from(documentUpdate)
		.where(and(isNotNull(accountId), or(...stretches)))
		.groupBy(documentId, accountId);
	const writers = new Map<string, string[]>();
	for (const row of rows.sort((one, other) => other.edits - one.edits)) {
		if (row.accountId === null) continue;
		writers.set(row.documentId, [...(writers.get(row.documentId) ?? []), row.accountId]);
	}
	return writers;
}
