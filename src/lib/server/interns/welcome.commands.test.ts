import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { snapshot } from '../../../../tests/support/accounts.ts';
import { buildMember } from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { placeIntern } from '../../../../tests/support/placements.ts';
import { openSpaces } from '../../../../tests/support/spaces.ts';
import { findActor } from '../committee/actor.queries.ts';
import { mandate } from '../committee/committee.tables.ts';
import type { OpenDatabase } from '../database/database.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { intern, internChange, internChecklistItem } from './intern.tables.ts';
import { changeStep } from './welcome.commands.ts';
import { listStepOwners, listWelcomeSteps } from './welcome.queries.ts';

let database: OpenDatabase;
let context: TestContext;
const people: Record<string, TestContext> = {};
const ids: Record<string, string> = {};

async function seat(name: string, draft: Parameters<typeof buildMember>[1], communeCodes: string[] = []) {
	const person = await buildMember(context, { ...draft, displayName: name });
	if (communeCodes.length > 0)
		await database.db.update(mandate).set({ communeCodes }).where(eq(mandate.id, person.mandateId));
	const of = { accountId: person.id, sessionId: '', now: context.now() };
	people[name] = context.as(await findActor(database.db, of));
	ids[name] = person.id;
}
const as = (name: string): TestContext => people[name]!;

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	await openSpaces(context, '64', '40');
	await seat('Xabi', { role: 'facilitator', departmentCode: '64' });
	await seat('Maïté', { role: 'urps', regionCode: '75' });
	await seat('Hélène', { role: 'elected', departmentCode: '64' }, ['64371']);
	await seat('Bernard', { role: 'elected', departmentCode: '64' }, ['64430']);
	await seat('Claire', { role: 'member', departmentCode: '64' });
	await seat('Voisine', { role: 'facilitator', departmentCode: '40' });
	await seat('Évaluation', { role: 'ars', regionCode: '75' });
});
afterAll(() => database.close());

const target = (internId: string, version = 0) =>
	({ departmentCode: '64', internId, item: 'local-visit', version }) as const;

/** A visit of the commune given to the mayor, for a new placement. */
async function givenToMayor(): Promise<string> {
	const id = await placeIntern(context);
	await changeStep(as('Xabi'), target(id), { ownerId: ids['Hélène']!, dueOn: '2026-11-15' });
	return id;
}

const everything = async (): Promise<string> => {
	const rows = await withRegistryRights(context, ['64'], async ({ db }) => [
		await db.select().from(internChecklistItem).orderBy(internChecklistItem.internId),
		await db.select().from(internChange).orderBy(internChange.id),
		await db.select().from(intern).orderBy(intern.id),
	]);
	return JSON.stringify(rows) + (await snapshot(context.db));
};

test('each record has each step, from the start', async () => {
	const id = await placeIntern(context);
	const steps = await listWelcomeSteps(as('Xabi'), '64', id);
	expect(steps.map(({ item }) => item)).toEqual([
		'housing',
		'welcome-evening',
		'local-visit',
		'posts',
		'phase-interview',
	]);
	expect(steps[0]).toMatchObject({ version: 0, dueOn: null, doneOn: null, isTickable: true });
});

test('a step given, ticked by whom it is for, and what the record keeps of it', async () => {
	const id = await givenToMayor();
	context.published.length = 0;
	const done = await changeStep(as('Hélène'), target(id, 1), { done: true });
	expect(done).toMatchObject({
		outcome: 'saved',
		step: { doneOn: '2026-11-22', doneByName: 'Hélène', ownerName: 'Hélène', isOwn: true, version: 2 },
	});
	expect(context.published).toEqual([
		{
			...{ type: 'intern-changed', departmentCode: '64', internId: id },
			before: { communeCode: '64371' },
			after: { communeCode: '64371' },
		},
	]);
	const [kept, history] = await withRegistryRights(context, ['64'], async ({ db }) => [
		await db.select().from(intern).where(eq(intern.id, id)),
		await db.select().from(internChange).where(eq(internChange.internId, id)).orderBy(internChange.id),
	]);
	expect(kept[0]).toMatchObject({ openItems: 4, version: 1 });
	expect(history.map(({ field, before, after }) => [field, before, after]).toSorted()).toEqual([
		['checklist.local-visit.done', false, true],
		['checklist.local-visit.dueOn', null, '2026-11-15'],
		['checklist.local-visit.owner', null, 'Hélène'],
	]);
	const again = await changeStep(as('Hélène'), target(id, 2), { done: false });
	expect(again).toMatchObject({ outcome: 'saved', step: { doneOn: null, version: 3 } });
});

