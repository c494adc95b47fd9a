import { describe, expect, test } from 'vitest';
import { readPeriodText } from './period-text.rules.ts';
import { readValueTable, type ImportedIndicator } from './value-table.rules.ts';

test.each([
	['2026-T3', '2026-T3'],
	['T3 2026', '2026-T3'],
	['3e trimestre 2026', '2026-T3'],
	['1er trim. 2026', '2026-T1'],
	['2026 S2', '2026-S2'],
	['2e semestre 2026', '2026-S2'],
	['sept. 2026', '2026-09'],
	['Février 2024', '2024-02'],
	['juil. 2026', '2026-07'],
	['09/2026', '2026-09'],
	['2026-09-01', '2026-09'],
	['01/09/2026', '2026-09'],
	['2026', '2026'],
	['Année 2026', '2026'],
])('« %s » is %s', (text, key) => {
	expect(readPeriodText(text)?.key).toBe(key);
});

test.each(['', 'Valeur', 'T5 2026', '13/2026', '15/09/2026', 'trimestre', '2026-T3-2', 'marcher 12'])(
	'« %s » is no period',
	(text) => {
		expect(readPeriodText(text)).toBeNull();
	},
);

const indicators: ImportedIndicator[] = [
	{
		...{ code: 'I5.2', name: 'Réponses à l’enquête seniors', unit: '%', frequency: 'quarterly' },
		isComputed: false,
		values: [
			{ id: 'a', period: '2026-T1', value: 50, state: 'validated' },
			{ id: 'b', period: '2026-T2', value: 63, state: 'provisional' },
		],
	},
	{ code: 'I9.3', name: 'À temps', unit: '%', frequency: 'quarterly', isComputed: true, values: [] },
];
const known = { indicators, today: '2026-11-22' };
const rows = (...cells: string[][]) => cells.map((row, index) => ({ line: index + 2, cells: row }));

describe('a file of values', () => {
	test('one value a row: written, corrected, left, refused with its line', () => {
		const table = readValueTable(
			['Code', 'Période', 'Valeur', 'État', 'Commentaire'],
			rows(
				['I5.2', 'T3 2026', '64,5', 'validée', 'Relance'],
				['i5.2', '2026-T2', '63', '', ''],
				['Réponses a l’enquete seniors', '2026-T1', '51', '', ''],
				['I5.2', '2026-T3', '65', '', ''],
				['I5.2', '2027-T1', '65', '', ''],
				['I5.2', '2026', '65', '', ''],
				['I5.2', '2025-T4', 'beaucoup', '', ''],
				['I5.2', '2025-T3', '4', 'peut-être', ''],
				['I9.3', '2026-T3', '4', '', ''],
				['Z1', '2026-T3', '4', '', ''],
				['I5.2', '2025-T2', '', '', ''],
			),
			known,
		);
		expect(table?.written).toMatchObject([
			{ line: 2, period: '2026-T3', value: 64.5, state: 'validated', comment: 'Relance', replaces: null },
			{ line: 4, period: '2026-T1', value: 51, state: 'validated', before: '50', replaces: 'a' },
		]);
		expect(table?.same).toBe(1);
		expect(table?.refused.map(({ line, reason }) => [line, reason])).toEqual([
			[5, 'Le fichier donne deux fois cette valeur.'],
			[6, 'Cette période n’a pas encore commencé.'],
			[7, 'Cet indicateur se saisit par trimestre.'],
			[8, 'Écrivez un nombre, par exemple 63 ou 63,5.'],
			[9, 'Écrivez «\u00a0provisoire\u00a0» ou «\u00a0validée\u00a0».'],
			[10, 'Terrimed calcule cet indicateur\u00a0: il ne se saisit pas.'],
			[11, 'Cet indicateur n’est pas dans la liste du comité.'],
		]);
	});

	test('the same value, now validated, is a change', () => {
		const table = readValueTable(
			['Indicateur', 'Période', 'Valeur', 'État'],
			rows(['I5.2', '2026-T2', '63', 'validée']),
			known,
		);
		expect(table?.written).toMatchObject([{ replaces: 'b', state: 'validated', before: '63', after: '63' }]);
	});

	test('periods in columns, as a spreadsheet keeps them', () => {
		const table = readValueTable(
			['Indicateur', 'Unité', 'T2 2026', 'T3 2026'],
			rows(['I5.2', '%', '63', '640'], ['', '', '1', '']),
			known,
		);
		expect(table).toMatchObject({ same: 1, written: [{ period: '2026-T3', value: 640, isFar: true }] });
		expect(table?.refused).toHaveLength(1);
	});

	test('a file of something else is none', () => {
		expect(readValueTable(['Nom', 'Prénom'], rows(['Oli', 'Anne']), known)).toBeNull();
	});
});
