import type { RegionFormat } from '#lib/indicators/region-file.rules.ts';
import type { NamedSheet } from '#lib/plan/plan-cell.rules.ts';
import { defineFileJob } from '../files/files.ts';

export interface WriteTablesInput {
	format: RegionFormat;
	/** The first one alone goes into a csv, which holds one table. */
	sheets: NamedSheet[];
	/** What the file is, line by line. */
	about: string[];
}

/** Tables of figures as a file. */
export const writeTablesJob = defineFileJob<WriteTablesInput, Uint8Array>('indicators.tables');