test('over a newer version nothing is written, and it is given back', async () => {
	const id = await givenToMayor();
	await changeStep(as('Xabi'), target(id, 1), { dueOn: '2026-12-01' });
	const before = await everything();
	const answer = await changeStep(as('Hélène'), target(id, 1), { done: true });
	expect(answer).toMatchObject({ outcome: 'conflict', current: { dueOn: '2026-12-01', version: 2 } });
	expect(await everything()).toBe(before);
});

describe('refused, with nothing written nor audited', () => {
	test.each([
		['the mayor of elsewhere ticks', 'Bernard', { done: true }],
		['a member ticks', 'Claire', { done: true }],
		['the facilitator of a neighbour ticks', 'Voisine', { done: true }],
		['who evaluates ticks', 'Évaluation', { done: true }],
		['the mayor puts the day off', 'Hélène', { dueOn: '2027-01-01' }],
		['the mayor ticks and puts the day off', 'Hélène', { done: true, dueOn: '2027-01-01' }],
		['the mayor gives it to somebody by name', 'Hélène', { ownerName: 'Secrétariat' }],
	])('%s', async (_case, who, input) => {
		const id = await givenToMayor();
		const before = await everything();
		await expect(changeStep(as(who), target(id, 1), input)).rejects.toMatchObject({ code: 'not-found' });
		expect(await everything()).toBe(before);
	});

	test('the mayor ticks a step that is not theirs, or gives one to a colleague', async () => {
		const id = await givenToMayor();
		const before = await everything();
		const posts = { ...target(id), item: 'posts' } as const;
		for (const work of [
			changeStep(as('Hélène'), posts, { done: true }),
			changeStep(as('Hélène'), target(id, 1), { ownerId: ids['Bernard']! }),
		])
			await expect(work).rejects.toMatchObject({ code: 'not-found' });
		expect(await everything()).toBe(before);
	});

	test('a step is not given to whom could not tick it', async () => {
		const id = await placeIntern(context);
		for (const name of ['Bernard', 'Claire', 'Voisine', 'Évaluation']) {
			const work = changeStep(as('Xabi'), target(id), { ownerId: ids[name]! });
			await expect(work).rejects.toMatchObject({ code: 'invalid-input' });
		}
	});
});

test('who reads which steps: those who keep the records all, the mayor those given to her, others none', async () => {
	const id = await givenToMayor();
	expect(await listWelcomeSteps(as('Maïté'), '64', id)).toHaveLength(5);
	const own = await listWelcomeSteps(as('Hélène'), '64', id);
	expect(own.map(({ item }) => item)).toEqual(['local-visit']);
	for (const name of ['Bernard', 'Claire', 'Voisine', 'Évaluation'])
		await expect(listWelcomeSteps(as(name), '64', id)).rejects.toMatchObject({ code: 'not-found' });
});

test('a name written by hand takes the place of an account, and the other way round', async () => {
	const id = await givenToMayor();
	const named = await changeStep(as('Xabi'), target(id, 1), { ownerId: null, ownerName: 'Secrétariat' });
	expect(named).toMatchObject({ step: { ownerId: null, ownerName: 'Secrétariat', dueOn: '2026-11-15' } });
	await expect(changeStep(as('Hélène'), target(id, 2), { done: true })).rejects.toMatchObject({
		code: 'not-found',
	});
	const given = await changeStep(as('Maïté'), target(id, 2), { ownerId: ids['Xabi']! });
	expect(given).toMatchObject({ step: { ownerId: ids['Xabi'], ownerName: 'Xabi', isOwn: false } });
});

test('to whom a step may be given in a commune', async () => {
	const names = async (code: string) =>
		(await listStepOwners(as('Xabi'), '64', code)).map(({ name }) => name);
	expect(await names('64371')).toEqual(['Hélène', 'Maïté', 'Xabi']);
	expect(await names('64430')).toEqual(['Bernard', 'Maïté', 'Xabi']);
	await expect(listStepOwners(as('Hélène'), '64', '64371')).rejects.toMatchObject({ code: 'not-found' });
});
