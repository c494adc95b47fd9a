import { and, asc, eq, gt, lte } from 'drizzle-orm';
import * as Y from 'yjs';
import type { Database } from '../database/database.ts';
import { documentUpdate } from './document.tables.ts';

/** Rows read to say who took out what: the last ones of a longer stretch, which the reader asked about first. */
const ROWS_AT_MOST = 20_000;

interface Removal {
	clock: number;
	end: number;
	accountId: string | null;
}

/**
 * Who first took out each thing in a stretch of the log. Only the log can say: a deletion bears no author in the document itself.
 * @returns the account, or null when it is not known
 */
export async function readRemovals(
	db: Database,
	stretch: { documentId: string; after: number; until: number },
): Promise<(client: number, clock: number) => string | null> {
	const { documentId, until } = stretch;
	const after = Math.max(stretch.after, until - ROWS_AT_MOST);
	const rows = await db
		.select({ bytes: documentUpdate.bytes, accountId: documentUpdate.accountId })
		.from(documentUpdate)
		.where(
			and(
				eq(documentUpdate.documentId, documentId),
				gt(documentUpdate.seq, after),
				lte(documentUpdate.seq, until),
			),
		)
		.orderBy(asc(documentUpdate.seq));
	const removals = new Map<number, Removal[]>();
	for (const { bytes, accountId } of rows) {
		for (const [client, items] of Y.decodeUpdate(bytes).ds.clients) {
			const list = removals.get(client) ?? [];
			removals.set(client, list);
			for (const { clock, len } of items) list.push({ clock, end: clock + len, accountId });
		}
	}
	return (client, clock) =>
		removals.get(client)?.find((one) => one.clock <= clock && clock < one.end)?.accountId ?? null;
}
