import { defineJobKind } from '../jobs/job.kinds.ts';

/** What each job on an import is told: which one, of which region. */
export type ImportJobInput = { importId: string };

const resumable = { isResumable: true, keptDays: 30 };

/** Reads the file, checks each cell, looks for records that are there already. Writes nothing in the registry. */
export const checkDoctorsJob = defineJobKind<ImportJobInput>({ name: 'seniors.check-import', ...resumable });

/** Writes the rows that are right. */
export const applyDoctorsJob = defineJobKind<ImportJobInput>({ name: 'seniors.apply-import', ...resumable });

/** Takes back what a batch wrote, where nobody has changed it since. */
export const undoDoctorsJob = defineJobKind<ImportJobInput>({ name: 'seniors.undo-import', ...resumable });
