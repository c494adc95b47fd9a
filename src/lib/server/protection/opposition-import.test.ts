import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { JOB_HANDLERS } from '#server/job-handlers.ts';
import { buildMember, seenBy } from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { csvOf } from '../../../../tests/support/doctor-files.ts';
import { buildSeniorDoctor, fictionalRpps } from '../../../../tests/support/seniors.ts';
import { openSpaces } from '../../../../tests/support/spaces.ts';
import type { OpenDatabase } from '../database/database.ts';
import { createJobRunner } from '../jobs/job.runner.ts';
import { applyImport, importFile } from '../registries/import-flow.commands.ts';
import { getImportPage } from '../registries/import-page.queries.ts';
import { registryImport, registryImportRow } from '../registries/registry-import.tables.ts';
import { DOCTORS_REGISTRY } from '../senior-doctors/doctor-import.registry.ts';
import { seniorDoctor } from '../senior-doctors/senior-doctor.tables.ts';
import { setOpposition } from './person.commands.ts';

let database: OpenDatabase;
let urps: TestContext;

beforeAll(async () => {
	database = await openTestDatabase();
	const context = buildContext({ db: database.db });
	await openSpaces(context, '64');
	urps = await seenBy(context, await buildMember(context, { role: 'urps', regionCode: '75' }));
});
afterAll(() => database.close());

async function work(): Promise<void> {
	const runner = createJobRunner({
		...{ db: urps.db, events: urps.events, now: urps.now },
		...{ runner: 'one', alone: true, handlers: JOB_HANDLERS, purges: [] },
		contextOf: () => Promise.resolve(urps),
		timers: { setTimeout: () => null, clearTimeout: () => {} },
		reportError: (error) => {
			throw error;
		},
	});
	await runner.settle();
	await runner.close();
}

const REGION = { registry: DOCTORS_REGISTRY, regionCode: '75' };
const TITLES = ['RPPS', 'Nom', 'Prénom', 'Naissance', 'Spécialité', 'INSEE', 'Ville', 'Téléphone'];
const file = (rpps: string) => ({
	name: 'medecins.csv',
	bytes: new Uint8Array(
		Buffer.from(
			csvOf([
				TITLES,
				[rpps, 'Refusant', 'Odile', '1958', 'MG', '64371', 'Mauléon-Licharre', '05 59 77 77 77'],
			]),
		),
	),
});
const oppose = (id: string) =>
	setOpposition(
		urps,
		{ departmentCode: '64', registry: 'senior-doctors', id },
		{ kind: 'oppose', askedOn: '2026-11-20', reason: 'asked' },
	);
// The owner of a database in memory goes round the policies of rows.
const phoneOf = async (id: string) =>
	(await database.db.select().from(seniorDoctor).where(eq(seniorDoctor.id, id))).map(({ phone }) => phone);
const rowsOf = (id: string) =>
	database.db.select().from(registryImportRow).where(eq(registryImportRow.importId, id));

test('a file that brings who opposed is told nothing, keeps nothing and changes nothing', async () => {
	const rpps = fictionalRpps(66_001);
	const id = await buildSeniorDoctor(urps, { lastName: 'Refusant', rpps });
	await oppose(id);
	const brought = await importFile(urps, REGION, {
		...{ file: file(rpps), columns: null, dry: false, rule: 'suggested' },
	});
	await work();
	const [held] = await database.db.select().from(registryImport).where(eq(registryImport.id, brought.id));
	expect(held).toMatchObject({ state: 'applied', counts: { aside: 1 } });
	const rows = await rowsOf(brought.id);
	expect(rows).toMatchObject([{ state: 'aside', recordId: id, values: null, cells: null }]);
	expect(JSON.stringify(rows)).not.toMatch(/refusant|77 77/i);
	expect(await phoneOf(id)).toEqual([null]);
});

test('neither does a file that was compared before they opposed', async () => {
	const rpps = fictionalRpps(66_002);
	const id = await buildSeniorDoctor(urps, { lastName: 'Refusant', rpps });
	const { id: importId } = await importFile(urps, REGION, {
		...{ file: file(rpps), columns: null, dry: true, rule: 'suggested' },
	});
	await work();
	const place = { registry: DOCTORS_REGISTRY, departmentCode: '64' };
	const asked = { id: importId, step: 4, after: 0, line: null };
	const page = async () => (await getImportPage(urps, place, asked)).duplicate;
	expect(await page()).not.toBeNull();
	await oppose(id);
	expect(await page()).toBeNull();
	await applyImport(urps, { ...REGION, id: importId });
	await work();
	expect(await rowsOf(importId)).toMatchObject([{ state: 'kept' }]);
	expect(await phoneOf(id)).toEqual([null]);
});
