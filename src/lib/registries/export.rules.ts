import { formulaSafe } from '../plan/plan-cell.rules.ts';

export const EXPORT_FORMATS = ['csv', 'xlsx'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** A table to take away: titles, and cells as people read them. */
export interface ExportedTable {
	titles: string[];
	rows: string[][];
}

/** What a list of a registry is called when it is taken away, and what its columns are. */
export interface ExportedList {
	/** How the file's name begins. */
	fileName: string;
	/** Name of the sheet of a workbook. */
	sheet: string;
	/** Fields in the order of the columns, with their titles, and the words of those of a closed list. */
	fields: readonly { key: string; title: string; choices?: Readonly<Record<string, string>> }[];
	/** Fields of each column of the list, by its key; of one that is not here, the field of the same name. */
	columns: Readonly<Record<string, readonly string[]>>;
}

/** Whom a row is about: in the file of a view, whatever its columns. */
const NAMES = ['lastName', 'firstName'];

/** What stands for the mark of who took the table away, and when: in a column, so that no row leaves without it. */
const MARK = 'Exporté par';

/**
 * The rows of a list as a table: only the fields that the rows have, which are those that their reader may read, and of these the ones of the
 * columns asked for, in their order; all of them when none is. No cell begins as a formula does.
 */
export function exportedTable(
	list: ExportedList,
	asked: { rows: readonly Readonly<Record<string, unknown>>[]; columns: readonly string[] },
	mark: { name: string; moment: string },
): ExportedTable {
	const { rows } = asked;
	const present = new Set(rows.flatMap((row) => Object.keys(row)));
	const fields = fieldsOf(list, asked.columns).filter(({ key }) => present.has(key));
	const stamp = formulaSafe(`${mark.name}, ${mark.moment}`);
	return {
		titles: [...fields.map(({ title }) => title), 'Commune', MARK],
		rows: rows.map((row) => [
			...fields.map(({ key, choices }) => formulaSafe(wordOf(row[key], choices))),
			formulaSafe(String(row.communeName ?? '')),
			stamp,
		]),
	};
}

function fieldsOf({ fields, columns }: ExportedList, asked: readonly string[]): ExportedList['fields'] {
	if (asked.length === 0) return fields;
	const wanted = new Set([...NAMES, ...asked.flatMap((column) => columns[column] ?? [column])]);
	return [...wanted].flatMap((key) => fields.find((field) => field.key === key) ?? []);
}

function wordOf(value: unknown, choices?: Readonly<Record<string, string>>): string {
	if (value === null || value === undefined) return '';
	if (typeof value === 'boolean') return value ? 'oui' : 'non';
	const text = String(value);
	if (choices !== undefined && Object.hasOwn(choices, text)) return choices[text] ?? text;
	return /^\d{4}-\d{2}-\d{2}$/.test(text) ? text.split('-').reverse().join('/') : text;
}

/** A table as French spreadsheets open it: semicolons, CRLF, and a mark that says it is UTF-8. */
export function csvOfTable({ titles, rows }: ExportedTable): string {
	const cell = (text: string): string => (/[;"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
	return `\ufeff${[titles, ...rows].map((row) => row.map(cell).join(';')).join('\r\n')}\r\n`;
}
