import writeExcel, { type Cell } from 'write-excel-file/node';
import { csvOfTable } from '#lib/senior-doctors/doctor-export.rules.ts';
import type { ExportDoctorsInput } from './doctor-export.jobs.ts';

/** Writes a list of doctors as a file. */
export async function exportDoctorsHandler({ format, table }: ExportDoctorsInput): Promise<Uint8Array> {
	if (format === 'csv') return new TextEncoder().encode(csvOfTable(table));
	const text = (value: string): Cell => ({ type: String, value });
	const titles: Cell[] = table.titles.map((value) => ({ type: String, value, fontWeight: 'bold' }));
	const bytes = await writeExcel([
		{
			data: [titles, ...table.rows.map((row) => row.map(text))],
			sheet: 'Médecins',
			columns: table.titles.map((title) => ({ width: Math.max(12, title.length + 2) })),
			stickyRowsCount: 1,
		},
	]).toBuffer();
	return new Uint8Array(bytes);
}
