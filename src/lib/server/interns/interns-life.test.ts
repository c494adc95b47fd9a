import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildAccount } from '../../../../tests/support/accounts.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { placeIntern } from '../../../../tests/support/placements.ts';
import { buildElected } from '../../../../tests/support/seniors.ts';
import { buildActor, openSpaces } from '../../../../tests/support/spaces.ts';
import { auditEvent } from '../audit/audit.tables.ts';
import type { OpenDatabase } from '../database/database.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { registryReading } from '../registries/reading.tables.ts';
import { exportArrivalCalendar, getArrivalCalendar } from './arrival-calendar.queries.ts';
import { internChecklistItem } from './intern.tables.ts';
import { getMayorPage } from './mayor.queries.ts';
import { getSemesterPage } from './semester.queries.ts';

let database: OpenDatabase;
let context: TestContext;
let facilitator: TestContext;
let mayor: TestContext;
let member: TestContext;
let ars: TestContext;
const placed: Record<'lea' | 'benat' | 'nameless' | 'gone' | 'opposed' | 'stays' | 'elsewhere', string> = {
	...{ lea: '', benat: '', nameless: '', gone: '', opposed: '', stays: '', elsewhere: '' },
};

/** 22 November 2026. Léa shares all, Beñat nothing; what is private bears the word « secret ». */
beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	await openSpaces(context, '64', '40');
	const someone = async (): Promise<string> => (await buildAccount(context)).id;
	facilitator = context.as(buildActor(await someone(), 'facilitator'));
	mayor = context.as(buildElected(await someone(), ['64371']));
	member = context.as(buildActor(await someone(), 'member'));
	ars = context.as(buildActor(await someone(), 'ars'));
	placed.lea = await placeIntern(context, {
		...{
			lastName: 'Mirande',
			firstName: 'Léa',
			level: 'junior-doctor',
			semester: 7,
			hostName: 'H. Etcheverry',
		},
		...{ phone: '06 00 00 00 01', email: 'lea@exemple.test', shareName: true, shareContact: true },
		...{
			site: 'Maison de santé',
			housing: 'found',
			spouseWork: 'Enseignante',
			project: 'secret',
			wantsToStay: 'yes',
		},
	});
	placed.benat = await placeIntern(context, {
		...{
			lastName: 'Ospital-secret',
			firstName: 'Beñat',
			semester: 3,
			phase: 'deepening',
			hostName: 'J. Sarhy',
		},
		...{ phone: '06 66 66 66 66', email: 'secret@exemple.test', childcare: 'secret', housing: 'sought' },
	});
	placed.nameless = await placeIntern(context, {
		startsOn: '2027-05-03',
		endsOn: '2027-10-31',
		level: 'extern',
	});
	const before = { startsOn: '2026-05-04', endsOn: '2026-10-31' };
	placed.gone = await placeIntern(context, {
		...before,
		lastName: 'Parti',
		firstName: 'Paul',
		phone: '06 00 00 00 09',
	});
	placed.stays = await placeIntern(context, {
		...before,
		endsOn: '2027-10-31',
		lastName: 'Reste',
		firstName: 'Ana',
		housing: 'own',
		communeCode: '64430',
	});
	placed.elsewhere = await placeIntern(context, {
		lastName: 'Ailleurs',
		firstName: 'Éva',
		shareName: true,
		communeCode: '64430',
	});
	const owner = mayor.actor.kind === 'account' ? mayor.actor.accountId : '';
	await withRegistryRights(context, ['64'], async ({ db }) => {
		const of = { internId: placed.lea, departmentCode: '64' };
		await db.insert(internChecklistItem).values([
			{ ...of, item: 'local-visit', ownerId: owner, dueOn: '2026-11-15' },
			{ ...of, item: 'welcome-evening', ownerName: 'Secrétariat', dueOn: '2026-12-10' },
			{ ...of, item: 'phase-interview', ownerName: 'CPTS', dueOn: '2027-03-31' },
		]);
	});
});
afterAll(() => database.close());

describe('a semester', () => {
	test('says who arrives, who stays, what is not ready and whom to call', async () => {
		const page = await getSemesterPage(facilitator, '64', '');
		expect(page).toMatchObject({ code: '2026-11', previous: '2026-05', next: '2027-05', isCurrent: true });
		expect(page.lines.map(({ name, passage }) => `${name} ${passage}`).toSorted()).toEqual([
			'Ana Reste stays',
			'Beñat Ospital-secret arrives',
			'Léa Mirande arrives',
			'Éva Ailleurs arrives',
		]);
		const [first] = page.unready;
		expect(first).toMatchObject({
			name: 'Beñat Ospital-secret',
			gaps: [{ gap: { kind: 'no-housing', isLate: true } }, {}, {}],
		});
		const lea = page.unready.find(({ id }) => id === placed.lea);
		expect(
			lea?.gaps.map(({ gap, call }) => [gap.kind, call.map(({ name, phone }) => [name, phone])]),
		).toEqual([
			[
				'step-late',
				[
					['Camille Etcheverry', null],
					['Léa Mirande', '06 00 00 00 01'],
				],
			],
		]);
		expect(page.readiness).toBe('3 accueils ne sont pas prêts');
		expect(page.alerts.map(({ name, alert }) => [name, alert.kind])).toEqual([['Paul Parti', 'lost']]);
		expect(page.bars.slice(-3).map(({ code, count, isComing }) => [code, count, isComing])).toEqual([
			['2026-05', 2, false],
			['2026-11', 3, false],
			['2027-05', 1, true],
		]);
	});

	test('the one before shows who left; the next one who is announced', async () => {
		const before = await getSemesterPage(facilitator, '64', '2026-05');
		expect(before.lines.map(({ name }) => name).toSorted()).toEqual(['Ana Reste', 'Paul Parti']);
		const next = await getSemesterPage(facilitator, '64', '2027-05');
		expect(next.lines.map(({ name, passage }) => [name, passage])).toEqual([
			['Ana Reste', 'leaves'],
			['Nom à venir', 'arrives'],
		]);
	});

	test('is for those who keep the records, and for semesters that exist', async () => {
		for (const who of [mayor, member, ars])
			await expect(getSemesterPage(who, '64', '')).rejects.toMatchObject({ code: 'not-found' });
		await expect(getSemesterPage(facilitator, '64', '2026-06')).rejects.toMatchObject({ code: 'not-found' });
		await expect(getSemesterPage(facilitator, '40', '')).rejects.toMatchObject({ code: 'not-found' });
	});
});

