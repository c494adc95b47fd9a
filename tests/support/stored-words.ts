import { is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import * as Y from 'yjs';
import type { Database } from '#lib/server/database/database.ts';
import * as schema from '#lib/server/database/schema.ts';
import * as territory from '#lib/server/territory/territory.tables.ts';
import { withDatabase, type Store } from './server-database.ts';

/** Communes, départements and regions: everybody's, and the same in every installation. */
const PUBLIC = new Set<unknown>(Object.values(territory));

/** Shorter than this, words are found by chance. */
const MIN_LENGTH = 6;

/** What may stand in a log: ids, codes, numbers, dates. Longer than any code of ours, it is the hash of a secret. */
const CODE = /^[\w.:/+-]{0,31}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Everything that was ever written in the database of a stopped server and is no code: names, addresses, titles, hashes of passwords and
 * tokens, and the words of every document and of what was set aside. Walks the tables of the schema: a new one cannot be forgotten.
 */
export function storedWords(store: Store): Promise<Set<string>> {
	return withDatabase(store, async (db) => {
		const words = new Set<string>();
		for (const table of Object.values(schema)) {
			if (!is(table, PgTable) || PUBLIC.has(table)) continue;
			for (const row of await rowsOf(db, table)) {
				for (const text of textsIn(row)) if (isSecret(text)) words.add(text);
			}
		}
		return words;
	});
}

function rowsOf(db: Database, table: PgTable): Promise<Record<string, unknown>[]> {
	return db.select().from(table);
}

function isSecret(text: string): boolean {
	return text.length >= MIN_LENGTH && !CODE.test(text) && !UUID.test(text);
}

/** Every text inside a value, however deep; bytes are read as an update of a document. */
function* textsIn(value: unknown): Generator<string> {
	if (typeof value === 'string') yield* value.split('\n').map((line) => line.trim());
	else if (value instanceof Uint8Array) yield* textsOfUpdate(value);
	else if (value instanceof Date || typeof value !== 'object' || value === null) return;
	else for (const inside of Object.values(value)) yield* textsIn(inside);
}

function* textsOfUpdate(bytes: Uint8Array): Generator<string> {
	for (const struct of structsOf(bytes)) {
		if (!(struct instanceof Y.Item)) continue;
		const { content } = struct;
		if (content instanceof Y.ContentString) yield* textsIn(content.str);
		else if (content instanceof Y.ContentAny || content instanceof Y.ContentJSON) yield* textsIn(content.arr);
		else if (content instanceof Y.ContentFormat) yield* textsIn(content.value);
	}
}

function structsOf(bytes: Uint8Array): unknown[] {
	try {
		return Y.decodeUpdate(bytes).structs;
	} catch {
		return [];
	}
}
