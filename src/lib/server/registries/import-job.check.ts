import { eq } from 'drizzle-orm';
import { isTerrimedError } from '#lib/errors.ts';
import { IdentityIndex } from '#lib/registries/likeness.rules.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { JobStopped, wasStopped, type JobHandler, type JobRun } from '../jobs/job.kinds.ts';
import { readKnown, readPlaces } from './import.known.ts';
import { queueApply } from './import.queue.ts';
import { compareWithRecords, judgeRows, keepRows, type JudgedRow, type RowJudge } from './import.rows.ts';
import type { ImportJobInput, ImportRegistry } from './import-registry.ts';
import { emptyFile } from './readers/row.faults.ts';
import type { FileRow } from './readers/row-source.ts';
import { readRows } from './readers/rows.reader.ts';
import { moveImport, setImport } from './registry-import.commands.ts';
import { countRows, getImport, sourceOf, type RegistryImport } from './registry-import.queries.ts';
import { registryImport, registryImportRow } from './registry-import.tables.ts';
import { authorizeImports, type RegistryRegion } from './registry-region.queries.ts';

/** Rows kept in one transaction: some milliseconds of the database. */
const CHUNK = 1_000;

/** Rows read and judged in one go: what a page waits for the processor at most, about ten milliseconds. */
const SLICE = 200;

interface Work {
	registry: ImportRegistry;
	region: RegistryRegion;
	brought: RegistryImport;
}

/** Reads and checks a whole file. A file that breaks off half-way is refused, and leaves no row. */
export const checkImportJob =
	(registry: ImportRegistry): JobHandler<ImportJobInput> =>
	async (run) => {
		const { context, job, input } = run;
		const region = await authorizeImports(context, registry.subject.registry, job.regionCode ?? '');
		const brought = await getImport(context, region, input.importId);
		const work: Work = { registry, region, brought };
		try {
			const rows = await checkFile(run, work);
			const counts = await withRegistryRights(context, region.departmentCodes, ({ db }) =>
				countRows(db, brought.id),
			);
			await moveImport(context, region, {
				id: brought.id,
				from: ['checking'],
				to: 'checked',
				values: { counts, checkedAt: context.now() },
			});
			if (brought.appliesAtOnce) await queueApply(context, region, { registry, id: brought.id });
			return { report: { rows, ...counts } };
		} catch (error) {
			// Taken up again elsewhere, where it begins anew.
			if (error instanceof JobStopped && !wasStopped(error)) throw error;
			await forgetRows(context, region, brought.id);
			const fault = isTerrimedError(error) ? { faultCode: error.code, fault: error.message } : {};
			const state = isTerrimedError(error) ? 'refused' : 'received';
			await setImport(context, region, brought.id, { state, ...fault });
			throw error;
		}
	};

async function checkFile(run: JobRun<ImportJobInput>, work: Work): Promise<number> {
	const { context, progress } = run;
	const { region, brought, registry } = work;
	// A job that is taken up again begins anew.
	await forgetRows(context, region, brought.id);
	const judge = await judgeOf(context, region, work);
	let [read, done] = [0, 0];
	const source = sourceOf(context, region, brought);
	const counted = { ...source, parts: () => countBytes(source.parts(), (bytes) => (read = bytes)) };
	let waiting: JudgedRow[] = [];
	// The database keeps some rows while the next ones are read.
	let keeping: Promise<unknown> = Promise.resolve();
	const keep = async (): Promise<void> => {
		const rows = waiting;
		waiting = [];
		await keeping;
		keeping = withRegistryRights(context, region.departmentCodes, async ({ db }) => {
			await keepRows(db, await compareWithRecords(db, registry, rows));
		});
		// Told where it is awaited.
		keeping.catch(() => {});
	};
	try {
		for await (const some of slicesOf(readRows(counted))) {
			waiting.push(...judgeRows(some, judge));
			done += some.length;
			if (waiting.length >= CHUNK) await keep();
			await progress(done, totalOf(done, read, brought.fileSize));
		}
		await keep();
	} finally {
		await keeping;
	}
	if (done === 0) throw emptyFile();
	return done;
}

/** The rows of a file under its titles, few at a time. */
async function* slicesOf(file: AsyncIterable<FileRow[]>): AsyncGenerator<FileRow[]> {
	let isTitle = true;
	for await (const some of file) {
		const rows = isTitle ? some.slice(1) : some;
		isTitle = isTitle && some.length === 0;
		for (let at = 0; at < rows.length; at += SLICE) yield rows.slice(at, at + SLICE);
	}
}

/** How many rows there will be, by how much of the file they took; the file is read ahead, so this errs on the side of few. */
function totalOf(done: number, read: number, size: number): number {
	return Math.max(done + 1, Math.round((done * size) / Math.max(read, 1)));
}

async function* countBytes(
	parts: AsyncIterable<Uint8Array>,
	tell: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
	let bytes = 0;
	for await (const part of parts) {
		bytes += part.byteLength;
		tell(bytes);
		yield part;
	}
}

/** What the rows of an import are judged by: its columns, the communes, those who are known. */
export async function judgeOf(
	context: Context,
	region: RegistryRegion,
	{ registry, brought }: { registry: ImportRegistry; brought: RegistryImport },
): Promise<RowJudge> {
	const { subject } = registry;
	const { places, searchNames } = await readPlaces(context, region);
	const isColumn = (key: string): boolean => subject.columns.some((column) => column.key === key);
	return {
		subject,
		mapping: brought.mapping.map((key) => (key !== null && isColumn(key) ? key : null)),
		thisYear: context.now().getUTCFullYear(),
		memory: new Map(),
		...{ places, searchNames },
		known: await readKnown(context, region, registry),
		earlier: new IdentityIndex(registry.likeness),
		importId: brought.id,
		departmentCode: brought.departmentCode,
	};
}

async function forgetRows(context: Context, region: RegistryRegion, importId: string): Promise<void> {
	await withRegistryRights(context, region.departmentCodes, async ({ db }) => {
		await db.delete(registryImportRow).where(eq(registryImportRow.importId, importId));
		await db.update(registryImport).set({ counts: {} }).where(eq(registryImport.id, importId));
	});
}
