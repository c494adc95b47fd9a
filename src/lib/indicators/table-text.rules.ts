import { cleanText } from '../documents/portable.content.ts';
import { formulaSafe, type NamedSheet, type SheetValue } from '../plan/plan-cell.rules.ts';
import { csvOfTable } from '../registries/export.rules.ts';

/** A table as French spreadsheets open it: a comma in numbers, days as 31/12/2026, and no text that could be a formula. */
export function csvOfSheet({ columns, rows }: NamedSheet): string {
	return csvOfTable({
		titles: columns.map(({ title }) => title),
		rows: rows.map((row) => row.map(cellText)),
	});
}

function cellText(value: SheetValue): string {
	if (value === null) return '';
	if (typeof value === 'number') return String(value).replace('.', ',');
	if (typeof value === 'string') return formulaSafe(cleanText(value));
	return value.day.split('-').reverse().join('/');
}
