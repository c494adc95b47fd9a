import { TerrimedError } from '#lib/errors.ts';
import { MOST_IMPORTED } from '#lib/indicators/value-table.rules.ts';
import { readRows } from '../registries/readers/rows.reader.ts';
import type { ReadRows, ReadValuesInput } from './value-file.jobs.ts';

/** Reads the rows of a file of values, csv or xlsx by what it is. @throws TerrimedError when it is neither, or holds too much */
export async function readValuesHandler({ bytes, fileName }: ReadValuesInput): Promise<ReadRows> {
	const read: ReadRows = [];
	const source = {
		name: fileName,
		size: bytes.byteLength,
		async *parts() {
			yield bytes;
		},
	};
	for await (const rows of readRows(source)) {
		read.push(...rows);
		if (read.length > MOST_IMPORTED + 1) throw tooManyRows();
	}
	return read;
}

const tooManyRows = (): TerrimedError =>
	new TerrimedError(
		'file-unreasonable',
		'Ce fichier compte plus de 2\u00a0000 lignes. Rien n’a été écrit. Coupez-le en plusieurs.',
	);
