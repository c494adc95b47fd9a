import { formulaSafe } from '../plan/plan-cell.rules.ts';
import { FIELD_NAMES, FIELDS } from './senior-doctor.fields.rules.ts';

export const EXPORT_FORMATS = ['csv', 'xlsx'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** A table to take away: titles, and cells as people read them. */
export interface ExportedTable {
	titles: string[];
	rows: string[][];
}

const OWN_TITLES: Readonly<Record<string, string>> = {
	lastContactOn: 'Dernier contact',
	nextStepOn: 'Prochaine étape',
	followedByName: 'Suivi par',
};

/** What stands for the mark of who took the table away, and when: in a column, so that no row leaves without it. */
const MARK = 'Exporté par';

/**
 * The rows of a list as a table: only the fields that the rows have, which are those that their reader may read. No cell begins as a
 * formula does.
 */
export function exportedTable(
	rows: readonly Readonly<Record<string, unknown>>[],
	mark: { name: string; moment: string },
): ExportedTable {
	const present = new Set(rows.flatMap((row) => Object.keys(row)));
	const fields = [...FIELD_NAMES, ...Object.keys(OWN_TITLES)].filter((field) => present.has(field));
	const title = (field: string): string =>
		field === 'communeCode'
			? 'Code commune'
			: (OWN_TITLES[field] ?? FIELDS[field as keyof typeof FIELDS].label);
	const stamp = formulaSafe(`${mark.name}, ${mark.moment}`);
	return {
		titles: [...fields.map(title), 'Commune', MARK],
		rows: rows.map((row) => [
			...fields.map((field) => formulaSafe(wordOf(field, row[field]))),
			formulaSafe(String(row.communeName ?? '')),
			stamp,
		]),
	};
}

function wordOf(field: string, value: unknown): string {
	if (value === null || value === undefined) return '';
	if (typeof value === 'boolean') return value ? 'oui' : 'non';
	const text = String(value);
	const choices = Object.hasOwn(FIELDS, field) ? FIELDS[field as keyof typeof FIELDS].choices : undefined;
	if (choices !== undefined && Object.hasOwn(choices, text)) return choices[text] ?? text;
	return /^\d{4}-\d{2}-\d{2}$/.test(text) ? text.split('-').reverse().join('/') : text;
}

/** A table as French spreadsheets open it: semicolons, CRLF, and a mark that says it is UTF-8. */
export function csvOfTable({ titles, rows }: ExportedTable): string {
	const cell = (text: string): string => (/[;"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
	return `\ufeff${[titles, ...rows].map((row) => row.map(cell).join(';')).join('\r\n')}\r\n`;
}
