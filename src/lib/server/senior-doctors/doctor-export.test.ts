import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CsvSplitter } from '#lib/registries/csv.rules.ts';
import { buildAccount } from '../../../../tests/support/accounts.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { buildElected, buildSeniorDoctor } from '../../../../tests/support/seniors.ts';
import { buildActor, openSpaces } from '../../../../tests/support/spaces.ts';
import { auditEvent } from '../audit/audit.tables.ts';
import type { OpenDatabase } from '../database/database.ts';
import { readXlsx } from '../registries/readers/xlsx.reader.ts';
import { exportDoctors } from './doctor-export.queries.ts';

const CANARY = { phone: '05 98 76 54 31', email: 'canari.prive@exemple.test', patientCount: 7_531 };

let database: OpenDatabase;
let context: TestContext;
let readers: Record<'urps' | 'facilitator' | 'mayor' | 'member' | 'ars' | 'neighbour', TestContext>;

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	await openSpaces(context, '64', '40');
	const { id } = await buildAccount(context);
	readers = {
		urps: context.as(buildActor(id, 'urps')),
		facilitator: context.as(buildActor(id, 'facilitator')),
		mayor: context.as(buildElected(id, ['64430'])),
		member: context.as(buildActor(id, 'member')),
		ars: context.as(buildActor(id, 'ars')),
		neighbour: context.as(buildActor(id, 'facilitator', { departmentCode: '40' })),
	};
	const { urps } = readers;
	await buildSeniorDoctor(urps, { ...CANARY, lastName: 'Calcelin' });
	await buildSeniorDoctor(urps, { ...CANARY, lastName: '=1+1', communeCode: '64430', sharing: 'elected' });
});
afterAll(() => database.close());

const ASKED = { q: '', filters: '', sort: '' };

async function exported(who: keyof typeof readers, columns = ''): Promise<string[][]> {
	const file = await exportDoctors(readers[who], '64', { ...ASKED, format: 'csv', columns });
	const splitter = new CsvSplitter(';');
	return [...splitter.push(new TextDecoder().decode(await file.bytes)), ...splitter.end()];
}

test('the rows and fields of whoever asks, each row with who took it away, no cell a formula', async () => {
	const all = await exported('urps');
	expect(all).toHaveLength(3);
	expect(all[0]).toEqual(expect.arrayContaining(['Nom', 'Téléphone', 'Commune', 'Exporté par']));
	expect(all.flat()).toContain("'=1+1");
	for (const row of all.slice(1)) expect(row.at(-1)).toBe('Nom, 22/11/2026 11:00');
	for (const cell of all.flat()) expect(cell).not.toMatch(/^[=+@]/);
	const mayors = await exported('mayor');
	expect(mayors).toHaveLength(2);
	for (const canary of Object.values(CANARY)) expect(mayors.flat()).not.toContain(String(canary));
	expect(mayors.flat().join()).not.toContain('Calcelin');
});

test('the columns of a view alone, in its order, beside the name; never one that its reader may not have', async () => {
	const [titles = []] = await exported('urps', 'departure,specialty,nulle-part');
	const beside = ['Départ envisagé', 'Certitude du départ', 'Spécialité', 'Commune', 'Exporté par'];
	expect(titles.map((title) => title.replace('\ufeff', ''))).toEqual(['Nom', 'Prénom', ...beside]);
	const mayors = await exported('mayor', 'age,specialty,phone');
	expect(mayors[0]).not.toContain('Année de naissance');
	expect(mayors.flat()).not.toContain(CANARY.phone);
});

test('a workbook holds the same', async () => {
	const file = await exportDoctors(readers.urps, '64', { ...ASKED, format: 'xlsx' });
	const bytes = await file.bytes;
	const rows: string[][] = [];
	const parts = async function* () {
		yield await Promise.resolve(bytes);
	};
	for await (const some of readXlsx({ name: file.name, size: bytes.length, parts })) rows.push(...some);
	expect(rows[0]).toEqual((await exported('urps'))[0]?.map((title) => title.replace('\ufeff', '')));
	expect(file.name).toBe('medecins-64-2026-11-22.xlsx');
});

test('what leaves is written in the log, in counts; readers of totals take nothing away', async () => {
	for (const who of ['member', 'ars', 'neighbour'] as const) {
		await expect(exported(who)).rejects.toMatchObject({ code: 'not-found' });
	}
	const before = await context.db.select().from(auditEvent).where(eq(auditEvent.action, 'seniors.export'));
	await exported('facilitator');
	const after = await context.db.select().from(auditEvent).where(eq(auditEvent.action, 'seniors.export'));
	expect(after).toHaveLength(before.length + 1);
	expect(after.at(-1)?.details).toMatchObject({ records: 1, format: 'csv', circle: 'committee' });
});
