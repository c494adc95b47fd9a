import { csvOfSheet } from '#lib/indicators/table-text.rules.ts';
import { writeOdsSheets } from '../plan/writers/ods.writer.ts';
import { writeSheets } from '../plan/writers/workbook.writer.ts';
import type { WriteTablesInput } from './region-file.jobs.ts';

/** Writes tables of figures as a workbook, or the first of them as a text. */
export async function writeTablesHandler({ format, sheets, about }: WriteTablesInput): Promise<Uint8Array> {
	if (format === 'ods') return writeOdsSheets(sheets, about);
	if (format === 'xlsx') return writeSheets(sheets, about);
	const [table] = sheets;
	if (table === undefined) throw new Error('a csv without a table');
	return new TextEncoder().encode(csvOfSheet(table));
}
