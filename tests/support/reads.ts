import type { Table } from 'drizzle-orm';
import type { Database } from '#lib/server/database/database.ts';
import type { TestContext } from './context.ts';

/** The same context, and how often it reads a table first: what a page costs, without a clock. */
export function withReadsCounted(context: TestContext): {
	context: TestContext;
	readsOf(table: Table): number;
} {
	const read: unknown[] = [];
	const select = (...fields: unknown[]): unknown => {
		const builder = Reflect.apply(context.db.select, context.db, fields) as { from(table: unknown): unknown };
		const from = builder.from.bind(builder);
		return Object.assign(builder, { from: (table: unknown) => (read.push(table), from(table)) });
	};
	const db = new Proxy(context.db, {
		get: (target, key): unknown => (key === 'select' ? select : Reflect.get(target, key, target)),
	}) as Database;
	return {
		context: { ...context, db },
		readsOf: (table) => read.filter((one) => one === table).length,
	};
}
