import { cleanText } from '#lib/documents/portable.content.ts';
import { formulaSafe } from '#lib/plan/plan-cell.rules.ts';
import type { Dossier } from './dossier.ts';
import type { DossierTable, TableCell } from './dossier.table.rules.ts';

/** Path of the csv file of a table, inside an archive. */
export const csvPath = ({ name }: Pick<DossierTable, 'name'>): string => `donnees/${name}.csv`;

/** A table as RFC 4180 says: commas, CRLF, quotes where they are needed; no text begins as a formula does. */
export function csvText({ fields, rows }: DossierTable): string {
	const lines = [fields.map(({ name }) => name), ...rows.map((row) => row.map(cellText))];
	return lines.map((line) => `${line.map(quoted).join(',')}\r\n`).join('');
}

function cellText(cell: TableCell): string {
	if (cell === null) return '';
	return typeof cell === 'string' ? formulaSafe(cleanText(cell)) : String(cell);
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The schema of the csv files, as a Data Package describes them. */
export function dataPackage(dossier: Dossier, tables: readonly DossierTable[]): object {
	return {
		$schema: 'https://datapackage.org/profiles/1.0/datapackage.json',
		name: `dossier-evaluation-${dossier.department.code.toLowerCase()}`,
		title: `Dossier d’évaluation, ${dossier.department.name}`,
		created: dossier.preparedAt,
		resources: tables.map((table) => ({
			...{ name: table.name, path: csvPath(table), title: table.title, description: table.description },
			...{ profile: 'tabular-data-resource', encoding: 'utf-8', format: 'csv', mediatype: 'text/csv' },
			dialect: { delimiter: ',', lineTerminator: '\r\n', header: true },
			schema: {
				fields: table.fields.map(({ width: _width, ...field }) => field),
				missingValues: [''],
				...(table.key.length === 0 ? {} : { primaryKey: table.key }),
			},
		})),
	};
}
