import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#lib/identifiers.ts';
import { buildAccount } from '../../../../tests/support/accounts.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { buildIntern } from '../../../../tests/support/interns.ts';
import { buildElected, buildSeniorDoctor } from '../../../../tests/support/seniors.ts';
import { buildActor, openSpaces } from '../../../../tests/support/spaces.ts';
import type { OpenDatabase } from '../database/database.ts';
import { changeIntern } from '../interns/intern.commands.ts';
import { noteInternVisit } from '../interns/presence.commands.ts';
import { noteDoctorVisit } from '../senior-doctors/presence.commands.ts';
import { changeSeniorDoctor } from '../senior-doctors/senior-doctor.commands.ts';
import { streamRegistries } from './registry-stream.queries.ts';

let database: OpenDatabase;
let context: TestContext;
let urps: TestContext;
let colleague: TestContext;
let mayor: TestContext;
let member: TestContext;

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	await openSpaces(context, '64');
	const someone = async (displayName: string): Promise<string> =>
		(await buildAccount(context, { displayName })).id;
	urps = context.as(buildActor(await someone('Claire Dufau'), 'urps'));
	colleague = context.as(buildActor(await someone('Marc Laborde'), 'urps'));
	mayor = context.as(buildElected(await someone('Anne Etcheverry'), ['64371']));
	member = context.as(buildActor(await someone('Paul Sans'), 'member'));
});
afterAll(() => database.close());

/** A page with its stream; `close` shuts it, `told` gives what it was told of who is there, frame after frame. */
async function openPage(who: TestContext, note: typeof noteDoctorVisit = noteDoctorVisit) {
	const gone = new AbortController();
	const visit = newId();
	const stream = await streamRegistries(who, '64', { stopped: gone.signal, visit });
	const say = (recordId: string, here: boolean, field: string | null = null) =>
		note(who, { departmentCode: '64', recordId }, { visit, here, field });
	return {
		say,
		close: () => gone.abort(),
		told: async (): Promise<unknown[]> => {
			gone.abort();
			const frames = (await new Response(stream).text()).split('\n\n');
			return frames
				.filter((frame) => frame.startsWith('event: presence'))
				.map((frame) => JSON.parse(frame.split('data: ')[1] ?? '') as unknown);
		},
	};
}

test('pages tell each other which record is open and which field is written, until they close', async () => {
	const id = await buildSeniorDoctor(urps, { sharing: 'elected' });
	const other = await buildSeniorDoctor(urps);
	const [one, two, third] = [await openPage(urps), await openPage(colleague), await openPage(mayor)];
	await one.say(id, true);
	await one.say(id, true, 'obstacles');
	const late = await openPage(colleague);
	await one.say(other, true);
	// A record that is not the one that the page is on any more is left by nobody.
	await one.say(id, false);
	one.close();
	const claire = { name: 'Claire Dufau', isSelf: false };
	expect(await two.told()).toEqual([
		[{ ...claire, recordId: id, field: null }],
		[{ ...claire, recordId: id, field: 'obstacles' }],
		[{ ...claire, recordId: other, field: null }],
		[],
	]);
	expect((await late.told())[0]).toEqual([{ ...claire, recordId: id, field: 'obstacles' }]);
	// The mayor reads neither the obstacles nor the record that is not shared.
	expect(await third.told()).toEqual([[{ ...claire, recordId: id, field: null }], []]);
});

test('one’s own page is not told of itself, but of the same account elsewhere', async () => {
	const id = await buildSeniorDoctor(urps);
	const [page, elsewhere] = [await openPage(urps), await openPage(urps)];
	await page.say(id, true);
	expect(await elsewhere.told()).toEqual([
		[{ name: 'Claire Dufau', isSelf: true, recordId: id, field: null }],
	]);
	expect(await page.told()).toEqual([]);
});

test('whoever may not open the record neither says nor hears', async () => {
	const id = await buildSeniorDoctor(urps, { sharing: 'committee' });
	const [page, totals, elected] = [await openPage(urps), await openPage(member), await openPage(mayor)];
	await page.say(id, true);
	for (const refused of [totals, elected]) {
		await expect(refused.say(id, true)).rejects.toMatchObject({ code: 'not-found' });
		expect(await refused.told()).toEqual([]);
	}
	await expect(page.say(newId(), true)).rejects.toMatchObject({ code: 'not-found' });
	page.close();
});

test('a record that is withdrawn takes its visitors from sight', async () => {
	const id = await buildSeniorDoctor(urps, { sharing: 'elected' });
	const [page, elected] = [await openPage(urps), await openPage(mayor)];
	await page.say(id, true);
	await changeSeniorDoctor(urps, { departmentCode: '64', doctorId: id, version: 1 }, { sharing: 'urps' });
	expect((await elected.told()).at(-1)).toEqual([]);
	page.close();
});

test('a visit that nobody confirms is forgotten', async () => {
	const id = await buildSeniorDoctor(urps);
	// No stream has this name: its process has died.
	await noteDoctorVisit(
		urps,
		{ departmentCode: '64', recordId: id },
		{ visit: newId(), here: true, field: null },
	);
	const ofRecord = () => context.recordVisits.inDepartment('64').filter(({ recordId }) => recordId === id);
	expect(ofRecord()).toHaveLength(1);
	context.clock = new Date(context.clock.getTime() + 60_000);
	expect(ofRecord()).toHaveLength(0);
});

test('an intern’s record tells of its visitors those who read it, by the same code', async () => {
	const id = await buildIntern(urps, { communeCode: '64371' });
	const page = await openPage(urps, noteInternVisit);
	const [two, elected, totals] = [
		await openPage(colleague),
		await openPage(mayor, noteInternVisit),
		await openPage(member, noteInternVisit),
	];
	await page.say(id, true, 'wantsToStay');
	await page.say(id, true, 'childcare');
	await elected.say(id, true, 'housing');
	await expect(totals.say(id, true)).rejects.toMatchObject({ code: 'not-found' });
	await expect(elected.say(await buildIntern(urps, { communeCode: '64430' }), true)).rejects.toMatchObject({
		code: 'not-found',
	});
	page.close();
	const [claire, anne] = ['Claire Dufau', 'Anne Etcheverry'].map((name) => ({ name, isSelf: false }));
	expect((await two.told()).slice(0, 3)).toEqual([
		[{ ...claire, recordId: id, field: 'wantsToStay' }],
		[{ ...claire, recordId: id, field: 'childcare' }],
		[
			{ ...claire, recordId: id, field: 'childcare' },
			{ ...anne, recordId: id, field: 'housing' },
		],
	]);
	// What the intern may not share with the mayor is not named; nor is the mayor told of their own page.
	expect(await elected.told()).toEqual([[{ ...claire, recordId: id, field: null }], []]);
	expect(await totals.told()).toEqual([]);
});

test('an intern who goes elsewhere takes the visitors from the sight of the commune before', async () => {
	const id = await buildIntern(urps, { communeCode: '64371' });
	const [page, elected] = [await openPage(urps, noteInternVisit), await openPage(mayor)];
	await page.say(id, true);
	await changeIntern(urps, { departmentCode: '64', internId: id, version: 1 }, { communeCode: '64430' });
	const told = await elected.told();
	expect(told).toHaveLength(2);
	expect(told.at(-1)).toEqual([]);
	page.close();
});
