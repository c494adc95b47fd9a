import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { JOB_HANDLERS } from '#server/job-handlers.ts';
import { buildMember, seenBy } from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import {
	csvOf,
	doctorRows,
	DOCTOR_TITLES,
	type FileCommune,
} from '../../../../tests/support/doctor-files.ts';
import { internRows, INTERN_TITLES } from '../../../../tests/support/intern-files.ts';
import { startPostgres, type RunningPostgres } from '../../../../tests/support/postgres.ts';
import { openSpaces } from '../../../../tests/support/spaces.ts';
import { auditEvent } from '../audit/audit.tables.ts';
import { openPostgres, type OpenDatabase } from '../database/database.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { job } from '../jobs/job.tables.ts';
import { createJobRunner } from '../jobs/job.runner.ts';
import { importLetter } from '../registries/import.letter.ts';
import { mendAll, mendCell } from '../registries/import.choices.ts';
import { applyImport, bringFile, endImport, importFile } from '../registries/import-flow.commands.ts';
import { describeImport } from '../registries/import-flow.queries.ts';
import { registryImport } from '../registries/registry-import.tables.ts';
import { DOCTORS_REGISTRY } from '../senior-doctors/doctor-import.registry.ts';
import { INTERNS_REGISTRY } from './intern-import.registry.ts';
import { intern, internChange, internChecklistItem } from './intern.tables.ts';

const REGION = { registry: INTERNS_REGISTRY, regionCode: '75' };
const COMMUNES: FileCommune[] = [
	{ code: '64371', name: 'Mauléon-Licharre' },
	{ code: '64430', name: 'Orthez' },
];

let postgres: RunningPostgres;
beforeAll(async () => {
	postgres = await startPostgres();
});
afterAll(() => postgres.stop());

const file = (rows: readonly (readonly string[])[], titles = INTERN_TITLES) => ({
	name: 'internes.csv',
	bytes: new Uint8Array(Buffer.from(csvOf([titles, ...rows]), 'utf8')),
});

