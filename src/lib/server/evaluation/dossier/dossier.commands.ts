import { eq } from 'drizzle-orm';
import { setTimeout as pause } from 'node:timers/promises';
import { TerrimedError } from '#lib/errors.ts';
import { referenceOf, DATA_PATH } from '#lib/evaluation/dossier/dossier.manifest.rules.ts';
import { DOSSIER_PARTS, type Dossier } from '#lib/evaluation/dossier/dossier.ts';
import { DOSSIER_MEDIA_TYPE, dossierFileName } from '#lib/evaluation/dossier/dossier.words.ts';
import type { PrepareDossierInput } from '#lib/evaluation/dossier/dossier.input.ts';
import { newId } from '#lib/identifiers.ts';
import { hasEnded } from '#lib/jobs/job.rules.ts';
import { writeAudit } from '../../audit/audit.ts';
import { auditChain } from '../../audit/audit.tables.ts';
import { authorizeInSpace } from '../../committee/space.queries.ts';
import type { Context } from '../../context/context.ts';
import type { OutgoingFile } from '../../documents/document-export.queries.ts';
import { openProgress } from '../../files/file.progress.ts';
import { queueJob, stopJob, writeJobFile } from '../../jobs/job.commands.ts';
import type { JobOutcome, JobRun } from '../../jobs/job.kinds.ts';
import { DOSSIER_FILE, dossierJob, writeDossierJob, type AskedDossier } from './dossier.jobs.ts';
import { getOwnDossierJob, listOwnDossierJobs } from './dossier-list.queries.ts';
import { checkPeriod, readDossier } from './dossier.queries.ts';
import { evaluationDossier } from './dossier.tables.ts';
import { sha256 } from './writers/dossier.pieces.ts';
import type { WrittenDossier } from './writers/dossier.writer.ts';

/** Evaluation files that somebody may have under way at once. */
const UNDER_WAY = 3;

/** How often the progress of a file is read, in milliseconds. */
const LOOK_MS = 250;

/**
 * An evaluation file of a period, whole, for whoever may read the evaluation. Its fingerprint is written before its bytes leave.
 * @throws TerrimedError `not-found`, `invalid-input`
 */
export async function exportDossier(
	context: Context,
	asked: Omit<AskedDossier, 'parts'>,
): Promise<OutgoingFile> {
	await authorizeInSpace(context, 'evaluation.read', asked.departmentCode);
	const dossier = await readDossier(context, { ...asked, parts: [...DOSSIER_PARTS] });
	const written = context.files.run(writeDossierJob, { dossier, format: asked.format });
	return {
		name: dossierFileName({ code: asked.departmentCode, ...dossier.period }, asked.format),
		mediaType: DOSSIER_MEDIA_TYPE[asked.format],
		bytes: written.then(async (file) => {
			await recordDossier(context, { dossier, file, asked, jobId: null });
			return file.bytes;
		}),
	};
}

/** Writes down what was made, in the log and in a table of its own. */
async function recordDossier(
	context: Context,
	made: {
		dossier: Dossier;
		file: WrittenDossier;
		asked: Pick<AskedDossier, 'departmentCode' | 'format'>;
		jobId: string | null;
	},
): Promise<void> {
	const { dossier, file, jobId } = made;
	const { departmentCode, format } = made.asked;
	await authorizeInSpace(context, 'evaluation.read', departmentCode);
	if (context.actor.kind === 'anonymous') throw new Error('an evaluation file is made for somebody');
	const { accountId } = context.actor;
	const [id, fileSha256, manifestSha256] = [newId(), sha256(file.bytes), sha256(file.manifest)];
	const pieces = Object.fromEntries(file.pieces.map((piece) => [piece.path, piece.sha256]));
	const { from, until } = dossier.period;
	await context.db.transaction(async (transaction) => {
		await writeAudit(transaction, {
			...{ chain: departmentCode, actorId: accountId, action: 'dossier.make' },
			...{ subjectType: 'dossier', subjectId: id, happenedAt: context.now() },
			details: { format, from, until, sha256: fileSha256, manifest: manifestSha256 },
		});
		const [head] = await transaction
			.select({ seq: auditChain.seq })
			.from(auditChain)
			.where(eq(auditChain.chain, departmentCode));
		await transaction.insert(evaluationDossier).values({
			...{ id, departmentCode, format, fromDay: from, untilDay: until, jobId },
			reference: referenceOf(dossier, pieces[DATA_PATH] ?? ''),
			...{ fileSha256, manifestSha256, pieces, size: file.bytes.byteLength },
			...{ auditSeq: head?.seq ?? 0, madeAt: new Date(dossier.preparedAt), madeBy: accountId },
		});
	});
}

