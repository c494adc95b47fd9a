import { purgePasswordResets } from '#lib/server/accounts/password-reset.commands.ts';
import { purgeInvitations } from '#lib/server/committee/invitation.commands.ts';
import { runExport } from '#lib/server/documents/document-exports.commands.ts';
import { exportJob } from '#lib/server/documents/export-job.ts';
import { purgeMentionMails } from '#lib/server/documents/mention-mail.commands.ts';
import { runDossier } from '#lib/server/evaluation/dossier/dossier.commands.ts';
import { dossierJob } from '#lib/server/evaluation/dossier/dossier.jobs.ts';
import { runComputeIndicators } from '#lib/server/indicators/computed.commands.ts';
import { computeIndicatorsJob, remindOwnersJob } from '#lib/server/indicators/indicator.jobs.ts';
import { INTERNS_REGISTRY } from '#lib/server/interns/intern-import.registry.ts';
import { queueInternLetters, sendInternLetter } from '#lib/server/interns/intern-letter.commands.ts';
import { internLetterJob } from '#lib/server/interns/intern-letter.jobs.ts';
import { queueReminders, runRemindOwners } from '#lib/server/indicators/reminder.commands.ts';
import type { JobHandlers, JobLetters, HourlyPurge } from '#lib/server/jobs/job.kinds.ts';
import { purgeRegistries, queueRetention } from '#lib/server/protection/retention.commands.ts';
import { retentionJob } from '#lib/server/protection/retention.jobs.ts';
import { purgeImports } from '#lib/server/registries/registry-import.commands.ts';
import { applyImportJob } from '#lib/server/registries/import-job.apply.ts';
import { checkImportJob } from '#lib/server/registries/import-job.check.ts';
import { importLetter } from '#lib/server/registries/import.letter.ts';
import { undoImportJob } from '#lib/server/registries/import-job.undo.ts';
import type { ImportRegistry } from '#lib/server/registries/import-registry.ts';
import { DOCTORS_REGISTRY } from '#lib/server/senior-doctors/doctor-import.registry.ts';

const IMPORTED = [DOCTORS_REGISTRY, INTERNS_REGISTRY];

/** What is done with the files brought to a registry. */
const importsOf = (registry: ImportRegistry): JobHandlers => ({
	[registry.jobs.check.name]: checkImportJob(registry),
	[registry.jobs.apply.name]: applyImportJob(registry),
	[registry.jobs.undo.name]: undoImportJob(registry),
});

/** What the processes do beside the pages, by the kind of job. */
export const JOB_HANDLERS: JobHandlers = {
	[exportJob.name]: runExport,
	[dossierJob.name]: runDossier,
	[retentionJob.name]: purgeRegistries,
	[internLetterJob.name]: sendInternLetter,
	...importsOf(DOCTORS_REGISTRY),
	[computeIndicatorsJob.name]: runComputeIndicators,
	[remindOwnersJob.name]: runRemindOwners,
	...importsOf(INTERNS_REGISTRY),
};

/** Kinds that may take minutes. */
export const LONG_KINDS: readonly string[] = [
	retentionJob,
	...IMPORTED.flatMap(({ jobs }) => Object.values(jobs)),
].map(({ name }) => name);

/** Letters to whoever asked for something long. */
export const JOB_LETTERS: JobLetters = Object.fromEntries(
	IMPORTED.flatMap((registry) =>
		Object.values(registry.jobs).map(({ name }) => [name, importLetter(registry)]),
	),
);

/** What is removed every hour, once it has been kept long enough. */
export const HOURLY_PURGES: readonly HourlyPurge[] = [
	({ db, now }) => purgeMentionMails(db, now()),
	purgePasswordResets,
	purgeInvitations,
	purgeImports,
	queueRetention,
	queueReminders,
	queueInternLetters,
];
