import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildAccount } from '../../../../tests/support/accounts.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { buildIntern } from '../../../../tests/support/interns.ts';
import { buildElected, buildSeniorDoctor } from '../../../../tests/support/seniors.ts';
import { buildActor, openSpaces } from '../../../../tests/support/spaces.ts';
import type { OpenDatabase } from '../database/database.ts';
import type { Actor } from '../policies/policy.ts';
import { listKeyFigures } from './key-figures.queries.ts';

let database: OpenDatabase;
let context: TestContext;
let urps: TestContext;

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	await openSpaces(context, '64', '40');
	urps = await someone((id) => buildActor(id, 'urps'));
	for (const departureYear of [2027, 2028, 2029, null])
		await buildSeniorDoctor(urps, { communeCode: '64371', ...leaving(departureYear), sharing: 'elected' });
	await buildSeniorDoctor(urps, { communeCode: '64371', ...leaving(2027) });
	await buildSeniorDoctor(urps, { communeCode: '64430', sharing: 'committee' });
	await buildIntern(urps, { communeCode: '64371' });
	await buildIntern(urps, { communeCode: '64430' });
	await buildIntern(urps, { communeCode: '64371', startsOn: '2027-05-03', endsOn: '2027-10-31' });
	await buildIntern(urps, { communeCode: '64371', startsOn: '2026-05-04', endsOn: '2026-10-31' });
});
afterAll(() => database.close());

const leaving = (departureYear: number | null) =>
	departureYear === null ? {} : { departureYear, departureCertainty: 'estimated' as const };

async function someone(actorOf: (id: string) => Actor): Promise<TestContext> {
	return context.as(actorOf((await buildAccount(context)).id));
}

const valuesFor = async (who: TestContext): Promise<string[]> =>
	(await listKeyFigures(who, '64')).map(({ value }) => value);

test('each reader has the figures of the records that they read', async () => {
	expect(await valuesFor(urps)).toEqual(['6', '3', '2', '1']);
	expect(await valuesFor(await someone((id) => buildActor(id, 'facilitator')))).toEqual(['5', '2', '2', '1']);
	const mayor = await someone((id) => buildElected(id, ['64371']));
	expect(await listKeyFigures(mayor, '64')).toMatchObject([
		{ label: 'Médecins de 60 ans et plus', value: '4', source: 'Fiches partagées, dans vos communes' },
		{ label: 'Départs envisagés d’ici la fin 2028', value: '2' },
		{ label: 'Internes présents', value: '1', source: 'Dans vos communes, aujourd’hui' },
		{ label: 'Internes attendus en mai 2027', value: '1', href: '/64/internes?filtres=arrival%3A2027-05' },
	]);
});

test('readers of totals have them rounded, and none that is under five', async () => {
	for (const role of ['member', 'ars'] as const) {
		const reader = await someone((id) => buildActor(id, role));
		expect(await listKeyFigures(reader, '64')).toEqual([
			{
				...{ label: 'Médecins de 60 ans et plus', value: '5', href: '/64/medecins' },
				source: 'Registre des médecins, arrondi à 5',
			},
		]);
	}
});

test('a space of others has none', async () => {
	const neighbour = await someone((id) => buildActor(id, 'facilitator', { departmentCode: '40' }));
	await expect(listKeyFigures(neighbour, '64')).rejects.toMatchObject({ code: 'not-found' });
});