/**
 * Has an evaluation file prepared beside the pages; the same one, asked for again while it is under way, is that one.
 * @throws TerrimedError `not-found`, `invalid-input`, `conflict` when too many are under way
 */
export async function prepareDossier(
	context: Context,
	departmentCode: string,
	input: PrepareDossierInput,
): Promise<{ id: string }> {
	await authorizeInSpace(context, 'evaluation.read', departmentCode);
	const parts = DOSSIER_PARTS.filter((part) => input[part] === '1');
	if (parts.length === 0) {
		const sentence = 'Choisissez au moins une partie.';
		throw new TerrimedError('invalid-input', sentence, { plan: sentence });
	}
	await checkPeriod(context, departmentCode, input);
	const asked: AskedDossier = {
		departmentCode,
		from: input.from,
		until: input.until,
		format: input.format,
		parts,
	};
	const underWay = (await listOwnDossierJobs(context, departmentCode)).filter(
		({ state }) => !hasEnded(state),
	);
	const same = underWay.find((one) => JSON.stringify(askedOf(one.input)) === JSON.stringify(asked));
	if (same !== undefined) return { id: same.id };
	if (underWay.length >= UNDER_WAY) {
		throw new TerrimedError(
			'conflict',
			'Plusieurs dossiers sont déjà en préparation. Attendez qu’un soit prêt, ou arrêtez-en un.',
		);
	}
	const id = await queueJob(context, dossierJob, { input: { ...asked }, departmentCode });
	context.events.publish({ type: 'job-queued', jobId: id });
	return { id };
}

function askedOf(input: Record<string, unknown>): unknown {
	const { departmentCode, from, until, format, parts } = input;
	return { departmentCode, from, until, format, parts };
}

/** Stops one's own file. @throws TerrimedError `not-found` */
export async function stopDossier(
	context: Context,
	departmentCode: string,
	input: { id: string },
): Promise<void> {
	const one = await getOwnDossierJob(context, departmentCode, input.id);
	await stopJob(context.db, one.id, context.now());
}

/** Writes the file of a job, with the rights that whoever asked for it has now. */
export async function runDossier({
	job,
	input,
	context,
	progress,
}: JobRun<AskedDossier>): Promise<JobOutcome> {
	await progress(0, 100);
	const dossier = await readDossier(context, input);
	await progress(20, 100);
	const told = openProgress();
	const writing = context.files.run(writeDossierJob, {
		...{ dossier, format: input.format, progress: told.shared },
	});
	// Nobody waits for a file any more once its job was stopped.
	writing.catch(() => undefined);
	const looked = () => pause(LOOK_MS).then(() => null);
	let file = await Promise.race([writing, looked()]);
	while (file === null) {
		await progress(told.read(), 100);
		file = await Promise.race([writing, looked()]);
	}
	const size = await writeJobFile(context.db, { jobId: job.id, name: DOSSIER_FILE }, [file.bytes]);
	await recordDossier(context, { dossier, file, asked: input, jobId: job.id });
	return { result: DOSSIER_FILE, report: { size } };
}
