import type { Dossier, DossierFormat, DossierPart } from '#lib/evaluation/dossier/dossier.ts';
import { defineFileJob } from '../../files/files.ts';
import { defineJobKind } from '../../jobs/job.kinds.ts';
import type { WrittenDossier } from './writers/dossier.writer.ts';

export interface WriteDossierInput {
	dossier: Dossier;
	format: DossierFormat;
	/** Where to tell how far it is. */
	progress?: SharedArrayBuffer;
}

/** An evaluation file, written away from the thread that carries what people type. */
export const writeDossierJob = defineFileJob<WriteDossierInput, WrittenDossier>('evaluation.write');

/** What is asked of an evaluation file. */
export interface AskedDossier {
	departmentCode: string;
	/** Days (ISO). */
	from: string;
	until: string;
	format: DossierFormat;
	parts: DossierPart[];
}

/** An evaluation file that is prepared beside the pages; its bytes are kept for a month, its fingerprint for ever. */
export const dossierJob = defineJobKind<AskedDossier & Record<string, unknown>>({
	name: 'evaluation.dossier',
	isResumable: true,
	keptDays: 30,
});

/** Name of the file in the job's files. */
export const DOSSIER_FILE = 'file';
