import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildAccount } from '../../../../tests/support/accounts.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { buildElected, buildSeniorDoctor } from '../../../../tests/support/seniors.ts';
import { buildActor, openSpaces } from '../../../../tests/support/spaces.ts';
import type { OpenDatabase } from '../database/database.ts';
import { changeSeniorDoctor } from '../senior-doctors/senior-doctor.commands.ts';
import { streamRegistries } from './registry-stream.queries.ts';

let database: OpenDatabase;
let urps: TestContext;
let mayor: TestContext;
let member: TestContext;
let neighbour: TestContext;

beforeAll(async () => {
	database = await openTestDatabase();
	const context = buildContext({ db: database.db });
	await openSpaces(context, '64', '40');
	const someone = async (): Promise<string> => (await buildAccount(context)).id;
	urps = context.as(buildActor(await someone(), 'urps'));
	mayor = context.as(buildElected(await someone(), ['64430']));
	member = context.as(buildActor(await someone(), 'member'));
	neighbour = context.as(buildActor(await someone(), 'facilitator', { departmentCode: '40' }));
});
afterAll(() => database.close());

const UNNAMED = { stopped: new AbortController().signal, visit: null };

/** What a stream says before it says anything of anybody. */
const ONLY_THE_BEGINNING = /^retry: 2000\nid: [0-9a-f-]{36}\n\n$/;

/** Opens a stream; `heard` closes it and gives all that it said. */
async function listen(who: TestContext, visit: string | null = null) {
	const gone = new AbortController();
	const stream = await streamRegistries(who, '64', { stopped: gone.signal, visit });
	return {
		heard: () => {
			gone.abort();
			return new Response(stream).text();
		},
	};
}

test('each reader hears of the records that they may read, and of no other', async () => {
	const streams = { urps: await listen(urps), mayor: await listen(mayor), member: await listen(member) };
	const hidden = await buildSeniorDoctor(urps, { communeCode: '64430' });
	const shared = await buildSeniorDoctor(urps, { communeCode: '64430', sharing: 'elected' });
	const elsewhere = await buildSeniorDoctor(urps, { communeCode: '64371', sharing: 'elected' });
	const target = { departmentCode: '64', doctorId: shared, version: 1 };
	await changeSeniorDoctor(urps, target, { sharing: 'urps' });
	const [own, elected, totals] = [
		await streams.urps.heard(),
		await streams.mayor.heard(),
		await streams.member.heard(),
	];
	for (const id of [hidden, shared, elsewhere]) expect(own).toContain(id);
	// Twice: when it came, and when it was withdrawn, which is how the list forgets it.
	expect(elected.split(shared)).toHaveLength(3);
	expect(elected).not.toContain(hidden);
	expect(elected).not.toContain(elsewhere);
	expect(totals).toMatch(ONLY_THE_BEGINNING);
	expect(own).not.toMatch(/Bréferrac|Odile/);
});

test('a right or a session that ends ends the stream', async () => {
	for (const event of [
		{ type: 'rights-changed', accountId: mayor.actor.kind === 'account' ? mayor.actor.accountId : '' },
		{ type: 'session-ended', sessionId: mayor.actor.kind === 'account' ? mayor.actor.sessionId : '' },
	] as const) {
		const stream = await streamRegistries(mayor, '64', UNNAMED);
		mayor.events.publish(event);
		expect(await new Response(stream).text()).toMatch(ONLY_THE_BEGINNING);
	}
});

test('a stream that its reader cancels ends well', async () => {
	const stream = await streamRegistries(urps, '64', UNNAMED);
	await expect(stream.cancel()).resolves.toBeUndefined();
});

test('whoever reads nothing of the registry has no stream', async () => {
	await expect(streamRegistries(neighbour, '64', UNNAMED)).rejects.toMatchObject({
		code: 'not-found',
	});
});

test('a file that is written says so once to each who may read some of its records, and how it is shared to nobody', async () => {
	const streams = { urps: await listen(urps), mayor: await listen(mayor), member: await listen(member) };
	const written = { type: 'batch-written', departmentCode: '64', registry: 'senior-doctors' } as const;
	urps.events.publish({ ...written, places: { sharing: 'urps', communeCodes: ['64430'] } });
	urps.events.publish({ ...written, places: { sharing: 'elected', communeCodes: ['64371'] } });
	urps.events.publish({
		...{ ...written, registry: 'interns' as const },
		places: { sharing: 'elected', communeCodes: ['64371', '64430'] },
	});
	urps.events.publish({
		...written,
		departmentCode: '40',
		places: { sharing: 'elected', communeCodes: ['40088'] },
	});
	const said = async (stream: Awaited<ReturnType<typeof listen>>): Promise<string[]> =>
		(await stream.heard()).split('\n\n').filter((frame) => frame.startsWith('event:'));
	const [doctors, interns] = ['event: medecins\ndata: {}', 'event: internes\ndata: {}'];
	expect(await said(streams.urps)).toEqual([doctors, doctors, interns]);
	expect(await said(streams.mayor)).toEqual([interns]);
	expect(await said(streams.member)).toEqual([]);
});
