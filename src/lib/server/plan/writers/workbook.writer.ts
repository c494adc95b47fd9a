import writeExcel, { type Cell } from 'write-excel-file/node';
import { cleanText } from '#lib/documents/portable.content.ts';
import { headLines, type FileHead } from '#lib/documents/portable.head.ts';
import { CELL_LONGEST, formulaSafe, type SheetValue } from '#lib/plan/plan-cell.rules.ts';
import type { PlanSheet } from '#lib/plan/plan-file.rules.ts';

/** An Excel workbook: the plan, and what is known of the file. */
export async function writeWorkbook(head: FileHead, sheet: PlanSheet): Promise<Uint8Array> {
	const titles: Cell[] = sheet.columns.map(({ title }) => ({
		...textCell(title),
		fontWeight: 'bold',
		backgroundColor: '#EDF2F2',
	}));
	const about = [head.title, ...headLines(head)].map((line) => [textCell(line)]);
	const bytes = await writeExcel([
		{
			data: [titles, ...sheet.rows.map((row) => row.map(cellOf))],
			sheet: 'Plan',
			columns: sheet.columns.map(({ width }) => ({ width })),
			stickyRowsCount: 1,
		},
		{ data: about, sheet: 'À propos', columns: [{ width: 90 }] },
	]).toBuffer();
	return new Uint8Array(bytes);
}

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
