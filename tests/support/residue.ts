import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import type { Database } from '#lib/server/database/database.ts';

/** Where an installation keeps things: its tables, its data directory, and what it said aloud. */
export interface Kept {
	db: Database;
	directory: string;
	said: readonly string[];
}

/** Where these texts still are: names of tables, `data directory`, `logs`. */
export async function findResidue(
	{ db, directory, said }: Kept,
	canaries: readonly string[],
): Promise<string[]> {
	const wanted = canaries.flatMap(forms);
	const holds = (text: string): boolean => wanted.some((form) => text.includes(form));
	const tables = [...(await dumpTables(db))].filter(([, text]) => holds(text)).map(([name]) => name);
	const files = await readdir(directory, { recursive: true });
	const texts = await Promise.all(files.map((name) => readFile(join(directory, name), 'utf8')));
	return [
		...tables.toSorted(),
		...(texts.some(holds) ? ['data directory'] : []),
		...(said.some(holds) ? ['logs'] : []),
	];
}

/** Every table of the database, whatever its schema, as the catalogue lists them: its rows as text. */
async function dumpTables(db: Database): Promise<Map<string, string>> {
	const tables = await db
		.select({ schema: sql<string>`n.nspname`, name: sql<string>`c.relname` })
		.from(sql`pg_class c join pg_namespace n on n.oid = c.relnamespace`)
		.where(sql`c.relkind in ('r', 'm', 'p') and n.nspname not in ('pg_catalog', 'information_schema')`);
	const dump = new Map<string, string>();
	for (const { schema, name } of tables) {
		const rows = await db
			.select({ row: sql<string>`to_jsonb(dumped)::text` })
			.from(sql`${sql.identifier(schema)}.${sql.identifier(name)} as dumped`);
		dump.set(name, rows.map(({ row }) => row).join('\n'));
	}
	return dump;
}

/** A text as a dump may hold it: as it is, folded for searches, or in the bytes of a file. */
function forms(canary: string): string[] {
	const folded = canary.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
	return [canary, folded, Buffer.from(canary, 'utf8').toString('hex')];
}
