import type { JobState } from '#lib/jobs/job.rules.ts';
import type { ExportFormat } from './document-file.rules.ts';

/**
 * Beyond so many bytes of a text, or of its pictures, its export is prepared beside the pages: some forty pages, or a dozen
 * photographs, after which a file is no longer there at once on a small server.
 */
export const LONG_TEXT_BYTES = 131_072;
export const LONG_IMAGES_BYTES = 5_242_880;

/** A file of a document that its reader has asked for, and may leave while it is prepared. */
export interface PreparedExport {
	id: string;
	format: ExportFormat;
	/** With the comments at its end. */
	withComments: boolean;
	askedAt: Date;
	state: JobState;
	/** Null before anything is known of it. */
	percent: number | null;
	isStopping: boolean;
	/** A French sentence, when it failed. */
	fault: string | null;
}

/** « En attente », « En préparation, 40 % »: where a file stands. */
export function exportStateInWords({ state, percent, isStopping, fault }: PreparedExport): string {
	if (isStopping) return 'Arrêt en cours';
	switch (state) {
		case 'queued':
			return 'En attente de son tour';
		case 'running':
			return percent === null ? 'En préparation' : `En préparation, ${percent}\u00a0%`;
		case 'done':
			return 'Prêt';
		case 'failed':
			return fault ?? 'La préparation a échoué. Recommencez-la.';
		case 'cancelled':
			return 'Arrêté';
	}
}
