import { runExport } from '#lib/server/documents/document-exports.commands.ts';
import { exportJob } from '#lib/server/documents/export-job.ts';
import { purgeMentionMails } from '#lib/server/documents/mention-mail.commands.ts';
import type { JobHandlers, NightlyPurge } from '#lib/server/jobs/job.kinds.ts';

/** What the processes do beside the pages, by the kind of job. */
export const JOB_HANDLERS: JobHandlers = {
	[exportJob.name]: runExport,
};

/** What is removed every hour, once it has been kept long enough. */
export const NIGHTLY_PURGES: readonly NightlyPurge[] = [purgeMentionMails];
