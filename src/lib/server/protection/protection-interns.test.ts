import { afterAll, beforeAll, expect, test } from 'vitest';
import { JOB_HANDLERS } from '#server/job-handlers.ts';
import { buildAccount } from '../../../../tests/support/accounts.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { buildIntern } from '../../../../tests/support/interns.ts';
import { buildElected } from '../../../../tests/support/seniors.ts';
import { buildActor, openSpaces } from '../../../../tests/support/spaces.ts';
import type { OpenDatabase } from '../database/database.ts';
import { listInterns, openIntern } from '../interns/intern.queries.ts';
import { getMayorPage } from '../interns/mayor.queries.ts';
import { createJobRunner } from '../jobs/job.runner.ts';
import { erasePerson, setOpposition } from './person.commands.ts';
import { findPeople, getPerson } from './person.queries.ts';
import { getProtectionPage } from './protection-page.queries.ts';
import { queueRetention } from './retention.commands.ts';

let database: OpenDatabase;
let context: TestContext;
let readers: Record<'urps' | 'facilitator' | 'neighbour' | 'mayor' | 'member', TestContext>;

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	await openSpaces(context, '64', '40');
	const { id } = await buildAccount(context);
	readers = {
		urps: context.as(buildActor(id, 'urps')),
		facilitator: context.as(buildActor(id, 'facilitator')),
		neighbour: context.as(buildActor(id, 'facilitator', { departmentCode: '40' })),
		mayor: context.as(buildElected(id, ['64371'])),
		member: context.as(buildActor(id, 'member')),
	};
});
afterAll(() => database.close());

const target = (id: string, departmentCode = '64') => ({ departmentCode, registry: 'interns', id }) as const;
const ASKED = { askedOn: '2026-11-20', reason: 'asked' } as const;
const ADDRESS = { q: '', filters: '', sort: '', cursor: '' };

test('a facilitator answers for the interns of their own département, and for nobody else’s', async () => {
	const { facilitator, neighbour, mayor, member } = readers;
	const id = await buildIntern(facilitator, { lastName: 'Répondue', project: 'S’installer à Tardets.' });
	expect(await findPeople(facilitator, '64', 'repondue')).toMatchObject([{ id, registry: 'interns' }]);
	expect(JSON.stringify(await getPerson(facilitator, target(id)))).toContain('S’installer à Tardets.');
	expect(await getProtectionPage(facilitator, '64', '')).toMatchObject({ registries: ['interns'] });
	for (const [who, place] of [
		[neighbour, '64'],
		[neighbour, '40'],
		[mayor, '64'],
		[member, '64'],
	] as const) {
		const none = { code: 'not-found' };
		await expect(getPerson(who, target(id, place))).rejects.toMatchObject(none);
		const erases = erasePerson(who, target(id, place), { ...ASKED, words: 'EFFACER' });
		await expect(erases).rejects.toMatchObject(none);
	}
	expect(await findPeople(neighbour, '40', 'repondue')).toEqual([]);
	expect(await findPeople(readers.urps, '40', 'repondue')).toMatchObject([{ id }]);
});

test('an intern who opposed is in no list, no count and no page of a mayor', async () => {
	const { facilitator, mayor } = readers;
	const id = await buildIntern(facilitator, { lastName: 'Opposante', shareName: true });
	const seen = async () => ({
		listed: (await listInterns(facilitator, '64', { ...ADDRESS, q: 'opposante' })).total,
		mayors: JSON.stringify(await getMayorPage(mayor, '64', '')).includes('Opposante'),
	});
	expect(await seen()).toEqual({ listed: 1, mayors: true });
	const before = await listInterns(facilitator, '64', ADDRESS);
	await setOpposition(facilitator, target(id), { ...ASKED, kind: 'oppose' });
	expect(await seen()).toEqual({ listed: 0, mayors: false });
	expect((await listInterns(facilitator, '64', ADDRESS)).total).toBe(before.total - 1);
	await expect(openIntern(facilitator, '64', id)).rejects.toMatchObject({ code: 'not-found' });
	expect(context.published.at(-1)).toMatchObject({ type: 'intern-changed', internId: id });
	expect(await findPeople(facilitator, '64', 'opposante')).toMatchObject([{ id, isOpposed: true }]);
});

test('a placement is erased a year after its last day, once announced', async () => {
	const { facilitator } = readers;
	const id = await buildIntern(facilitator, { lastName: 'Ancienne', endsOn: '2027-01-15' });
	const found = async () => (await findPeople(facilitator, '64', 'ancienne')).length;
	context.clock = new Date('2027-12-20T03:00:00Z');
	const { notices } = await getProtectionPage(facilitator, '64', '');
	expect(notices.records.map((one) => one.id)).toEqual([id]);
	expect(await found()).toBe(1);
	context.clock = new Date('2028-01-16T03:00:00Z');
	const runner = createJobRunner({
		...{ db: context.db, events: context.events, now: context.now },
		...{ runner: 'one', alone: true, handlers: JOB_HANDLERS, purges: [queueRetention] },
		contextOf: () => Promise.resolve(context),
		timers: { setTimeout: () => null, clearTimeout: () => {} },
		reportError: (error) => {
			throw error;
		},
	});
	await runner.purge();
	await runner.settle();
	await runner.close();
	expect(await found()).toBe(0);
	const { purges } = await getProtectionPage(facilitator, '64', '');
	expect(purges).toMatchObject([{ counts: { interns: 1 } }]);
});
