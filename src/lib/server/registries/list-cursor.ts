import { sql, type SQL } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { isId } from '#lib/identifiers.ts';
import { normaliseSearch } from '#lib/territory/territory.rules.ts';

/** The last row of the page before: its key in the order, and its id. */
export interface Cursor {
	key: string;
	id: string;
}

function formatCursor({ key, id }: Cursor): string {
	return Buffer.from(JSON.stringify([key, id])).toString('base64url');
}

/** @returns null for what no list of ours has given */
export function parseCursor(text: string): Cursor | null {
	try {
		const [key, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[];
		return typeof key === 'string' && !key.includes('\0') && typeof id === 'string' && isId(id)
			? { key, id }
			: null;
	} catch {
		return null;
	}
}

/** The rows after this one, in an order by a key and then by id. */
export function comesAfter(key: SQL<string>, id: AnyPgColumn, { descending, after }: Place): SQL | undefined {
	if (after === null) return undefined;
	return descending
		? sql`(${key}, ${id}) < (${after.key}, ${after.id}::uuid)`
		: sql`(${key}, ${id}) > (${after.key}, ${after.id}::uuid)`;
}

interface Place {
	descending: boolean;
	after: Cursor | null;
}

/** A page out of its rows and the one after them, when it is there: then the list goes on. */
export function pageOf<Row extends { id: string; sortedBy: string }>(
	rows: readonly Row[],
	limit: number,
): { page: Row[]; next: string | null } {
	const page = rows.slice(0, limit);
	const last = page.at(-1);
	const goesOn = rows.length > limit && last !== undefined;
	return { page, next: goesOn ? formatCursor({ key: last.sortedBy, id: last.id }) : null };
}

/** Most words of a search. */
const MOST_WORDS = 8;

/** The words of a search, folded: letters and digits only, so that nothing in them is a sign to LIKE. */
export function wordsOf(text: string): string[] {
	return normaliseSearch(text).split(' ').filter(Boolean).slice(0, MOST_WORDS);
}

/** Digits enough to be a part of an RPPS number rather than of a name. */
export const RPPS_PART = /^\d{3,11}$/;
