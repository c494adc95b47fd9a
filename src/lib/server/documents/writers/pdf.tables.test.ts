import PDFDocument from 'pdfkit';
import { beforeAll, expect, test } from 'vitest';
import type { Cell } from '#lib/documents/portable.content.ts';
import type { Column } from './pdf.column.ts';
import { registerFonts } from './pdf.fonts.ts';
import type { Structure } from './pdf.ink.ts';
import { Layout } from './pdf.pieces.ts';

let layout: Layout;
let column: Column;

beforeAll(async () => {
	const doc = new PDFDocument({ size: 'A4', margin: 0, autoFirstPage: true });
	await registerFonts(doc);
	layout = new Layout(doc, 700);
	column = { x: 60, width: 400, parent: doc.struct('Document') as Structure, size: 10 };
});

const cell = (text: string, header = false): Cell => ({
	...{ header, colspan: 1, rowspan: 1 },
	blocks: [{ kind: 'paragraph', runs: [{ text }] }],
});
const rows = (header: boolean): Cell[][] => [
	[cell('Action', header), cell('Statut', header)],
	...Array.from({ length: 3 }, (_, index) => [cell(`Action ${index}`), cell('En retard')]),
];

test('the titles of a table stay with its first row and come again above each of the others', () => {
	const pieces = layout.blocks([{ kind: 'table', rows: rows(true) }], column);
	expect(pieces.map(({ keepsNext, head }) => [keepsNext === true, head !== undefined])).toEqual([
		...[
			[true, false],
			[false, true],
			[false, true],
			[false, true],
		],
	]);
	expect(pieces[1]?.head?.height).toBe(pieces[0]?.height);
});

test('a table without titles repeats nothing', () => {
	const pieces = layout.blocks([{ kind: 'table', rows: rows(false) }], column);
	expect(pieces.every(({ head, keepsNext }) => head === undefined && keepsNext !== true)).toBe(true);
});

test('columns have the widths that are asked for: a narrow one has more lines', () => {
	const long = [
		[cell('Titre', true), cell('Texte', true)],
		[cell('Un'), cell('Un texte assez long '.repeat(6))],
	];
	const heights = [
		[1, 9],
		[9, 1],
	].map((widths) => layout.blocks([{ kind: 'sheet', rows: long, widths }], column).at(-1)?.height ?? 0);
	expect(heights[1]).toBeGreaterThan((heights[0] ?? 0) * 3);
});

test('what stays together keeps what follows, but for the last', () => {
	const paragraph = { kind: 'paragraph' as const, runs: [{ text: 'Court.' }] };
	const pieces = layout.blocks([{ kind: 'together', blocks: [paragraph, paragraph, paragraph] }], column);
	expect(pieces.map(({ keepsNext }) => keepsNext === true)).toEqual([true, true, false]);
});
