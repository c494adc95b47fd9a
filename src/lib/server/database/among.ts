import { sql, type SQL } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';

/**
 * The column is one of these ids, as one parameter however many they are: a list of parameters takes longer to write, for a crowd that
 * comes at once, than its answer to read.
 */
export function amongIds(column: AnyPgColumn, ids: readonly string[]): SQL {
	return sql`${column} = any(${arrayOf(ids)}::uuid[])`;
}

/** The same of texts. */
export function amongTexts(column: AnyPgColumn, texts: readonly string[]): SQL {
	return sql`${column} = any(${arrayOf(texts)}::text[])`;
}

/** An array as Postgres writes it. */
function arrayOf(values: readonly string[]): string {
	return `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}
