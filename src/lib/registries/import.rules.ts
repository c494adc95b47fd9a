/** The registries that files are imported into. */
export type ImportedRegistry = 'senior-doctors' | 'interns';

/** Where an import stands. Nothing is written in a registry before `applying`. */
export const IMPORT_STATES = [
	'received',
	'checking',
	'checked',
	'refused',
	'applying',
	'applied',
	'undoing',
	'undone',
	'discarded',
] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

/** Where a row of an import stands. */
export const IMPORT_ROW_STATES = [
	/** Is written as a new record. */
	'ready',
	/** Waits for somebody to mend a cell. */
	'to-correct',
	/** Looks like a record that is there: waits for what is kept of each. */
	'duplicate',
	/** Says nothing that the registry does not. */
	'same',
	/** Left aside by somebody, or repeated in the file. */
	'aside',
	'written',
	/** Was to be written, or undone, over a record that has changed since: left alone. */
	'kept',
	'undone',
] as const;
export type ImportRowState = (typeof IMPORT_ROW_STATES)[number];

export type ImportCounts = Partial<Record<ImportRowState, number>>;

/** How long a batch can be undone, in days; its rows are then removed from the import. */
export const UNDO_DAYS = 30;

/** How long a file that nobody applied is kept, in days. */
export const ABANDONED_DAYS = 7;

/** Rows shown on a page of those to mend. */
export const ROWS_SHOWN = 50;

/** What may be asked of an import in each state; « Annuler » means another thing in each. */
export function endingOf(state: ImportState): 'discard' | 'stop' | 'undo' | null {
	if (state === 'received' || state === 'checked' || state === 'refused') return 'discard';
	if (state === 'checking' || state === 'applying' || state === 'undoing') return 'stop';
	return state === 'applied' ? 'undo' : null;
}

/** The last instant at which a batch can be undone. */
export function undoableUntil(appliedAt: Date): Date {
	return new Date(appliedAt.getTime() + UNDO_DAYS * 86_400_000);
}

/** The step of the page where an import stands, 1 to 5. */
export function stepOf(state: ImportState, counts: ImportCounts): 1 | 2 | 3 | 4 | 5 {
	if (state === 'received') return 2;
	if (state === 'checking' || state === 'refused') return 3;
	if (state !== 'checked') return 5;
	if ((counts['to-correct'] ?? 0) > 0) return 3;
	return (counts.duplicate ?? 0) > 0 ? 4 : 5;
}
