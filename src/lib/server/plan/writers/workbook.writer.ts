import writeExcel, { type Cell } from 'write-excel-file/node';
import { cleanText } from '#lib/documents/portable.content.ts';
import { headLines, type FileHead } from '#lib/documents/portable.head.ts';
import { CELL_LONGEST, formulaSafe, type NamedSheet, type SheetValue } from '#lib/plan/plan-cell.rules.ts';
import type { PlanSheet } from '#lib/plan/plan-file.rules.ts';

/** An Excel workbook: the plan, and what is known of the file. */
export function writeWorkbook(head: FileHead, { columns, rows }: PlanSheet): Promise<Uint8Array> {
	return writeSheets([{ name: 'Plan', columns, rows }], [head.title, ...headLines(head)]);
}

/** An Excel workbook of tables, the last one holding the lines that say what the file is. */
export async function writeSheets(
	sheets: readonly NamedSheet[],
	about: readonly string[],
): Promise<Uint8Array> {
	const tables = sheets.map(({ name, columns, rows }) => ({
		data: [columns.map(({ title }) => titleCell(title)), ...rows.map((row) => row.map(cellOf))],
		sheet: name,
		columns: columns.map(({ width }) => ({ width })),
		stickyRowsCount: 1,
	}));
	const lines = about.map((line) => [textCell(line)]);
	const bytes = await writeExcel([
		...tables,
		{ data: lines, sheet: 'À propos', columns: [{ width: 90 }] },
	]).toBuffer();
	return new Uint8Array(bytes);
}

const titleCell = (title: string): Cell => ({
	...textCell(title),
	fontWeight: 'bold',
	backgroundColor: '#EDF2F2',
});

function cellOf(value: SheetValue): Cell {
	if (value === null || value === '') return null;
	if (typeof value === 'number') return { type: Number, value };
	if (typeof value === 'string') return textCell(value);
	return { type: Date, value: new Date(`${value.day}T00:00:00Z`), format: 'dd/mm/yyyy' };
}

function textCell(text: string) {
	const value = formulaSafe(cleanText(text).slice(0, CELL_LONGEST).toWellFormed());
	return { type: String, value, wrap: true, alignVertical: 'top' as const };
}
