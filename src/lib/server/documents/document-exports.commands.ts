import { setTimeout as pause } from 'node:timers/promises';
import type { PrepareExportInput } from '#lib/documents/export.input.ts';
import { hasEnded } from '#lib/jobs/job.rules.ts';
import { TerrimedError } from '#lib/errors.ts';
import type { Context } from '../context/context.ts';
import { queueJob, stopJob, writeJobFile } from '../jobs/job.commands.ts';
import type { JobOutcome, JobRun } from '../jobs/job.kinds.ts';
import { authorizeExports, getOwnExport, listOwnExports } from './document-exports.queries.ts';
import { exportDocument } from './document-export.queries.ts';
import { openProgress } from '../files/file.progress.ts';
import { EXPORT_FILE, exportJob } from './export-job.ts';

/** Files of one document that somebody may have under way at once. */
const UNDER_WAY = 5;

/** How often the progress of a file is read, in milliseconds. */
const LOOK_MS = 250;

/**
 * Has a file of a document prepared beside the pages; the same one, asked for again while it is under way, is that one.
 * @throws TerrimedError `not-found`, `conflict` when too many are under way
 */
export async function prepareExport(
	context: Context,
	place: { departmentCode: string; documentId: string },
	input: PrepareExportInput,
): Promise<{ id: string }> {
	const found = await authorizeExports(context, place);
	const comments = input.comments === '1';
	const underWay = (await listOwnExports(context, found.id)).filter(({ state }) => !hasEnded(state));
	const same = underWay.find((one) => one.input.format === input.format && one.input.comments === comments);
	if (same !== undefined) return { id: same.id };
	if (underWay.length >= UNDER_WAY) {
		throw new TerrimedError(
			'conflict',
			'Plusieurs fichiers de ce document sont déjà en préparation. Attendez qu’un soit prêt, ou arrêtez-en un.',
		);
	}
	const { format } = input;
	const id = await queueJob(context, exportJob, {
		input: { documentId: found.id, format, comments },
		departmentCode: found.departmentCode,
	});
	context.events.publish({ type: 'job-queued', jobId: id });
	return { id };
}

/** Stops one's own export. @throws TerrimedError `not-found` */
export async function stopExport(
	context: Context,
	place: { departmentCode: string; documentId: string },
	input: { id: string },
): Promise<void> {
	const one = await getOwnExport(context, place, input.id);
	await stopJob(context.db, one.id, context.now());
}

/** Writes the file of a job, with the rights that whoever asked for it has now. */
export async function runExport({
	job,
	input,
	context,
	progress,
}: JobRun<{
	documentId: string;
	format: PrepareExportInput['format'];
	comments: boolean;
}>): Promise<JobOutcome> {
	const { documentId, format, comments } = input;
	const told = openProgress();
	const file = await exportDocument(context, documentId, {
		format,
		comments: comments ? '1' : undefined,
		progress: told.shared,
	});
	// Nobody waits for a file any more once its job was stopped.
	file.bytes.catch(() => undefined);
	const looked = () => pause(LOOK_MS).then(() => null);
	let bytes = await Promise.race([file.bytes, looked()]);
	while (bytes === null) {
		await progress(told.read(), 100);
		bytes = await Promise.race([file.bytes, looked()]);
	}
	const size = await writeJobFile(context.db, { jobId: job.id, name: EXPORT_FILE }, [bytes]);
	return { result: EXPORT_FILE, report: { size } };
}
