import { afterAll, beforeAll, expect, test } from 'vitest';
import { peopleNumber } from '#lib/documents/figure.rules.ts';
import { actorOf, buildMember, buildPlaces, openCommittees } from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { withReadsCounted } from '../../../../tests/support/reads.ts';
import type { OpenDatabase } from '../database/database.ts';
import { planAction } from '../plan/plan.tables.ts';
import { listFigures } from './figure.queries.ts';

let database: OpenDatabase;
let context: TestContext;

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	await buildPlaces(database.db);
	await openCommittees(context, '64', '40');
});
afterAll(() => database.close());

test('whoever reads the texts of a space reads its figures; nobody else learns that there are some', async () => {
	const member = await buildMember(context, { departmentCode: '64', role: 'member' });
	const own = context.as(await actorOf(context, member));
	const values = await listFigures(own, '64');
	const keys = new Set(values.map(({ key }) => key));
	expect(keys).toEqual(
		new Set([
			'population',
			'communes',
			'intercommunalités',
			'actions',
			'échéances-passées',
			'avancement',
			'membres',
		]),
	);
	expect(values.every(({ on, source }) => /^\d{4}-\d\d-\d\d$/.test(on) && source !== '')).toBe(true);
	const few = values.filter(({ key }) => key === 'membres').map(({ text }) => text);
	expect(few).toContain('moins de 5');
	await expect(listFigures(own, '40')).rejects.toMatchObject({ code: 'not-found' });
	await expect(listFigures(context, '64')).rejects.toMatchObject({ code: 'not-found' });
});

test('the plan is read once for all that is counted in it', async () => {
	const member = await buildMember(context, { departmentCode: '64', role: 'member' });
	const counted = withReadsCounted(context.as(await actorOf(context, member)));
	await listFigures(counted.context, '64');
	// Once more by the indicators, for their own.
	expect(counted.readsOf(planAction)).toBe(2);
});

test.each([
	[0, '0'],
	[1, 'moins de 5'],
	[4, 'moins de 5'],
	[5, '5'],
	[1_640, '1\u00a0640'],
])('%d people are told as « %s »', (count, text) => {
	expect(peopleNumber(count)).toBe(text);
});
