import type { messages, PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import type { Database } from '#lib/server/database/database.ts';
import { StatementLine } from './statement-line.ts';

/** A statement whose text never varies: values go in, and come out, as Postgres writes them in text; null is null. */
export type FixedStatement = (
	values: Readonly<Record<string, string | null>>,
) => Promise<(string | null)[][]>;

/** What drizzle's builder makes of a query, with placeholders for its parameters. */
type Built = { toSQL(): { sql: string; params: unknown[] } };

/**
 * Prepares a query of drizzle's builder once, on a line or on the driver under a database. Each run then costs its values alone: the builder writes no
 * text again, and the database neither reads nor plans it again. Every selected column must be text.
 */
export function fixStatement(on: Database | StatementLine, query: Built): FixedStatement {
	const { sql: text, params } = query.toSQL();
	const names = params.map(nameOf);
	const run = on instanceof StatementLine ? onLine(on, text) : runnerOf(Reflect.get(on, '$client'), text);
	return (values) => run(names.map((name) => values[name] ?? null));
}

type Runner = (values: (string | null)[]) => Promise<(string | null)[][]>;

function onLine(line: StatementLine, text: string): Runner {
	const statement = { name: `fixed_${crypto.randomUUID()}`, text };
	return (values) => line.run(statement, values);
}

function runnerOf(client: unknown, text: string): Runner {
	if (client instanceof pg.Pool) {
		// Named: each connection reads and plans it once.
		const named = { name: `fixed_${crypto.randomUUID()}`, text, rowMode: 'array' as const };
		return async (values) => (await client.query<(string | null)[]>({ ...named, values })).rows;
	}
	return embeddedRunner(client as PGlite, text);
}

/**
 * The embedded database has no prepared statements in its own interface, and takes six turns through its protocol for each query. One
 * message with everything in it takes one.
 */
function embeddedRunner(client: PGlite, text: string): Runner {
	const name = `fixed_${crypto.randomUUID()}`;
	// In turn with queries and transactions of others: between two statements of a transaction, ours would become part of it.
	const alone = <Result>(work: () => Promise<Result>): Promise<Result> =>
		client._runExclusiveTransaction(() => client.runExclusive(work));
	const prepare = async () => {
		const { serialize } = (await import('@electric-sql/pglite')).protocol;
		const sync = serialize.sync();
		const parse = Buffer.concat([serialize.parse({ name, text }), sync]);
		await alone(() => client.execProtocol(parse));
		const tail = Buffer.concat([serialize.execute({}), sync]);
		return (values: (string | null)[]) => Buffer.concat([serialize.bind({ statement: name, values }), tail]);
	};
	let prepared: ReturnType<typeof prepare> | null = null;
	return async (values) => {
		prepared ??= prepare().catch((error: unknown) => {
			prepared = null;
			throw error;
		});
		const messageOf = await prepared;
		const answer = await alone(() => client.execProtocol(messageOf(values)));
		return answer.messages.flatMap(fieldsOf);
	};
}

function fieldsOf(message: { name: string }): (string | null)[][] {
	return message.name === 'dataRow' ? [(message as messages.DataRowMessage).fields] : [];
}

function nameOf(parameter: unknown): string {
	const name: unknown =
		typeof parameter === 'object' && parameter !== null ? Reflect.get(parameter, 'name') : undefined;
	if (typeof name !== 'string') throw new Error('a fixed statement has placeholders only');
	return name;
}
