import { defineFileJob } from '../files/files.ts';

export interface ReadValuesInput {
	bytes: Uint8Array;
	fileName: string;
}

/** The rows of a file, the one of its titles first. */
export type ReadRows = { line: number; cells: string[] }[];

export const readValuesJob = defineFileJob<ReadValuesInput, ReadRows>('indicators.read');
