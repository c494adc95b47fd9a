import type { JobProgress } from '../jobs/job.rules.ts';
import type { ImportCounts, ImportState } from '../registries/import.rules.ts';
import type { Likeness } from '../registries/likeness.rules.ts';
import type { SourceKind } from './senior-doctor.values.rules.ts';

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
	savedOn: Date;
	fields: {
		field: string;
		label: string;
		held: string;
		brought: string;
		source: SourceKind | null;
		isTaken: boolean;
	}[];
}

/** One import as its page shows it: only what the step needs is there. */
export interface ImportPage extends ImportSummary {
	step: number;
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
