import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { JOB_HANDLERS } from '#server/job-handlers.ts';
import { buildMember, seenBy } from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import {
	csvOf,
	dirty,
	doctorRows,
	DOCTOR_TITLES,
	type FileCommune,
} from '../../../../tests/support/doctor-files.ts';
import { startPostgres, type RunningPostgres } from '../../../../tests/support/postgres.ts';
import { openSpaces } from '../../../../tests/support/spaces.ts';
import type { DomainEvent } from '../events/events.ts';
import { auditEvent } from '../audit/audit.tables.ts';
import { openPostgres, type OpenDatabase } from '../database/database.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { createJobRunner } from '../jobs/job.runner.ts';
import { getImport, listRows, type RegistryImport } from '../registries/registry-import.queries.ts';
import {
	registryImport,
	registryImportPart,
	registryImportRow,
} from '../registries/registry-import.tables.ts';
import { authorizeImports } from '../registries/registry-region.queries.ts';
import { commune } from '../territory/territory.tables.ts';
import {
	applyImport,
	bringFile,
	chooseColumns,
	endImport,
	importFile,
} from '../registries/import-flow.commands.ts';
import { chooseFields, mendAll, mendCell, separate, setAside } from '../registries/import.choices.ts';
import { insertRecords } from '../registries/import.insert.ts';
import { DOCTORS_REGISTRY } from './doctor-import.registry.ts';
import { seniorDoctor, seniorDoctorChange } from './senior-doctor.tables.ts';

const REGION = { registry: DOCTORS_REGISTRY, regionCode: '75' };
const at = (id: string) => ({ ...REGION, id });

const COMMUNES: FileCommune[] = [
	{ code: '64371', name: 'Mauléon-Licharre' },
	{ code: '64430', name: 'Orthez' },
	{ code: '40088', name: 'Dax' },
];

let postgres: RunningPostgres;
beforeAll(async () => {
	postgres = await startPostgres();
});
afterAll(() => postgres.stop());

const file = (rows: readonly (readonly string[])[], name = 'medecins.csv') => ({
	name,
	bytes: new Uint8Array(Buffer.from(csvOf([DOCTOR_TITLES, ...rows]), 'utf8')),
});

