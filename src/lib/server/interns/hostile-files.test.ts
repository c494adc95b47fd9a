import { count } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JOB_HANDLERS } from '#server/job-handlers.ts';
import { isTerrimedError } from '#lib/errors.ts';
import { guessMapping } from '#lib/registries/column-guess.rules.ts';
import type { RowReading } from '#lib/registries/import-subject.ts';
import { IdentityIndex } from '#lib/registries/likeness.rules.ts';
import { Places } from '#lib/registries/places.rules.ts';
import { buildMember, seenBy } from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { hostileFile, type HostileFile } from '../../../../tests/support/hostile-registry-files.ts';
import { openSpaces } from '../../../../tests/support/spaces.ts';
import type { OpenDatabase } from '../database/database.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { createJobRunner, type JobRunner } from '../jobs/job.runner.ts';
import { importFile } from '../registries/import-flow.commands.ts';
import { describeImport } from '../registries/import-flow.queries.ts';
import type { ImportRegistry } from '../registries/import-registry.ts';
import { judgeRows } from '../registries/import.rows.ts';
import { readBeginning, readRows } from '../registries/readers/rows.reader.ts';
import type { FileRow, RowSource } from '../registries/readers/row-source.ts';
import { registryImport, registryImportRow } from '../registries/registry-import.tables.ts';
import { DOCTORS_REGISTRY } from '../senior-doctors/doctor-import.registry.ts';
import { seniorDoctor } from '../senior-doctors/senior-doctor.tables.ts';
import { INTERNS_REGISTRY } from './intern-import.registry.ts';
import { intern } from './intern.tables.ts';

/** How many files: a few here, 5,000 when asked (`FUZZ_FILES=5000`). */
const FILES = Number(process.env.FUZZ_FILES ?? 120);

/** One file in so many goes through the whole import too. */
const WHOLE = 8;

/** The more files, the longer, in milliseconds. */
const PATIENCE = 120_000 + FILES * 100;

/** What the process may take beside what it had, for one file after another, in bytes. */
const MEMORY = 300 * 1_048_576;

const REGISTRIES = [DOCTORS_REGISTRY, INTERNS_REGISTRY];
const ORTHEZ = { code: '64430', name: 'Orthez', departmentCode: '64', postcodes: ['64300'] };
const PLACES = new Places([ORTHEZ]);
const SENTENCE = /^\p{Lu}.*\.$/u;

function sourceOf({ bytes, name }: HostileFile): RowSource {
	return {
		...{ name, size: bytes.length },
		async *parts() {
			for (let at = 0; at < bytes.length; at += 65_536)
				yield await Promise.resolve(bytes.subarray(at, at + 65_536));
		},
	};
}

/** Reads a file as the imports of both registries do. */
async function readWhole(source: RowSource): Promise<void> {
	const { titles } = await readBeginning(source, 20);
	const judges = REGISTRIES.map(({ subject, likeness }) => {
		const reading: RowReading = {
			mapping: guessMapping(titles, subject.columns),
			...{ places: PLACES, thisYear: 2026, memory: new Map() },
		};
		const people = { known: new IdentityIndex(likeness), earlier: new IdentityIndex(likeness) };
		return { ...reading, ...people, subject, searchNames: new Map(), importId: 'i', departmentCode: '33' };
	});
	const judgeAll = (rows: readonly FileRow[]) => judges.flatMap((judge) => judgeRows(rows, judge));
	for await (const some of readRows(source)) {
		for (const { row } of judgeAll(some)) {
			for (const { sentence } of row.problems ?? []) expect(sentence).toMatch(/[.?]$/);
		}
	}
}

test(
	'hostile and broken files are read or refused with a sentence, within a bound of memory',
	{ timeout: PATIENCE },
	async () => {
		const before = process.memoryUsage().rss;
		const ends = { read: 0, refused: 0 };
		for (let number = 0; number < FILES; number += 1) {
			const made = hostileFile(number);
			try {
				await readWhole(sourceOf(made));
				ends.read += 1;
			} catch (error) {
				if (!isTerrimedError(error)) throw new Error(`file ${number}, ${made.kind}`, { cause: error });
				expect(error.message, made.kind).toMatch(SENTENCE);
				ends.refused += 1;
			}
		}
		expect(ends.read + ends.refused).toBe(FILES);
		expect(ends.refused).toBeGreaterThan(FILES / 4);
		expect(process.memoryUsage().rss - before).toBeLessThan(MEMORY);
	},
);

describe('brought to a registry', () => {
	let database: OpenDatabase;
	let urps: TestContext;
	let runner: JobRunner;
	const faults: unknown[] = [];

	beforeAll(async () => {
		database = await openTestDatabase();
		const context = buildContext({ db: database.db });
		await openSpaces(context, '64', '40');
		urps = await seenBy(context, await buildMember(context, { role: 'urps', regionCode: '75' }));
		runner = createJobRunner({
			...{ db: context.db, events: context.events, now: context.now },
			...{ runner: 'one', alone: true, handlers: JOB_HANDLERS, purges: [] },
			contextOf: () => Promise.resolve(urps),
			timers: { setTimeout: () => null, clearTimeout: () => {} },
			reportError: (error) => faults.push(error),
		});
	});
	afterAll(async () => {
		await runner.close();
		await database.close();
	});

	/** Counts what there is of records, and of rows that wait. */
	const held = () =>
		withRegistryRights(urps, ['33', '40', '64'], async ({ db }) => {
			const [doctors] = await db.select({ all: count() }).from(seniorDoctor);
			const [interns] = await db.select({ all: count() }).from(intern);
			const [rows] = await db.select({ all: count() }).from(registryImportRow);
			return { records: (doctors?.all ?? 0) + (interns?.all ?? 0), rows: rows?.all ?? 0 };
		});
	const forget = () => withRegistryRights(urps, ['33', '40', '64'], ({ db }) => db.delete(registryImport));

	async function bring(registry: ImportRegistry, file: HostileFile): Promise<'read' | 'refused'> {
		const region = { registry, regionCode: '75' };
		try {
			const asked = { file, columns: null, dry: true, rule: 'suggested' as const };
			const { id } = await importFile(urps, region, asked);
			await runner.settle();
			const told = await describeImport(urps, { ...region, id }, 0);
			if (told.state === 'checked') return 'read';
			expect(told, file.kind).toMatchObject({ state: 'refused', progress: null });
			expect(told.fault?.sentence, file.kind).toMatch(SENTENCE);
		} catch (error) {
			if (!isTerrimedError(error)) throw new Error(file.kind, { cause: error });
			expect(error.message, file.kind).toMatch(SENTENCE);
		}
		return 'refused';
	}

	test(
		'each is checked or refused with a sentence: no record, no row of what was refused, no fault of ours',
		{ timeout: PATIENCE },
		async () => {
			let refused = 0;
			for (let number = 0; number < FILES; number += WHOLE) {
				const registry = REGISTRIES[(number / WHOLE) % REGISTRIES.length] ?? DOCTORS_REGISTRY;
				const end = await bring(registry, hostileFile(number));
				const { records, rows } = await held();
				expect(records).toBe(0);
				if (end === 'refused') {
					expect(rows).toBe(0);
					refused += 1;
				}
				await forget();
			}
			expect(refused).toBeGreaterThan(0);
			expect(faults).toEqual([]);
		},
	);
});
