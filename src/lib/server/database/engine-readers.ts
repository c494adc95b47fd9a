import type { PGlite, Transaction } from '@electric-sql/pglite';

/** Dates, times and intervals, lists of them, and lists of decimals: what drizzle reads from the engine's own words. */
const READ_BY_DRIZZLE = [1082, 1114, 1115, 1182, 1184, 1185, 1186, 1187, 1231];

/**
 * Makes an engine ready for drizzle. With each question drizzle names the few types that it reads itself, and to add them the engine copies the
 * readers of its four hundred types: two fifths of what a small question costs. Here they are set once, and what a question names is left out.
 */
export function readAsDrizzleDoes(client: PGlite): void {
	for (const type of READ_BY_DRIZZLE) client.parsers[type] = (words: string) => words;
	const begin = client.transaction.bind(client);
	leaveOutReaders(client);
	client.transaction = <Result>(work: (inside: Transaction) => Promise<Result>): Promise<Result> =>
		begin((inside) => {
			leaveOutReaders(inside);
			return work(inside);
		});
}

function leaveOutReaders(asked: Pick<PGlite, 'query'>): void {
	const query = asked.query.bind(asked);
	asked.query = (text, values, options) => query(text, values, { ...options, parsers: undefined });
}
