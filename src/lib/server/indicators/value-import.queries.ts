import { dayInFrance } from '#lib/committee/role.rules.ts';
import { TerrimedError } from '#lib/errors.ts';
import { MOST_IMPORTED, readValueTable, type ValueTable } from '#lib/indicators/value-table.rules.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import type { BroughtFile } from '../files/upload.ts';
import { listIndicators } from './indicator.queries.ts';
import { readValuesJob } from './value-file.jobs.ts';

/** The most that a file of values may weigh: two thousand rows are 200 kB. */
export const VALUES_BYTES = 2_097_152;

/** Answers whoever may bring values. @throws TerrimedError `not-found` */
export async function authorizeValueImport(context: Context, departmentCode: string): Promise<void> {
	await authorizeInSpace(context, 'indicator.write', departmentCode);
}

/**
 * What a file of values would change; writes nothing.
 * @throws TerrimedError `not-found` for whoever may not enter values, or when the file is none that can be read
 */
export async function previewValueImport(
	context: Context,
	departmentCode: string,
	file: BroughtFile,
): Promise<ValueTable> {
	const space = await authorizeInSpace(context, 'indicator.write', departmentCode);
	const read = await context.files.run(readValuesJob, { bytes: file.bytes, fileName: file.name });
	const [head, ...rows] = read;
	const listed = await listIndicators(context, space.departmentCode);
	const indicators = listed.map(({ code, definition, values }) => ({
		...{ code, values, name: definition.name, unit: definition.unit, frequency: definition.frequency },
		isComputed: definition.computation !== null,
	}));
	const today = dayInFrance(context.now());
	const table = head === undefined ? null : readValueTable(head.cells, rows, { indicators, today });
	if (table === null) {
		throw new TerrimedError(
			'invalid-input',
			'Ce fichier n’a ni les colonnes «\u00a0Indicateur\u00a0», «\u00a0Période\u00a0» et «\u00a0Valeur\u00a0», ni une colonne par période. Vérifiez sa première ligne.',
		);
	}
	if (table.written.length + table.refused.length > MOST_IMPORTED) {
		throw new TerrimedError(
			'file-unreasonable',
			'Ce fichier compte plus de 2\u00a0000 valeurs. Coupez-le en plusieurs.',
		);
	}
	return table;
}
