import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FORGOTTEN_AFTER_MS } from '#lib/processes/process.rules.ts';
import { newId } from '#lib/identifiers.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import type { OpenDatabase } from '../database/database.ts';
import type { Actor } from '../policies/policy.ts';
import { recordBeat, type Beat } from './process.commands.ts';
import { listProcesses } from './process.queries.ts';
import { processHeartbeat } from './process.tables.ts';

let database: OpenDatabase;
let context: TestContext;
beforeAll(async () => {
	database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
	await database.db.delete(processHeartbeat);
	context = buildContext({ db: database.db, actor: person({ isAdministrator: true }) });
});

function person(given: { isAdministrator: boolean }): Actor {
	const accountId = newId();
	return {
		kind: 'account',
		accountId,
		sessionId: 's',
		displayName: 'X',
		email: 'x@exemple.test',
		grants: [],
		...given,
	};
}

function beat(given: Partial<Beat> = {}): Beat {
	const now = context.now();
	return {
		id: newId(),
		version: '0.1.0',
		startedAt: now,
		lastSeenAt: now,
		rooms: 2,
		connections: 5,
		queued: 0,
		commitsPerSecond: 1.5,
		updatesPerSecond: 3,
		memoryBytes: 5_000_000_000,
		loopDelayMs: 12,
		busUp: true,
		...given,
	};
}

describe('the processes of the platform', () => {
	it('see each other through the database, each with what it last said', async () => {
		const later = new Date(context.now().getTime() + 1);
		const [one, other] = [beat(), beat({ busUp: false, startedAt: later })];
		await recordBeat(database.db, one);
		await recordBeat(database.db, other);
		await recordBeat(database.db, { ...one, rooms: 9 });
		const rows = await listProcesses(context);
		expect(rows.map(({ id, rooms, state }) => [id, rooms, state])).toEqual([
			[one.id, 9, 'running'],
			[other.id, 2, 'alone'],
		]);
		expect(rows[0]?.memoryBytes).toBe(5_000_000_000);
	});

	it('are silent after three beats missed, and forgotten in the end', async () => {
		const gone = beat();
		await recordBeat(database.db, gone);
		context.clock = new Date(context.clock.getTime() + 40_000);
		expect((await listProcesses(context)).map(({ state }) => state)).toEqual(['silent']);
		context.clock = new Date(context.clock.getTime() + FORGOTTEN_AFTER_MS);
		expect(await listProcesses(context)).toEqual([]);
		const fresh = beat();
		await recordBeat(database.db, fresh);
		expect((await database.db.select().from(processHeartbeat)).map(({ id }) => id)).toEqual([fresh.id]);
	});

	it('are shown to whoever runs the platform, and do not exist for anybody else', async () => {
		await recordBeat(database.db, beat());
		await expect(listProcesses(context.as(person({ isAdministrator: false })))).rejects.toMatchObject({
			code: 'not-found',
		});
		await expect(listProcesses(context.as({ kind: 'anonymous' }))).rejects.toMatchObject({
			code: 'not-found',
		});
	});
});