describe.each(['embedded', 'postgres'] as const)('imports of interns, %s', (kind) => {
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
		urps = await seenBy(context, await buildMember(context, { role: 'urps', regionCode: '75' }));
		facilitator = await seenBy(
			context,
			await buildMember(context, { role: 'facilitator', departmentCode: '64' }),
		);
	});
	afterAll(() => database.close());
	beforeEach(() =>
		inRegion(async (db) => {
			await db.delete(intern);
			await db.delete(registryImport);
		}),
	);

	const inRegion = <Result>(work: (db: TestContext['db']) => Promise<Result>): Promise<Result> =>
		withRegistryRights(context, ['33', '40', '64'], ({ db }) => work(db));
	const interns = () => inRegion((db) => db.select().from(intern).orderBy(intern.rpps));

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
	const imported = async (rows: string[][], dry = false) => {
		const asked = { file: file(rows), columns: null, dry, rule: 'suggested' as const };
		const place = { ...REGION, ...(await importFile(urps, REGION, asked)) };
		await work();
		return { place, told: await describeImport(urps, place, 0) };
	};

	test('a clean file becomes records that share nothing, whose welcome is to be made', async () => {
		const { place, told } = await imported(internRows(60, COMMUNES));
		expect(told).toMatchObject({ state: 'applied', counts: { written: 60 }, number: 1, problems: [] });
		const made = await interns();
		expect(made).toHaveLength(60);
		for (const one of made) {
			expect(one).toMatchObject({
				...{
					regionCode: '75',
					departmentCode: '64',
					version: 1,
					startsOn: '2026-11-02',
					endsOn: '2027-04-30',
				},
				...{ shareName: false, shareContact: false, openItems: 5, project: null, level: 'intern' },
			});
			expect(one.sources.lastName).toEqual({ kind: 'import', on: '2026-11-22', batchId: place.id });
			expect(one.sources).not.toHaveProperty('searchedPlace');
			expect(one.searchedPlace).toMatch(/^(?:mauleon|orthez).*maison de sante$/);
			expect(one.searched).toContain(one.sortName);
		}
		expect(await inRegion((db) => db.select().from(internChange))).toHaveLength(60);
		const audited = await context.db.select().from(auditEvent).where(eq(auditEvent.subjectId, place.id));
		expect(audited).toMatchObject([{ chain: '64', action: 'interns.import', details: { records: 60 } }]);
	});

	test('the same course is known by number and start, else by name, start and university; another semester is another record', async () => {
		const [row = []] = internRows(1, COMMUNES);
		await imported([row]);
		expect((await imported([row])).told.counts).toEqual({ same: 1 });
		const unnumbered = row.with(0, '').with(15, '06 00 00 00 01');
		expect((await imported([unnumbered])).told.counts).toEqual({ written: 1 });
		expect(await interns()).toMatchObject([{ phone: '06 00 00 00 01', version: 2 }]);
		expect((await imported([unnumbered.with(6, 'Limoges')])).told.counts).toEqual({ written: 1 });
		expect((await imported([row.with(11, '03/05/2027').with(12, '')])).told.counts).toEqual({ written: 1 });
		expect((await interns()).map(({ endsOn }) => endsOn).sort()).toEqual([
			...['2027-04-30', '2027-04-30', '2027-10-31'],
		]);
		const twice = await imported([row.with(0, '').with(1, 'Nouvelle'), row.with(0, '').with(1, 'Nouvelle')]);
		expect(twice.told.problems).toMatchObject([
			{ fault: 'repeated', sentence: 'Sans doute le même stage qu’à la ligne 2.' },
		]);
	});

	test('cells are mended, and a batch taken back but for whom somebody has begun to welcome', async () => {
		const rows = internRows(12, COMMUNES);
		const wrong = rows.with(3, rows[3]?.with(11, '2026') ?? []).with(5, rows[5]?.with(15, '12') ?? []);
		const { place, told } = await imported(wrong, true);
		const [checked] = await context.db
			.select()
			.from(job)
			.where(sql`${job.input}->>'importId' = ${place.id}`);
		const ended = { job: checked!, state: 'done' as const, fault: null };
		expect(await importLetter(INTERNS_REGISTRY)(urps, ended)).toEqual({
			subject: expect.stringMatching(/^Internes, lot 1\u00a0: le contrôle est terminé$/) as string,
			text: expect.stringContaining(`/internes/importer/${place.id}`) as string,
		});
		expect(told.counts).toEqual({ ready: 10, 'to-correct': 2 });
		expect(await interns()).toEqual([]);
		await mendCell(urps, place, { line: 5, column: 11, text: '02/11/2026' });
		await mendAll(urps, place, 'empty');
		await applyImport(urps, place);
		await expect(mendAll(urps, place, 'empty')).rejects.toMatchObject({ code: 'conflict' });
		await work();
		const [first] = await interns();
		await inRegion((db) =>
			db
				.insert(internChecklistItem)
				.values({ internId: first?.id ?? '', departmentCode: '64', item: 'housing' }),
		);
		expect(await endImport(urps, place)).toBe('undo');
		await work();
		expect((await interns()).map(({ id }) => id)).toEqual([first?.id]);
		expect((await describeImport(urps, place, 0)).kept).toHaveLength(1);
	});

	test('an import of one registry is nothing to the other, nor to whoever does not write the region', async () => {
		const brought = file(internRows(1, COMMUNES));
		const { id } = await bringFile(urps, REGION, brought);
		const doctors = { registry: DOCTORS_REGISTRY, regionCode: '75', id };
		await expect(describeImport(urps, doctors, 0)).rejects.toMatchObject({ code: 'not-found' });
		await expect(endImport(urps, doctors)).rejects.toMatchObject({ code: 'not-found' });
		for (const actor of [facilitator, context]) {
			await expect(bringFile(actor, REGION, brought)).rejects.toMatchObject({ code: 'not-found' });
			await expect(endImport(actor, { ...REGION, id })).rejects.toMatchObject({ code: 'not-found' });
		}
		const strange = file(doctorRows(1, COMMUNES), DOCTOR_TITLES);
		await expect(
			importFile(urps, REGION, { file: strange, columns: null, dry: true, rule: 'suggested' }),
		).rejects.toThrow(/début du stage/);
	});
});