describe('the list of a mayor', () => {
	test('holds the communes of the mayor, what each person shares, and the steps given to the mayor', async () => {
		const page = await getMayorPage(mayor, '64', '');
		expect(page.communes.map(({ name }) => name)).toEqual(['Mauléon-Licharre']);
		const cards = page.communes[0]?.cards ?? [];
		expect(cards.map(({ id }) => id).toSorted()).toEqual(
			[placed.lea, placed.benat, placed.nameless].toSorted(),
		);
		expect(cards.find(({ id }) => id === placed.lea)).toMatchObject({
			...{ name: 'Léa Mirande', phone: '06 00 00 00 01', email: 'lea@exemple.test', isHere: true },
			wishes: [{ label: 'Travail du conjoint', text: 'Enseignante' }],
			steps: [{ item: 'local-visit', dueOn: '2026-11-15', doneOn: null, isTickable: true, ownerName: null }],
		});
		const unshared = cards.find(({ id }) => id === placed.benat);
		for (const field of ['phone', 'email']) expect(unshared).not.toHaveProperty(field);
		expect(unshared).toMatchObject({
			...{ name: null, isNamed: true, wishes: [], steps: [] },
			housingGap: { kind: 'no-housing', isLate: true },
		});
		expect(cards.find(({ id }) => id === placed.nameless)).toMatchObject({
			name: null,
			isNamed: false,
			isHere: false,
		});
		expect(JSON.stringify(page)).not.toMatch(/secret|Sarhy|06 66|2027-03-31/);
	});

	test('is the same for whoever hands it to the mayor: nothing more is on it', async () => {
		const page = await getMayorPage(facilitator, '64', '64371');
		expect(page.communes[0]?.cards).toHaveLength(3);
		expect(JSON.stringify(page)).not.toMatch(/secret|Sarhy|06 66/);
		const choices = (await getMayorPage(facilitator, '64', '')).choices;
		expect(choices.map(({ name, count }) => [name, count])).toEqual([
			['Mauléon-Licharre', 3],
			['Orthez', 2],
		]);
	});

	test('another commune, or another reader, finds nothing', async () => {
		await expect(getMayorPage(mayor, '64', '64430')).rejects.toMatchObject({ code: 'not-found' });
		await expect(getMayorPage(facilitator, '64', '40001')).rejects.toMatchObject({ code: 'not-found' });
		for (const who of [member, ars])
			await expect(getMayorPage(who, '64', '64371')).rejects.toMatchObject({ code: 'not-found' });
	});

	test('its reading is written, of whom it shows', async () => {
		await getMayorPage(mayor, '64', '');
		const read = await withRegistryRights(context, ['64'], ({ db }) =>
			db.select().from(registryReading).where(eq(registryReading.way, 'list')),
		);
		expect(read.at(-1)?.recordIds).toContain(placed.lea);
		expect(read.at(-1)?.recordIds).not.toContain(placed.elsewhere);
	});
});

describe('the calendar of arrivals', () => {
	test('by month and commune, from the semester of today', async () => {
		const page = await getArrivalCalendar(facilitator, '64', '');
		expect(page).toMatchObject({ from: '2026-11', previous: '2026-05', next: '2027-05', keeps: true });
		expect(page.rows.map(({ name, counts, total }) => [name, counts[0], counts[6], total])).toEqual([
			['Mauléon-Licharre', 2, 1, 3],
			['Orthez', 1, 0, 1],
		]);
		expect((await getArrivalCalendar(facilitator, '64', '2026-05')).rows[0]?.counts[6]).toBe(2);
	});

	test('an elected official has their communes, and the names that are shared', async () => {
		const page = await getArrivalCalendar(mayor, '64', '');
		expect(page.lines.map(({ name }) => name)).toEqual(['Léa Mirande', null, null]);
		for (const who of [member, ars])
			await expect(getArrivalCalendar(who, '64', '')).rejects.toMatchObject({ code: 'not-found' });
		await expect(getArrivalCalendar(facilitator, '64', '2026-13')).rejects.toMatchObject({
			code: 'not-found',
		});
	});

	test('as a file, with the names that its reader may read, and logged', async () => {
		const own = await exportArrivalCalendar(mayor, { departmentCode: '64', origin: 'https://t.test' });
		expect(own).toContain('Léa Mirande');
		expect(own).not.toMatch(/secret|Ailleurs|06 00/);
		const all = await exportArrivalCalendar(facilitator, { departmentCode: '64', origin: 'https://t.test' });
		expect(all).toMatch(/Éva Ailleurs[\s\S]*Ospital-secret/);
		const logged = await context.db
			.select()
			.from(auditEvent)
			.where(and(eq(auditEvent.action, 'interns.export'), eq(auditEvent.chain, '64')));
		expect(logged).toHaveLength(2);
	});
});
