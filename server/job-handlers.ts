import { runExport } from '#lib/server/documents/document-exports.commands.ts';
import { exportJob } from '#lib/server/documents/export-job.ts';
import { purgeMentionMails } from '#lib/server/documents/mention-mail.commands.ts';
import type { JobHandlers, NightlyPurge } from '#lib/server/jobs/job.kinds.ts';
import { purgeRegistries, queueRetention } from '#lib/server/protection/retention.commands.ts';
import { retentionJob } from '#lib/server/protection/retention.jobs.ts';
import { purgeImports } from '#lib/server/registries/registry-import.commands.ts';
import { applyDoctors } from '#lib/server/senior-doctors/doctor-import.apply.ts';
import { checkDoctors } from '#lib/server/senior-doctors/doctor-import.check.ts';
import {
	applyDoctorsJob,
	checkDoctorsJob,
	undoDoctorsJob,
} from '#lib/server/senior-doctors/doctor-import.jobs.ts';
import { undoDoctors } from '#lib/server/senior-doctors/doctor-import.undo.ts';

/** What the processes do beside the pages, by the kind of job. */
export const JOB_HANDLERS: JobHandlers = {
	[exportJob.name]: runExport,
	[checkDoctorsJob.name]: checkDoctors,
	[applyDoctorsJob.name]: applyDoctors,
	[undoDoctorsJob.name]: undoDoctors,
	[retentionJob.name]: purgeRegistries,
};

/** What is removed every hour, once it has been kept long enough. */
export const NIGHTLY_PURGES: readonly NightlyPurge[] = [
	({ db, now }) => purgeMentionMails(db, now()),
	purgeImports,
	queueRetention,
];
