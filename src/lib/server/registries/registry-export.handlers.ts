import writeExcel, { type Cell } from 'write-excel-file/node';
import { csvOfTable } from '#lib/registries/export.rules.ts';
import type { ExportRegistryInput } from './registry-export.jobs.ts';

/** Writes a list of a registry as a file. */
export async function exportRegistryHandler({
	format,
	sheet,
	table,
}: ExportRegistryInput): Promise<Uint8Array> {
	if (format === 'csv') return new TextEncoder().encode(csvOfTable(table));
	const text = (value: string): Cell => ({ type: String, value });
	const titles: Cell[] = table.titles.map((value) => ({ type: String, value, fontWeight: 'bold' }));
	const bytes = await writeExcel([
		{
			data: [titles, ...table.rows.map((row) => row.map(text))],
			sheet,
			columns: table.titles.map((title) => ({ width: Math.max(12, title.length + 2) })),
			stickyRowsCount: 1,
		},
	]).toBuffer();
	return new Uint8Array(bytes);
}
