import { and, desc, eq } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { notFound } from '#lib/errors.ts';
import { DOSSIER_FORMATS, DOSSIER_PARTS, type DossierFormat } from '#lib/evaluation/dossier/dossier.ts';
import type { DossierPage, MadeDossier } from '#lib/evaluation/dossier/dossier.view.ts';
import { DOSSIER_MEDIA_TYPE, dossierFileName } from '#lib/evaluation/dossier/dossier.words.ts';
import { percentOf } from '#lib/jobs/job.rules.ts';
import { authorizeInSpace } from '../../committee/space.queries.ts';
import type { Context } from '../../context/context.ts';
import { findOwnJob, listOwnJobs, progressOf, readJobFile, type Job } from '../../jobs/job.queries.ts';
import { job } from '../../jobs/job.tables.ts';
import { can } from '../../policies/policy.ts';
import { DOSSIER_FILE, dossierJob } from './dossier.jobs.ts';
import { readOpeningDay } from './dossier.queries.ts';
import { evaluationDossier } from './dossier.tables.ts';

/** Files shown: the last ones that one has asked for. */
const SHOWN = 30;

type DossierRecord = typeof evaluationDossier.$inferSelect;

/** What the page of evaluation files shows to whoever reads it: their own. @throws TerrimedError `not-found` */
export async function getDossierPage(
	context: Context,
	departmentCode: string,
	asked: { from: string | null; until: string | null },
): Promise<DossierPage> {
	const space = await authorizeInSpace(context, 'evaluation.read', departmentCode);
	const today = dayInFrance(context.now());
	const openedOn = await readOpeningDay(context, departmentCode);
	const within = (day: string | null): string | null =>
		day !== null && day >= openedOn && day <= today ? day : null;
	const until = within(asked.until) ?? today;
	return {
		from: within(asked.from) ?? openedOn,
		...{ until, openedOn, today },
		parts: DOSSIER_PARTS.filter((part) => part !== 'journal' || can(context.actor, 'audit.read', space)),
		made: await listMade(context, departmentCode),
	};
}

async function listMade(context: Context, departmentCode: string): Promise<MadeDossier[]> {
	const { actor } = context;
	if (actor.kind === 'anonymous') return [];
	const jobs = await listOwnDossierJobs(context, departmentCode);
	const records = await context.db
		.select()
		.from(evaluationDossier)
		.where(
			and(
				eq(evaluationDossier.departmentCode, departmentCode),
				eq(evaluationDossier.madeBy, actor.accountId),
			),
		)
		.orderBy(desc(evaluationDossier.madeAt), desc(evaluationDossier.id))
		.limit(SHOWN);
	const byJob = new Map(records.map((record) => [record.jobId, record]));
	const known = new Set(jobs.map(({ id }) => id));
	return [
		...jobs.map((one) => ofJob(one, byJob.get(one.id))),
		...records.filter(({ jobId }) => jobId === null || !known.has(jobId)).map(ofRecord),
	].sort((one, other) => (one.askedAt < other.askedAt ? 1 : -1));
}

function ofJob(one: Job, record: DossierRecord | undefined): MadeDossier {
	const { state, isStopping, fault } = progressOf(one);
	return {
		id: one.id,
		...askedIn(one.input),
		askedAt: one.createdAt,
		...{ state, isStopping, fault, percent: percentOf(one), isKept: state === 'done' },
		sha256: record?.fileSha256 ?? null,
		reference: record?.reference ?? null,
	};
}

function ofRecord(record: DossierRecord): MadeDossier {
	return {
		...{ id: record.id, from: record.fromDay, until: record.untilDay, format: record.format },
		...{ askedAt: record.madeAt, state: 'done', isStopping: false, fault: null, percent: 100 },
		...{ isKept: false, sha256: record.fileSha256, reference: record.reference },
	};
}

function askedIn(input: Record<string, unknown>): { from: string; until: string; format: DossierFormat } {
	return {
		...{ from: String(input.from), until: String(input.until) },
		format: DOSSIER_FORMATS.find((format) => format === input.format) ?? 'zip',
	};
}

/** One's own files of a space that are still kept or under way, the last first. */
export async function listOwnDossierJobs(context: Context, departmentCode: string): Promise<Job[]> {
	await authorizeInSpace(context, 'evaluation.read', departmentCode);
	return listOwnJobs(context, {
		kind: dossierJob.name,
		place: eq(job.departmentCode, departmentCode),
		most: SHOWN,
	});
}

/** One's own file, whatever its state. @throws TerrimedError `not-found` */
export async function getOwnDossierJob(context: Context, departmentCode: string, id: string): Promise<Job> {
	await authorizeInSpace(context, 'evaluation.read', departmentCode);
	const one = await findOwnJob(context, id, dossierJob.name);
	if (one === null || one.departmentCode !== departmentCode) throw notFound();
	return one;
}

/** A file that is ready, part by part, for whoever asked for it and may still read the evaluation. @throws TerrimedError `not-found` */
export async function fetchDossier(
	context: Context,
	departmentCode: string,
	id: string,
): Promise<{ name: string; mediaType: string; parts: AsyncIterable<Uint8Array> }> {
	const one = await getOwnDossierJob(context, departmentCode, id);
	if (one.state !== 'done') throw notFound();
	const { format, ...period } = askedIn(one.input);
	return {
		name: dossierFileName({ code: departmentCode, ...period }, format),
		mediaType: DOSSIER_MEDIA_TYPE[format],
		parts: readJobFile(context.db, one.id, DOSSIER_FILE),
	};
}
