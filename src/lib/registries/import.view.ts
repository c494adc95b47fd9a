import type { JobProgress } from '../jobs/job.rules.ts';
import type { ImportWords } from './import-subject.ts';
import type { ImportCounts, ImportState } from './import.rules.ts';
import type { Likeness } from './likeness.rules.ts';

export interface ImportSummary {
	id: string;
	number: number;
	fileName: string;
	state: ImportState;
	counts: ImportCounts;
	createdAt: Date;
}

export interface ProblemView {
	column: number | null;
	title: string;
	said: string;
	fault: string;
	sentence: string;
	proposal?: string;
	mayBeEmpty: boolean;
}

export interface DuplicateView {
	line: number;
	name: string;
	likeness: Likeness | null;
	/** Whether it is that record by its number, so that it cannot be somebody else. */
	isSame: boolean;
	savedOn: Date;
	fields: {
		field: string;
		label: string;
		held: string;
		brought: string;
		/** Who or what the registry has its value from, in words. */
		source: string | null;
		isTaken: boolean;
	}[];
}

/** The first page of an import: where a file is chosen, and those brought before. */
export interface ImportsPage {
	regionCode: string;
	regionName: string;
	words: ImportWords;
	imports: ImportSummary[];
}

/** One import as its page shows it: only what the step needs is there. */
export interface ImportPage extends ImportSummary {
	step: number;
	words: ImportWords;
	/** What a column may become. */
	fields: { key: string; label: string }[];
	regionName: string;
	titles: string[];
	progress: JobProgress | null;
	fault: string | null;
	mergeRule: string;
	undoableUntil: Date | null;
	columns: { title: string; field: string | null; isFree: boolean; examples: string[] }[];
	rows: { line: number; name: string; problems: ProblemView[]; rest: string }[];
	duplicates: { line: number; name: string; likeness: Likeness | null; isChosen: boolean }[];
	duplicate: DuplicateView | null;
	kept: { line: number; name: string }[];
}
