import { eq } from 'drizzle-orm';
import { isTerrimedError } from '#lib/errors.ts';
import { IdentityIndex } from '#lib/registries/likeness.rules.ts';
import { isDoctorColumn } from '#lib/senior-doctors/doctor-import.catalogue.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { JobStopped, wasStopped, type JobHandler, type JobRun } from '../jobs/job.kinds.ts';
import { emptyFile } from '../registries/readers/row.faults.ts';
import { readRows } from '../registries/readers/rows.reader.ts';
import { moveImport, setImport } from '../registries/registry-import.commands.ts';
import {
	countRows,
	getImport,
	sourceOf,
	type RegistryImport,
} from '../registries/registry-import.queries.ts';
import { registryImport, registryImportRow } from '../registries/registry-import.tables.ts';
import { authorizeImports, type RegistryRegion } from '../registries/registry-region.queries.ts';
import { readKnown, readPlaces } from './doctor-import.known.ts';
import type { ImportJobInput } from './doctor-import.jobs.ts';
import { queueApply } from './doctor-import.queue.ts';
import { compareWithRecords, judgeRow, keepRows, type RowJudge } from './doctor-import.rows.ts';

/** Rows kept in one transaction: some milliseconds of the database. */
const CHUNK = 1_000;

/** Reads and checks a whole file. A file that breaks off half-way is refused, and leaves no row. */
export const checkDoctors: JobHandler<ImportJobInput> = async (run) => {
	const { context, job, input } = run;
	const region = await authorizeImports(context, 'senior-doctors', job.regionCode ?? '');
	const brought = await getImport(context, region, input.importId);
	try {
		const rows = await checkFile(run, region, brought);
		const counts = await withRegistryRights(context, region.departmentCodes, ({ db }) =>
			countRows(db, brought.id),
		);
		await moveImport(context, region, {
			id: brought.id,
			from: ['checking'],
			to: 'checked',
			values: { counts, checkedAt: context.now() },
		});
		if (brought.appliesAtOnce) await queueApply(context, region, brought.id);
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

async function checkFile(
	{ context, progress }: JobRun<ImportJobInput>,
	region: RegistryRegion,
	brought: RegistryImport,
): Promise<number> {
	// A job that is taken up again begins anew.
	await forgetRows(context, region, brought.id);
	const judge = await judgeOf(context, region, brought);
	let [read, done, isTitle] = [0, 0, true];
	const source = sourceOf(context, region, brought);
	const counted = { ...source, parts: () => countBytes(source.parts(), (bytes) => (read = bytes)) };
	for await (const some of readRows(counted)) {
		const rows = isTitle ? some.slice(1) : some;
		isTitle = isTitle && some.length === 0;
		for (let at = 0; at < rows.length; at += CHUNK) {
			const judged = rows.slice(at, at + CHUNK).map((row) => judgeRow(row, judge));
			await withRegistryRights(context, region.departmentCodes, async ({ db }) => {
				await keepRows(db, await compareWithRecords(db, judged));
			});
			done += judged.length;
			await progress(done, totalOf(done, read, brought.fileSize));
		}
	}
	if (done === 0) throw emptyFile();
	return done;
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
	brought: RegistryImport,
): Promise<RowJudge> {
	const { places, searchNames } = await readPlaces(context, region);
	return {
		mapping: brought.mapping.map((key) => (key !== null && isDoctorColumn(key) ? key : null)),
		thisYear: context.now().getUTCFullYear(),
		...{ places, searchNames },
		known: await readKnown(context, region),
		earlier: new IdentityIndex(),
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
