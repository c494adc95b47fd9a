import { count, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import type { OpenDatabase } from '../database/database.ts';
import type { Actor } from '../policies/policy.ts';
import { loadTerritory } from './territory.commands.ts';
import { communesByCode, listIntercommunalities, searchCommunes } from './territory.queries.ts';
import { commune, department, intercommunality, referenceDataset, region } from './territory.tables.ts';

const SOMEBODY: Actor = {
	kind: 'account',
	accountId: '0193a000-0000-7000-8000-000000000001',
	sessionId: 'a',
	displayName: 'Claire Dufau',
	email: 'claire@exemple.test',
	isAdministrator: false,
	grants: [],
};

let database: OpenDatabase;
let context: TestContext;
let loads: boolean[];

beforeAll(async () => {
	database = await openTestDatabase();
	// Two at once, as two processes that start together would.
	loads = await Promise.all([loadTerritory(database.db), loadTerritory(database.db)]);
	context = buildContext({ db: database.db, actor: SOMEBODY });
});
afterAll(() => database.close());

describe('loading', () => {
	test('happens once, however many ask', async () => {
		expect(loads.filter(Boolean)).toHaveLength(1);
		expect(await loadTerritory(database.db)).toBe(false);
	});

	test('takes every place with inhabitants, and the Métropole de Lyon', async () => {
		const counted = async (table: typeof region | typeof department | typeof commune) =>
			(await database.db.select({ rows: count() }).from(table))[0]?.rows;
		expect(await counted(region)).toBe(24);
		expect(await counted(department)).toBe(108);
		expect(await counted(commune)).toBe(34_963);
	});

	test('another version replaces what was loaded, and keeps the départements', async () => {
		await database.db.update(referenceDataset).set({ version: 'older' });
		await database.db.insert(intercommunality).values({ code: '0', name: 'Dissoute', kind: 'CC' });
		await database.db.update(department).set({ name: 'Ancien nom' }).where(eq(department.code, '64'));
		expect(await loadTerritory(database.db)).toBe(true);
		expect(await database.db.select().from(intercommunality).where(eq(intercommunality.code, '0'))).toEqual(
			[],
		);
		const [found] = await database.db
			.select({ name: department.name, regionName: region.name })
			.from(department)
			.innerJoin(region, eq(region.code, department.regionCode))
			.where(eq(department.code, '64'));
		expect(found).toEqual({ name: 'Pyrénées-Atlantiques', regionName: 'Nouvelle-Aquitaine' });
	});
});

describe('the Métropole de Lyon', () => {
	test('has its own communes, which the Rhône does not have', async () => {
		expect((await searchCommunes(context, '69M', 'Lyon'))[0]?.code).toBe('69123');
		expect(await searchCommunes(context, '69', '69001')).toEqual([]);
		expect((await searchCommunes(context, '69', 'villefranche'))[0]?.name).toBe('Villefranche-sur-Saône');
		expect(await listIntercommunalities(context, '69M')).toMatchObject([{ code: '200046977' }]);
	});
});

describe('searching a commune', () => {
	const names = async (department: string, text: string) =>
		(await searchCommunes(context, department, text)).map((found) => found.name);

	test('the beginning of the name comes before a word inside it', async () => {
		const found = await names('64', 'saint jean');
		expect(found[0]).toBe('Saint-Jean-de-Luz');
		const luz = await names('64', 'luz');
		expect(luz.indexOf('Saint-Jean-de-Luz')).toBe(0);
	});
	test('accents, case, hyphens and « st » do not matter', async () => {
		expect(await names('64', 'MAULEON licharre')).toEqual(['Mauléon-Licharre']);
		expect((await names('64', 'st-jean-de-luz'))[0]).toBe('Saint-Jean-de-Luz');
		expect((await names('974', 'saint denis'))[0]).toBe('Saint-Denis');
	});
	test('a postcode finds its communes', async () => {
		expect(await names('64', '64130')).toContain('Mauléon-Licharre');
		expect(await names('64', '40000')).toEqual([]);
	});
	test('gives at most twenty, nothing for an empty text, nothing of another département', async () => {
		expect(await names('64', 'a')).toHaveLength(20);
		expect(await names('64', ' - ')).toEqual([]);
		expect(await names('64', '%')).toEqual([]);
		expect(await names('64', 'Mont-de-Marsan')).toEqual([]);
	});
	test('tells the population and the EPCI', async () => {
		expect(await communesByCode(context, ['64371', 'nowhere'])).toMatchObject([
			{ code: '64371', name: 'Mauléon-Licharre', intercommunalityName: 'CA du Pays Basque' },
		]);
	});
});

test('an EPCI over two départements is in both lists', async () => {
	// Redon Agglomération: Ille-et-Vilaine, Loire-Atlantique and Morbihan.
	for (const code of ['35', '44', '56']) {
		const found = await listIntercommunalities(context, code);
		expect(found.map((row) => row.code)).toContain('243500741');
	}
});

test('nobody reads it without an account', async () => {
	const nobody = context.as({ kind: 'anonymous' });
	const asked = [
		searchCommunes(nobody, '64', 'pau'),
		communesByCode(nobody, ['64445']),
		listIntercommunalities(nobody, '64'),
	];
	for (const answer of asked) await expect(answer).rejects.toMatchObject({ code: 'signed-out' });
});
