import type { ExportedTable, ExportFormat } from '#lib/registries/export.rules.ts';
import { defineFileJob } from '../files/files.ts';

export interface ExportRegistryInput {
	format: ExportFormat;
	/** Name of the sheet of a workbook. */
	sheet: string;
	table: ExportedTable;
}

/** A list of a registry as a file. */
export const exportRegistryJob = defineFileJob<ExportRegistryInput, Uint8Array>('registries.export');
