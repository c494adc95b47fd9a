import { tellProgress } from '../../files/file.progress.ts';
import type { WriteDossierInput } from './dossier.jobs.ts';
import { writeDossier, type WrittenDossier } from './writers/dossier.writer.ts';

/** Writes an evaluation file, and tells how far it is. */
export async function writeDossierHandler(input: WriteDossierInput): Promise<WrittenDossier> {
	const { dossier, format, progress } = input;
	const tell = tellProgress(progress, { from: 20, to: 95 });
	return writeDossier(dossier, { format, tell });
}
