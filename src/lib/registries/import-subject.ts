import type { CellProblem } from './cells.rules.ts';
import type { ImportField } from './column-guess.rules.ts';
import type { ImportedRegistry } from './import.rules.ts';
import type { Identity, Likeness } from './likeness.rules.ts';
import type { Places } from './places.rules.ts';

/** What a row of a file says of a record, once it has been read: only what it says. */
export type ImportedValues = Readonly<Record<string, unknown>> & {
	readonly communeCode: string;
	readonly departmentCode: string;
};

/** What is wrong with one cell, where it is and what it says. `column` is null for what concerns the row. */
export interface RowProblem extends CellProblem {
	column: number | null;
	said: string;
	/** Whether the record can do without this value. */
	mayBeEmpty: boolean;
}

export interface CheckedRow {
	/** Null when something that the record cannot do without is missing or wrong. */
	values: ImportedValues | null;
	/** As much as could be read, to tell people which row it is. */
	name: string;
	problems: RowProblem[];
}

/** What cells are read by: what each column is, the communes of the region, the year of today. */
export interface RowReading {
	mapping: readonly (string | null)[];
	places: Places;
	thisYear: number;
	/** What words that come again and again were read as, by column and text: of one file, and bounded. */
	memory: Map<string, unknown>;
}

/** What lists are sorted and searched by. `beside` is what else follows from values, by the field that holds it. */
export interface DerivedTexts {
	sortName: string;
	searched: string;
	beside: Readonly<Record<string, string>>;
}

/** The words of the pages of an import. */
export interface ImportWords {
	/** « Importer des fiches de médecins ». */
	title: string;
	/** The registry as the way back to it names it. */
	registry: string;
	/** The part of the address after the département. */
	path: string;
	/** Who a row is about. */
	person: string;
	/** The values that a record can do without, by examples. */
	dispensable: string;
	/** Whose word passes before a file. */
	first: string;
}

/** All that differs from one registry to another when a file is brought to it, but for its tables. */
export interface ImportSubject {
	readonly registry: ImportedRegistry;
	readonly words: ImportWords;
	/** What a column of a file may become. */
	readonly columns: readonly ImportField[];
	/** Which of them a record cannot do without, each with what may stand for it. */
	readonly needed: readonly { columns: readonly string[]; label: string }[];
	/** Fields in the order in which people compare them. */
	readonly compared: readonly string[];
	/** Fields that follow another one, by name: they have no choice of their own. */
	readonly follows: Readonly<Record<string, string>>;
	/** Fields that say nothing where the record has another one: a name written for a host that is one of the registry. */
	readonly yieldsTo: Readonly<Record<string, string>>;
	/** Values that follow from others: they have no source and no history. */
	readonly unsourced: readonly string[];
	/** The field by which the history of a new record begins. */
	readonly birthField: string;
	/** Columns that tell people where a row is from. */
	readonly recognisedBy: readonly string[];
	check(cells: readonly string[], reading: RowReading): CheckedRow;
	/** Values that `identityOf` looks at. */
	readonly identityKeys: readonly string[];
	/** Who a row is, as it is compared. */
	identityOf(values: ImportedValues): Omit<Identity, 'id'>;
	derive(values: Readonly<Record<string, unknown>>, communeSearchName: string): DerivedTexts;
	sayField(field: string): string;
	/** A value as a person reads it; « aucun » for what is not known. */
	sayValue(field: string, value: unknown, communes: ReadonlyMap<string, string>): string;
	saySource(kind: string): string;
	/** What is told of a row that an earlier one of the file repeats. */
	sayRepeated(line: string, likeness: Likeness): string;
	/** The column whose value may be left empty when a row repeats another by it; null for none. */
	readonly numberColumn: string;
}

/** What of the needed no column gives. */
export function missingColumns(subject: ImportSubject, mapping: readonly (string | null)[]): string[] {
	return subject.needed
		.filter(({ columns }) => !columns.some((column) => mapping.includes(column)))
		.map(({ label }) => label);
}

/** Titles of columns that hold what people wrote freely, which may speak of health: never shown, never imported unasked. */
export function isFreeText(foldedTitle: string): boolean {
	return /\b(?:observations?|remarques?|commentaires?|notes?|divers|precisions?|motifs?|conditions?|freins?|obstacles?)\b/.test(
		foldedTitle,
	);
}
