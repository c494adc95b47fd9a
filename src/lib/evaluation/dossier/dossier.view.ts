import type { JobState } from '#lib/jobs/job.rules.ts';
import type { DossierFormat, DossierPart } from './dossier.ts';

/** An evaluation file that its reader has asked for, and may leave while it is prepared. */
export interface MadeDossier {
	id: string;
	from: string;
	until: string;
	format: DossierFormat;
	askedAt: Date;
	state: JobState;
	/** Null before anything is known of it. */
	percent: number | null;
	isStopping: boolean;
	/** A French sentence, when it failed. */
	fault: string | null;
	/** Whether its bytes are still there. */
	isKept: boolean;
	/** Of the whole file; null until it is ready. */
	sha256: string | null;
	reference: string | null;
}

/** What the page of evaluation files shows. */
export interface DossierPage {
	/** The period that the form begins with (ISO days). */
	from: string;
	until: string;
	/** The first and the last day that a period may have. */
	openedOn: string;
	today: string;
	/** What its reader may put in a file. */
	parts: DossierPart[];
	made: MadeDossier[];
}
