import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildAccount } from '../../../../tests/support/accounts.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { buildSeniorDoctor } from '../../../../tests/support/seniors.ts';
import { buildActor, openSpaces } from '../../../../tests/support/spaces.ts';
import { auditEvent } from '../audit/audit.tables.ts';
import type { OpenDatabase } from '../database/database.ts';
import { getHorizonPage } from '../senior-doctors/horizon.queries.ts';
import { listSeniorDoctors } from '../senior-doctors/senior-doctor.queries.ts';
import { commune, communeZoning } from '../territory/territory.tables.ts';
import { importZoning, setCommuneZone } from './zoning.commands.ts';
import { getZoning } from './zoning.queries.ts';

let database: OpenDatabase;
let urps: TestContext;
let facilitator: TestContext;
let member: TestContext;

beforeAll(async () => {
	database = await openTestDatabase();
	const context = buildContext({ db: database.db });
	await openSpaces(context, '64', '40');
	const place = (code: string, name: string, departmentCode: string) => ({
		...{ code, name, departmentCode, searchName: name.toLowerCase(), postcodes: [], population: 1 },
	});
	await database.db
		.insert(commune)
		.values([place('64445', 'Pau', '64'), place('40088', 'Dax', '40'), place('31555', 'Toulouse', '12')])
		.onConflictDoNothing();
	const someone = async (): Promise<string> => (await buildAccount(context)).id;
	urps = context.as(buildActor(await someone(), 'urps'));
	facilitator = context.as(buildActor(await someone(), 'facilitator'));
	member = context.as(buildActor(await someone(), 'member'));
});
afterAll(() => database.close());

const OF_DECREE = { source: 'Arrêté de fiction', decidedOn: '2026-03-14' };
const bring = (who: TestContext, text: string) =>
	importZoning(who, '64', { ...OF_DECREE, file: { name: 'zonage.csv', bytes: Buffer.from(text) } });
const stored = async () =>
	Object.fromEntries(
		(await database.db.select().from(communeZoning)).map(({ communeCode, zone }) => [communeCode, zone]),
	);

test('a file replaces the zoning of the départements that it names, whatever its titles and separators', async () => {
	await bring(urps, 'INSEE,Nom,Zonage\n40088,Dax,ZAC\n64371,Mauléon,ZV\n');
	const done = await bring(urps, 'Code INSEE;Zone\n64371;Zone d’intervention prioritaire\n64445;HZ\n');
	expect(done).toEqual({ communes: 2, departmentCodes: ['64'] });
	expect(await stored()).toEqual({ '40088': 'ZAC', '64371': 'ZIP', '64445': 'none' });
	const { groups, sources } = await getZoning(urps, '64');
	expect(groups.find(({ zone }) => zone === 'ZIP')?.communes.map(({ code }) => code)).toEqual(['64371']);
	expect(sources).toEqual([{ ...OF_DECREE, count: 2 }]);
});

test.each([
	['Code;Zone\n64371;ZIP\nPau;ZIP\n', 'ligne 3, « Pau » n’est pas un code de commune'],
	['Code;Zone\n64371;ZRR\n', 'n’est pas une zone'],
	['Code;Zone\n64371;ZIP\n64371;ZAC\n', 'est déjà à la ligne 2'],
	['Code;Zone\n31555;ZIP\n', 'n’est pas de votre région'],
	['Ville;Remarque\nPau;ZIP\n', 'une colonne « Code commune »'],
	['Code;Zone\n', 'aucune commune'],
])('a file that is wrong changes nothing and says where: %j', async (text, told) => {
	const before = await stored();
	await expect(bring(urps, text)).rejects.toMatchObject({
		code: 'invalid-input',
		message: expect.stringContaining(told) as string,
	});
	expect(await stored()).toEqual(before);
});

test('one commune is corrected, with its own source; others than the URPS change and read nothing', async () => {
	const correction = {
		communeCode: '64445',
		zone: 'ZAC',
		source: 'Rectificatif',
		decidedOn: '2026-06-01',
	} as const;
	await setCommuneZone(urps, '64', correction);
	expect(await stored()).toMatchObject({ '64445': 'ZAC', '64371': 'ZIP' });
	await expect(setCommuneZone(urps, '64', { ...correction, communeCode: '31555' })).rejects.toMatchObject({
		code: 'not-found',
	});
	const [before, audited] = [await stored(), await database.db.$count(auditEvent)];
	for (const who of [facilitator, member]) {
		await expect(bring(who, 'Code;Zone\n64371;ZV\n')).rejects.toMatchObject({ code: 'not-found' });
		await expect(setCommuneZone(who, '64', correction)).rejects.toMatchObject({ code: 'not-found' });
		await expect(getZoning(who, '64')).rejects.toMatchObject({ code: 'not-found' });
	}
	expect(await stored()).toEqual(before);
	expect(await database.db.$count(auditEvent)).toBe(audited);
});

test('the list and the horizon are kept to a zone; the horizon goes by group, certainties apart', async () => {
	const departure = (
		departureYear: number | null,
		departureCertainty: 'declared' | 'estimated' | 'unknown',
	) => ({
		departureYear,
		departureCertainty,
	});
	await buildSeniorDoctor(urps, {
		communeCode: '64371',
		...departure(2027, 'declared'),
		sharing: 'committee',
	});
	await buildSeniorDoctor(urps, { communeCode: '64371', ...departure(2027, 'estimated') });
	await buildSeniorDoctor(urps, { communeCode: '64430', ...departure(null, 'unknown') });
	await buildSeniorDoctor(urps, { communeCode: '40088', ...departure(2030, 'declared') }, '40');
	const list = (filters: string) =>
		listSeniorDoctors(urps, '64', { q: '', filters, sort: '', cursor: '' }).then(({ total }) => total);
	expect([await list('zone:ZIP'), await list('zone:ZAC,ZV'), await list('zone:empty')]).toEqual([2, 0, 1]);

	const horizon = await getHorizonPage(urps, '64', { filters: 'zone:ZIP', by: 'commune' });
	expect(horizon.groups).toEqual([
		{
			code: '64371',
			label: 'Mauléon-Licharre',
			years: [{ year: 2027, declared: 1, estimated: 1, unknown: 0 }],
		},
	]);
	const region = await getHorizonPage(urps, '64', { filters: '', by: 'department' });
	expect(region.groups.map(({ code, years }) => [code, years.length])).toEqual([
		['40', 1],
		['64', 2],
	]);
	// The facilitator reads what is shared, of the département; whoever reads totals has no such page.
	const shared = await getHorizonPage(facilitator, '64', { filters: '', by: 'specialty' });
	expect(shared.groups.map(({ label, years }) => [label, years])).toEqual([
		['Médecine générale', [{ year: 2027, declared: 1, estimated: 0, unknown: 0 }]],
	]);
	for (const [who, by] of [
		[facilitator, 'department'],
		[member, 'epci'],
	] as const) {
		await expect(getHorizonPage(who, '64', { filters: '', by })).rejects.toMatchObject({ code: 'not-found' });
	}
});
