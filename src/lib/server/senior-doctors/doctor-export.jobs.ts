import type { ExportedTable, ExportFormat } from '#lib/senior-doctors/doctor-export.rules.ts';
import { defineFileJob } from '../files/files.ts';

export interface ExportDoctorsInput {
	format: ExportFormat;
	table: ExportedTable;
}

/** A list of doctors as a file. */
export const exportDoctorsJob = defineFileJob<ExportDoctorsInput, Uint8Array>('seniors.export');
