import { asc } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPostgres } from '#lib/server/database/database.ts';
import { document, documentUpdate } from '#lib/server/documents/document.tables.ts';
import { planAction } from '#lib/server/plan/plan.tables.ts';
import { buildContext } from '../../tests/support/context.ts';
import { startPostgres, type RunningPostgres } from '../../tests/support/postgres.ts';
import { demonstrationState, seedDemonstration } from './demonstration.ts';

let postgres: RunningPostgres;

beforeAll(async () => {
	postgres = await startPostgres();
});
afterAll(() => postgres.stop());

test('two processes that start together on one Postgres load it once, whole', async () => {
	const address = await postgres.createDatabase();
	const first = await openPostgres(address, 'drizzle/migrations');
	const second = await openPostgres(address, 'drizzle/migrations');
	try {
		const contexts = [first, second].map(({ db }) => buildContext({ db }));
		const outcomes = await Promise.allSettled(contexts.map((context) => seedDemonstration(context)));
		expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		const refused = outcomes.find((outcome) => outcome.status === 'rejected');
		expect(refused?.reason).toMatchObject({ code: 'conflict' });
		expect(contexts.flatMap(({ mails }) => mails)).toHaveLength(2);

		expect(await demonstrationState(second.db)).toBe('complete');
		expect((await second.db.select().from(planAction)).length).toBeGreaterThan(20);
		for (const { id, lastSeq } of await second.db.select().from(document)) {
			const rows = await second.db.select().from(documentUpdate).orderBy(asc(documentUpdate.seq));
			const seqs = rows.filter((row) => row.documentId === id).map((row) => row.seq);
			expect(seqs).toEqual(Array.from({ length: lastSeq }, (_, index) => index + 1));
		}
	} finally {
		await Promise.all([first.close(), second.close()]);
	}
});
