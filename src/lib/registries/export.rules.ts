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
}

/** What stands for the mark of who took the table away, and when: in a column, so that no row leaves without it. */
const MARK = 'Exporté par';

/**
 * The rows of a list as a table: only the fields that the rows have, which are those that their reader may read. No cell begins as a
 * formula does.
 */
export function exportedTable(
	list: ExportedList,
	rows: readonly Readonly<Record<string, unknown>>[],
	mark: { name: string; moment: string },
): ExportedTable {
	const present = new Set(rows.flatMap((row) => Object.keys(row)));
	const fields = list.fields.filter(({ key }) => present.has(key));
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
