import * as Y from 'yjs';
import { asc, desc, eq } from 'drizzle-orm';
import { document, documentSnapshot, documentUpdate } from '#lib/server/documents/document.tables.ts';
import type { Sight } from './actors.ts';
import { foldOf, likenessOf } from './describe.ts';
import { TOKEN, tokensIn } from './writing.ts';
import type { World } from './world.ts';

/** Everything that is stored of a document, read without any code of the server. */
export interface Stored {
	lastSeq: number;
	seqs: number[];
	updates: Uint8Array[];
	snapshot: { seq: number; bytes: Uint8Array } | null;
}

export async function readStored(world: World, documentId: string): Promise<Stored> {
	const { db } = world.database;
	const [row] = await db
		.select({ lastSeq: document.lastSeq })
		.from(document)
		.where(eq(document.id, documentId));
	const rows = await db
		.select({ seq: documentUpdate.seq, bytes: documentUpdate.bytes })
		.from(documentUpdate)
		.where(eq(documentUpdate.documentId, documentId))
		.orderBy(asc(documentUpdate.seq));
	const [snapshot] = await db
		.select({ seq: documentSnapshot.seq, bytes: documentSnapshot.bytes })
		.from(documentSnapshot)
		.where(eq(documentSnapshot.documentId, documentId))
		.orderBy(desc(documentSnapshot.seq))
		.limit(1);
	return {
		lastSeq: row?.lastSeq ?? -1,
		seqs: rows.map(({ seq }) => seq),
		updates: rows.map(({ bytes }) => bytes),
		snapshot: snapshot ?? null,
	};
}

/**
 * What was told or shown must be stored: compares what the pages knew at one instant with the log read afterwards. Nobody may write
 * in between but what was on its way already.
 */
export function auditSight(sight: Sight, stored: Stored): string[] {
	const faults: string[] = [];
	const there = new Set(tokensIn(foldOf(stored.updates)));
	const ever = tokensEver(stored.updates);
	for (const [token, expected] of Object.entries(sight.expected)) {
		if (expected === 'there' && !there.has(token)) faults.push(`acknowledged and not stored: ${token}`);
		if (expected === 'absent' && there.has(token)) faults.push(`acknowledged deletion not stored: ${token}`);
	}
	for (const token of sight.seen) if (!ever.has(token)) faults.push(`shown and not stored: ${token}`);
	return faults;
}

/** Tokens that any update ever brought, deleted since or not. */
function tokensEver(updates: readonly Uint8Array[]): Set<string> {
	const found = new Set<string>();
	for (const bytes of updates) {
		for (const struct of Y.decodeUpdate(bytes).structs) {
			if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) continue;
			for (const token of struct.content.str.match(TOKEN) ?? []) found.add(token);
		}
	}
	return found;
}

/** Numbers without gap or double, and a snapshot that says the same as the log it was made of. */
export function auditStored(stored: Stored): string[] {
	const faults: string[] = [];
	const wrong = stored.seqs.findIndex((seq, index) => seq !== index + 1);
	if (wrong >= 0) faults.push(`gap or double in seq at ${wrong + 1}: ${stored.seqs[wrong]}`);
	if (stored.lastSeq !== stored.seqs.length)
		faults.push(`last seq ${stored.lastSeq}, rows ${stored.seqs.length}`);
	const { snapshot } = stored;
	if (snapshot === null) return faults;
	// Of its own part of the log: what people send again after it would make up for what it lacks.
	const whole = likenessOf(foldOf(stored.updates.slice(0, snapshot.seq)));
	const short = likenessOf(foldOf([snapshot.bytes]));
	for (const part of ['content', 'document', 'structs'] as const) {
		if (whole[part] !== short[part]) faults.push(`snapshot ${snapshot.seq} and fold(log) differ: ${part}`);
	}
	const isWhole = !whole.pending && !likenessOf(foldOf(stored.updates)).pending;
	if (!isWhole) faults.push('the stored log is not whole');
	return faults;
}
