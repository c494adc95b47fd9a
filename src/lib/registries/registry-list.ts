import type { Names, RecordFields } from './field.rules.ts';
import type { Filter, FilterDefinition, Sort } from './filter.rules.ts';

/** What the page of a registry works with, whichever registry it is. */

/** What the address says, read. */
export interface RegistryQuestion {
	q: string;
	filters: readonly Filter[];
	sort: Sort;
	columns: string;
}

/** A tab: a question that the registry keeps ready, or that somebody saved. */
export interface RegistryTab {
	/** Id of a saved view; empty for the ready ones. */
	id: string;
	name: string;
	filters: string;
	sort: string;
	columns: string;
	count: number;
	shared: boolean;
	/** Saved by who reads it: they alone rename it or take it away. */
	isOwn: boolean;
}

/** What the server said of the form that was sent: its name, what was refused, and what was typed. */
export interface ViewForm {
	form: string | null;
	error?: string;
	fields?: Record<string, string>;
	typed?: Record<string, string>;
}

/** A row of a list: `version` is there for who may change it. */
export interface ListedRecord {
	id: string;
	communeCode?: string;
	communeName: string;
	version?: number;
}

export interface RegistryList<Row extends ListedRecord = ListedRecord> {
	today: string;
	question: RegistryQuestion;
	/** Names of what the filters name by its code. */
	names: Names;
	rows: readonly Row[];
	next: string | null;
	total: number;
	tabs: readonly RegistryTab[];
}

export interface Column<Row extends ListedRecord = ListedRecord> {
	key: string;
	label: string;
	sort?: string;
	isNumber?: boolean;
	/** Field edited in the table itself, by who may write. */
	edits?: string;
	words(row: Row, today: string): string;
}

/** Columns that the address names, in its order; else those shown first, in the order of the catalogue. */
export function shownColumns<Shown extends { key: string }>(
	open: readonly Shown[],
	named: string,
	first: readonly string[],
): Shown[] {
	const wanted = named === '' ? first : [...new Set(named.split(','))];
	const shown =
		named === ''
			? open.filter(({ key }) => wanted.includes(key))
			: wanted.flatMap((key) => open.find((one) => one.key === key) ?? []);
	return shown.length > 0 ? shown : open.slice(0, 4);
}

export interface ShownTotals {
	by: string;
	total: number | null;
	groups: { code: string; label: string; count: number }[];
}

/** A record as its reader gets it: `version` and `sources` are there for who may change it. */
export interface OpenedRecord {
	id: string;
	version?: number;
	values: Readonly<Record<string, unknown>>;
	/** Of the communes of the record, by code. */
	communeNames: Names;
	sources?: Readonly<Record<string, { kind: string; on: string }>>;
}

/** Another page that has a record open, as the stream tells of it. */
export interface OpenVisit {
	recordId: string;
	name: string;
	/** The same account, elsewhere. */
	isSelf: boolean;
	/** The field that is being written, null when none is. */
	field: string | null;
}

/** Where a column stands beside the name on a phone; the others are not shown there. */
export type PhonePlace = 'right' | 'below' | 'below-right';

/** What the parts of a page must know of a registry: its words, its fields, its addresses. */
export interface RegistryDescription {
	/** Heading of its page: « Médecins de 60 ans et plus ». */
	title: string;
	/** Names the table for who cannot see it. */
	tableLabel: string;
	/** Head of the first column. */
	nameLabel: string;
	/** Its part of the outside interface's addresses, and the name of its events in the département's stream. */
	api: string;
	event: string;
	/** What its page depends on: read again when a change is told. */
	dependency: `${string}:${string}`;
	fields: RecordFields;
	filterOf(name: string): FilterDefinition;
	words(field: string, value: unknown, names?: Names): string;
	/** What a change of a field in the table changes, when it is more than the field. */
	cellChanges?(field: string, value: unknown): Record<string, unknown>;
	phone: Readonly<Record<string, PhonePlace>>;
}