describe.each(['embedded', 'postgres'] as const)('imports of doctors, %s', (kind) => {
	let database: OpenDatabase;
	let context: TestContext;
	let urps: TestContext;
	let facilitator: TestContext;

	beforeAll(async () => {
		database =
			kind === 'embedded'
				? await openTestDatabase()
				: await openPostgres(await postgres.createDatabase(), 'drizzle/migrations');
		context = buildContext({ db: database.db });
		await openSpaces(context, '64', '40');
		await context.db
			.insert(commune)
			.values({ code: '40088', departmentCode: '40', name: 'Dax', searchName: 'dax', postcodes: ['40100'] });
		urps = await seenBy(context, await buildMember(context, { role: 'urps', regionCode: '75' }));
		facilitator = await seenBy(
			context,
			await buildMember(context, { role: 'facilitator', departmentCode: '64' }),
		);
	});
	afterAll(() => database.close());
	beforeEach(() =>
		inRegion(async (db) => {
			await db.delete(seniorDoctor);
			await db.delete(registryImport);
		}),
	);

	const inRegion = <Result>(work: (db: TestContext['db']) => Promise<Result>): Promise<Result> =>
		withRegistryRights(context, ['33', '40', '64'], ({ db }) => work(db));
	const doctors = () => inRegion((db) => db.select().from(seniorDoctor).orderBy(seniorDoctor.rpps));
	const read = async (id: string): Promise<RegistryImport> =>
		getImport(urps, await authorizeImports(urps, 'senior-doctors', '75'), id);
	const rowsIn = async (importId: string, ...states: Parameters<typeof listRows>[2]['states']) =>
		listRows(urps, await authorizeImports(urps, 'senior-doctors', '75'), {
			importId,
			states,
			after: 0,
			limit: 1_000,
		});

	/** Runs what waits, as the process does. */
	async function work(): Promise<void> {
		const faults: unknown[] = [];
		const runner = createJobRunner({
			...{ db: context.db, events: context.events, now: context.now },
			...{ runner: 'one', alone: true, handlers: JOB_HANDLERS, purges: [] },
			contextOf: () => Promise.resolve(urps),
			timers: { setTimeout: () => null, clearTimeout: () => {} },
			reportError: (error) => faults.push(error),
		});
		await runner.settle();
		await runner.close();
		expect(faults).toEqual([]);
	}
	const imported = async (
		rows: string[][],
		options: { dry?: boolean; rule?: 'suggested' | 'fill' | 'keep' } = {},
	) => {
		const { dry = false, rule = 'suggested' } = options;
		const { id } = await importFile(urps, REGION, { file: file(rows), columns: null, dry, rule });
		await work();
		return read(id);
	};

	test('a clean file becomes records, each in the département of its commune, with where its values come from', async () => {
		const told: DomainEvent[] = [];
		const unsubscribe = context.events.subscribe((event) => told.push(event));
		const done = await imported(doctorRows(120, COMMUNES));
		unsubscribe();
		expect(done).toMatchObject({ state: 'applied', counts: { written: 120 }, number: 1 });
		const made = await doctors();
		expect(made).toHaveLength(120);
		for (const one of made) {
			expect(one.departmentCode).toBe(one.communeCode.slice(0, 2));
			expect(one).toMatchObject({ regionCode: '75', version: 1, sharing: 'urps', conditions: null });
			expect(one.sources.lastName).toEqual({ kind: 'import', on: '2026-11-22', batchId: done.id });
			expect(one.phone).toMatch(/^05 59 \d\d 00 77$/);
			expect(one.sortName).toMatch(/^[a-z ]+$/);
			expect(one.departureCertainty).toBe(one.departureYear === null ? 'unknown' : 'estimated');
		}
		expect(await inRegion((db) => db.select().from(seniorDoctorChange))).toHaveLength(120);
		const audited = await context.db.select().from(auditEvent).where(eq(auditEvent.subjectId, done.id));
		expect(audited.map(({ chain }) => chain)).toEqual(['40', '64']);
		expect(audited.map(({ details }) => details)).toEqual(
			['40', '64'].map((code) => ({ records: made.filter((one) => one.departmentCode === code).length })),
		);
		const written = { type: 'batch-written', registry: 'senior-doctors' };
		const places = (...communeCodes: string[]) => ({
			sharing: 'urps',
			communeCodes: expect.toSatisfy(
				(codes: string[]) => `${codes.toSorted()}` === `${communeCodes}`,
			) as string[],
		});
		expect(told.filter(({ type }) => type === 'batch-written')).toEqual(
			expect.arrayContaining([
				{ ...written, departmentCode: '40', places: places('40088') },
				{ ...written, departmentCode: '64', places: places('64371', '64430') },
			]),
		);
	});

	test('the file is kept until it is written, no longer', async () => {
		const parts = () => inRegion((db) => db.select({ seq: registryImportPart.seq }).from(registryImportPart));
		const { id } = await imported(doctorRows(2, COMMUNES), { dry: true });
		expect(await parts()).toHaveLength(1);
		await applyImport(urps, at(id));
		await work();
		expect((await read(id)).state).toBe('applied');
		expect(await parts()).toEqual([]);
	});

	test('cells are mended one by one and at once, rows left aside, and duplicates decided', async () => {
		const clean = doctorRows(110, COMMUNES);
		const twin = clean[0]?.with(0, '') ?? [];
		await imported([twin, clean[1] ?? []]);
		const { rows } = dirty(clean, 10);
		const { id } = await imported(rows.with(1, clean[1]?.with(9, '06 00 00 00 01') ?? []), { dry: true });
		const place = at(id);
		const counts = async () => (await read(id)).counts;
		expect(await counts()).toEqual({ ready: 97, 'to-correct': 11, duplicate: 2 });

		await mendCell(urps, place, { line: 11, column: 3, text: '1951' });
		expect(await counts()).toEqual({ ready: 98, 'to-correct': 10, duplicate: 2 });
		await mendAll(urps, place, 'proposals');
		expect(await counts()).toEqual({ ready: 100, 'to-correct': 8, duplicate: 2 });
		await mendAll(urps, place, 'empty');
		expect(await counts()).toEqual({ ready: 103, 'to-correct': 5, duplicate: 2 });
		await setAside(urps, place, 21);
		expect(await counts()).toEqual({ ready: 103, 'to-correct': 4, duplicate: 2, aside: 1 });
		await expect(mendCell(urps, place, { line: 61, column: 99, text: '' })).rejects.toMatchObject({
			code: 'not-found',
		});
		await expect(setAside(facilitator, place, 61)).rejects.toMatchObject({ code: 'not-found' });

		await expect(separate(urps, place, 3)).rejects.toMatchObject({ code: 'conflict' });
		await separate(urps, place, 2);
		await chooseFields(urps, place, { line: 3, taken: ['phone'] });
		await applyImport(urps, at(id));
		await work();
		expect(await counts()).toEqual({ written: 105, 'to-correct': 4, aside: 1 });
		expect((await doctors()).filter(({ phone }) => phone === '06 00 00 00 01')).toMatchObject([
			{ version: 2 },
		]);
	});

	test('of two who mend and write at the same time one wins: no row is left between', async () => {
		const { rows } = dirty(doctorRows(600, COMMUNES), 2);
		const { id } = await imported(rows, { dry: true });
		const [mended, applied] = await Promise.allSettled([
			mendAll(urps, at(id), 'empty'),
			applyImport(urps, at(id)),
		]);
		expect(applied.status).toBe('fulfilled');
		if (mended.status === 'rejected') expect(mended.reason).toMatchObject({ code: 'conflict' });
		await work();
		const { state, counts } = await read(id);
		expect(state).toBe('applied');
		expect(Object.keys(counts).sort()).toEqual(['to-correct', 'written']);
		expect(await doctors()).toHaveLength(counts.written ?? 0);
		await expect(mendAll(urps, at(id), 'empty')).rejects.toThrow(/a changé entre-temps/);
	});

	test('a dry run writes nothing, and says what is wrong with each cell', async () => {
		const { rows, wrong } = dirty(doctorRows(110, COMMUNES), 10);
		const done = await imported(rows, { dry: true });
		expect(done.state).toBe('checked');
		expect(done.counts).toEqual({ ready: 99, 'to-correct': 11 });
		expect(await doctors()).toEqual([]);
		const told = await rowsIn(done.id, 'to-correct');
		expect(told.map(({ line }) => line)).toEqual(wrong);
		expect(told.map(({ problems }) => problems?.[0]?.fault)).toEqual([
			...['day-month-swapped', 'not-a-day', 'foreign-commune', 'rpps-key', 'rpps-length', 'formula'],
			...['missing', 'damaged-letters', 'out-of-range', 'out-of-range', 'unknown-word'],
		]);
		for (const { problems } of told) expect(problems?.[0]?.sentence).toMatch(/\.$/);
	});

	test('the same file twice changes nothing; one with news is merged by the rule', async () => {
		const rows = doctorRows(40, COMMUNES);
		await imported(rows);
		expect((await imported(rows)).counts).toEqual({ same: 40 });
		const [before] = await doctors();
		const changed = rows.map((row) => row.with(9, '06 00 00 00 01'));
		expect((await imported(changed, { rule: 'keep' })).counts).toEqual({ same: 40 });
		expect((await imported(changed)).counts).toEqual({ written: 40 });
		const [after] = await doctors();
		expect(after).toMatchObject({ id: before?.id, version: 2, phone: '06 00 00 00 01' });
	});

	test('what the doctor said passes before a file; a record without a number is known by name, year and commune', async () => {
		const [row = []] = doctorRows(1, COMMUNES);
		await imported([row.with(0, '')]);
		await inRegion((db) =>
			db.update(seniorDoctor).set({
				departureYear: 2031,
				sources: sql`${seniorDoctor.sources} || '{"departureYear": {"kind": "survey", "on": "2026-10-02"}}'::jsonb`,
			}),
		);
		const other = row.with(10, '2027').with(2, row[2]?.toUpperCase() ?? '');
		expect((await imported([other])).counts).toEqual({ written: 1 });
		expect(await doctors()).toMatchObject([{ rpps: row[0], departureYear: 2031, version: 2 }]);
	});

	test('a person twice in a file is one record, and the second row is told', async () => {
		const [row = []] = doctorRows(1, COMMUNES);
		const done = await imported([row, row, row.with(0, '')]);
		expect(done.counts).toEqual({ written: 1, 'to-correct': 2 });
		const [second] = await rowsIn(done.id, 'to-correct');
		expect(second?.problems?.[0]).toMatchObject({
			fault: 'repeated',
			sentence: 'La ligne 2 a le même RPPS.',
		});
	});

	test('undone, a batch takes back what is as it wrote it, and leaves what has changed since', async () => {
		const rows = doctorRows(30, COMMUNES);
		await imported(rows.slice(0, 10));
		const first = (await doctors()).at(-1);
		await inRegion((db) =>
			db
				.update(seniorDoctor)
				.set({ sharing: 'elected' })
				.where(eq(seniorDoctor.id, first?.id ?? '')),
		);
		const before = await doctors();
		const toldElected: DomainEvent[] = [];
		const unsubscribe = context.events.subscribe((event) => {
			if (event.type === 'batch-written' && event.places.sharing === 'elected') toldElected.push(event);
		});
		const batch = await imported(rows.map((row) => row.with(9, '06 00 00 00 01')));
		expect(batch.counts).toEqual({ written: 30 });
		const [touched] = await rowsIn(batch.id, 'written');
		const isTouched = eq(seniorDoctor.id, touched?.recordId ?? '');
		await inRegion((db) => db.update(seniorDoctor).set({ version: 9, phone: '07' }).where(isTouched));
		expect(await endImport(urps, at(batch.id))).toBe('undo');
		await work();
		unsubscribe();
		expect(await read(batch.id)).toMatchObject({ state: 'undone', counts: { undone: 29, kept: 1 } });
		// When it was written and when it was taken back, those who read one of its records: of its commune, and of no other.
		const { departmentCode = '', communeCode = '' } = first ?? {};
		const told = { type: 'batch-written', departmentCode, registry: 'senior-doctors' };
		expect(toldElected).toEqual(
			Array(2).fill({ ...told, places: { sharing: 'elected', communeCodes: [communeCode] } }),
		);
		const after = await doctors();
		expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
		expect(after.filter(({ phone }) => phone === '07')).toHaveLength(1);
		const untouched = after.filter(({ id }) => id !== touched?.recordId);
		for (const one of untouched) {
			const was = before.find(({ id }) => id === one.id);
			expect({ ...one, version: 1, updatedAt: was?.updatedAt }).toEqual(was);
		}
		await expect(endImport(urps, at(batch.id))).rejects.toMatchObject({ code: 'conflict' });
	});

	test('a batch is undone for thirty days, no longer', async () => {
		const batch = await imported(doctorRows(1, COMMUNES));
		context.clock = new Date(context.clock.getTime() + 31 * 86_400_000);
		await expect(endImport(urps, at(batch.id))).rejects.toMatchObject({ code: 'expired' });
		context.clock = new Date('2026-11-22T10:00:00Z');
	});

	test('stopped while it writes, it keeps what is written and can be undone', async () => {
		const made = await bringFile(urps, REGION, file(doctorRows(20, COMMUNES)));
		await chooseColumns(urps, at(made.id), made.mapping);
		await work();
		await applyImport(urps, at(made.id));
		expect(await endImport(urps, at(made.id))).toBe('stop');
		expect(await read(made.id)).toMatchObject({ state: 'checked' });
		await applyImport(urps, at(made.id));
		await work();
		expect((await read(made.id)).state).toBe('applied');
	});

	describe('written by a job that dies', () => {
		/** Twenty rows of which five are written and told, and three are written and not told. */
		async function halfWritten(): Promise<RegistryImport> {
			const made = await bringFile(urps, REGION, file(doctorRows(20, COMMUNES)));
			await chooseColumns(urps, at(made.id), made.mapping);
			await work();
			await applyImport(urps, at(made.id));
			const brought = await read(made.id);
			const batch = { registry: DOCTORS_REGISTRY, brought };
			const write = (from: number, to: number) =>
				withRegistryRights(urps, ['33', '40', '64'], (inside) =>
					insertRecords(inside, batch, { from, to, count: to - from + 1 }),
				);
			await write(2, 6);
			await inRegion((db) => db.update(registryImport).set({ writtenThrough: 6 }));
			await write(9, 11);
			expect(await doctors()).toHaveLength(8);
			return brought;
		}
		const births = () => inRegion((db) => db.select().from(seniorDoctorChange));

		test('what it wrote is found written, once, by the one that goes on', async () => {
			const { id } = await halfWritten();
			await work();
			expect(await read(id)).toMatchObject({ state: 'applied', counts: { written: 20 } });
			expect(await doctors()).toHaveLength(20);
			expect(await births()).toHaveLength(20);
			await endImport(urps, at(id));
			await work();
			expect(await read(id)).toMatchObject({ state: 'undone', counts: { undone: 20 } });
			expect(await doctors()).toEqual([]);
		});

		test('what it wrote is told row by row to whoever goes on by hand', async () => {
			const { id } = await halfWritten();
			expect(await endImport(urps, at(id))).toBe('stop');
			expect((await rowsIn(id, 'written')).map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 9, 10, 11]);
			expect(await rowsIn(id, 'ready')).toHaveLength(12);
			expect(await read(id)).toMatchObject({ state: 'checked', counts: { written: 8, ready: 12 } });
			await applyImport(urps, at(id));
			await work();
			expect(await read(id)).toMatchObject({ state: 'applied', counts: { written: 20 } });
			expect(await births()).toHaveLength(20);
		});
	});

	test('a refused file changes nothing and leaves nothing', async () => {
		const broken = csvOf([DOCTOR_TITLES, ...doctorRows(900, COMMUNES)]) + `"${'x'.repeat(20_000)}`;
		const bytes = new Uint8Array(Buffer.from(broken));
		const { id } = await importFile(urps, REGION, {
			...{ file: { name: 'f.csv', bytes }, columns: null, dry: false, rule: 'suggested' },
		});
		await work();
		const refused = await read(id);
		expect(refused).toMatchObject({ state: 'refused', faultCode: 'file-unreasonable' });
		expect(refused.fault).toContain('guillemet');
		expect(await doctors()).toEqual([]);
		expect(await inRegion((db) => db.select().from(registryImportRow))).toEqual([]);
		for (const bad of ['', 'nom;ville\n', 'a;b\n1;2\n']) {
			const unusable = { name: 'f.csv', bytes: new Uint8Array(Buffer.from(bad)) };
			await expect(
				importFile(urps, REGION, { file: unusable, columns: null, dry: false, rule: 'suggested' }),
			).rejects.toMatchObject({ code: 'invalid-input' });
		}
		expect(await inRegion((db) => db.select({ id: registryImport.id }).from(registryImport))).toEqual([
			{ id },
		]);
	});

	test('columns chosen by hand are remembered for the next file of the region', async () => {
		const rows = [
			['patronyme bizarre', 'ne', 'spe', 'lieu'],
			['Oli', '1950', 'MG', 'Dax'],
		];
		const strange = { name: 's.csv', bytes: new Uint8Array(Buffer.from(csvOf(rows))) };
		const first = await bringFile(urps, REGION, strange);
		const mapping = ['lastName', 'birthYear', 'specialty', 'commune'];
		expect(first.mapping).not.toEqual(mapping);
		await expect(chooseColumns(urps, at(first.id), ['lastName'])).rejects.toThrow(/naissance/);
		await chooseColumns(urps, at(first.id), mapping);
		await work();
		expect(await read(first.id)).toMatchObject({ state: 'checked', counts: { ready: 1 } });
		expect((await bringFile(urps, REGION, strange)).mapping).toEqual(mapping);
	});

	test('who does not write the registry of the region imports nothing, and learns nothing', async () => {
		const brought = file(doctorRows(1, COMMUNES));
		const made = await bringFile(urps, REGION, brought);
		for (const actor of [facilitator, context]) {
			await expect(bringFile(actor, REGION, brought)).rejects.toMatchObject({ code: 'not-found' });
			await expect(applyImport(actor, at(made.id))).rejects.toMatchObject({ code: 'not-found' });
			await expect(endImport(actor, at(made.id))).rejects.toMatchObject({ code: 'not-found' });
		}
		await expect(bringFile(urps, { ...REGION, regionCode: '76' }, brought)).rejects.toMatchObject({
			code: 'not-found',
		});
		await expect(endImport(urps, at('x'))).rejects.toMatchObject({ code: 'not-found' });
		expect(await doctors()).toEqual([]);
	});
});
