import { getTableColumns } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildAccount } from '../../../../tests/support/accounts.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { buildActor, openSpaces } from '../../../../tests/support/spaces.ts';
import type { OpenDatabase } from '../database/database.ts';
import { intern } from '../interns/intern.tables.ts';
import { seniorDoctor } from '../senior-doctors/senior-doctor.tables.ts';
import { getProcessings } from './processing.queries.ts';

let database: OpenDatabase;
let context: TestContext;
let accountId: string;

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	await openSpaces(context, '64');
	accountId = (await buildAccount(context)).id;
});
afterAll(() => database.close());

/** Columns that the system keeps about a record, which people do not write. */
const KEPT_BY_THE_SYSTEM = [
	...['id', 'departmentCode', 'regionCode', 'sources', 'sortName', 'searched', 'searchedPlace', 'version'],
	...['createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'opposedAt', 'openItems'],
	...['followedBy', 'lastContactOn', 'nextStepOn'],
];

test('each field of both registries is in the register, with whoever the policy lets read it', async () => {
	const [doctors, interns] = await getProcessings(context.as(buildActor(accountId, 'member')), '64');
	for (const [table, processing] of [
		[seniorDoctor, doctors],
		[intern, interns],
	] as const) {
		const said = processing?.fields.map(({ key }) => key) ?? [];
		const columns = Object.keys(getTableColumns(table)).filter((key) => !KEPT_BY_THE_SYSTEM.includes(key));
		expect(said).toEqual(expect.arrayContaining(columns));
	}
	const readers = (fields: typeof doctors, key: string) =>
		fields?.fields.find((one) => one.key === key)?.readers;
	expect(readers(doctors, 'rpps')).toEqual(['URPS médecins']);
	expect(readers(doctors, 'lastName')).toEqual(['Élu local', 'Animation du comité', 'URPS médecins']);
	expect(readers(interns, 'wantsToStay')).toEqual(['Animation du comité', 'URPS médecins']);
	const reads = doctors?.recipients.find(({ who }) => who === 'ARS, évaluation')?.reads;
	expect(reads).toBe('Des totaux, les petits groupes masqués.');
});

test('is for whoever reads the space', async () => {
	const nobody = context.as(buildActor(accountId, null));
	await expect(getProcessings(nobody, '64')).rejects.toMatchObject({ code: 'not-found' });
});
