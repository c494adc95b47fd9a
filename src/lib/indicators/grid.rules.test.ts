import { describe, expect, test } from 'vitest';
import {
	cellAfter,
	moveOf,
	previewPaste,
	readCell,
	readClipboard,
	typedValue,
	type Caret,
} from './grid.rules.ts';

test.each([
	['63,5', '%', 63.5],
	['63 %', '%', 63],
	['1 640', 'nombre', 1640],
	['1\u202f640', 'nombre', 1640],
	['-2', 'nombre', -2],
	['0', '%', 0],
	['Oui', 'oui/non', 1],
	['n', 'oui/non', 0],
])('« %s » in %s is read as %s', (typed, unit, value) => {
	expect(readCell(typed, unit)).toEqual({ ok: true, value });
});

test.each([
	['', '%', 'Écrivez un nombre, par exemple 63 ou 63,5.'],
	['63 %', 'jours', 'Écrivez un nombre, par exemple 63 ou 63,5.'],
	['1e9', 'nombre', 'Écrivez un nombre, par exemple 63 ou 63,5.'],
	['12345678901234', 'nombre', 'Ce nombre est trop grand.'],
	['peut-être', 'oui/non', 'Écrivez oui ou non.'],
])('« %s » in %s is refused with a sentence', (typed, unit, message) => {
	expect(readCell(typed, unit)).toEqual({ ok: false, message });
});

test('what is typed is what was kept: nothing is rounded on the way', () => {
	for (const value of [0, 63.456, 0.1, -12, 1640]) {
		expect(readCell(typedValue(value, '%'), '%')).toEqual({ ok: true, value });
	}
	expect(typedValue(0, 'oui/non')).toBe('non');
});

describe('keys', () => {
	const whole: Caret = { start: 0, end: 2, length: 2, isOpen: false };
	const inside: Caret = { start: 1, end: 1, length: 2, isOpen: false };
	const atEnd: Caret = { start: 2, end: 2, length: 2, isOpen: false };
	const none = { shiftKey: false, ctrlKey: false, metaKey: false };
	test.each([
		['Enter', {}, inside, 'down'],
		['Enter', { shiftKey: true }, inside, 'up'],
		['Enter', { ctrlKey: true }, inside, 'save'],
		['Escape', {}, inside, 'cancel'],
		['ArrowUp', {}, inside, 'up'],
		['ArrowLeft', {}, whole, 'left'],
		['ArrowLeft', {}, inside, null],
		['ArrowLeft', {}, atEnd, null],
		['ArrowRight', {}, atEnd, 'right'],
		['ArrowRight', {}, { ...whole, isOpen: true }, null],
		['ArrowRight', { shiftKey: true }, whole, null],
		['ArrowRight', {}, { start: 0, end: 0, length: 0, isOpen: false }, 'right'],
		['Tab', {}, whole, null],
		['ArrowDown', { ctrlKey: true }, whole, null],
		['6', {}, whole, null],
	] as const)('%s %o', (key, held, caret, move) => {
		expect(moveOf({ key, ...none, ...held }, caret)).toBe(move);
	});

	test('a move stops at the edge', () => {
		const size = { rows: 2, columns: 2 };
		expect(cellAfter({ row: 0, column: 0 }, 'up', size)).toEqual({ row: 0, column: 0 });
		expect(cellAfter({ row: 1, column: 1 }, 'down', size)).toEqual({ row: 1, column: 1 });
		expect(cellAfter({ row: 0, column: 0 }, 'right', size)).toEqual({ row: 0, column: 1 });
	});
});

test.each([
	[
		'12\t13\r\n14\t15\r\n',
		[
			['12', '13'],
			['14', '15'],
		],
	],
	['12', [['12']]],
	['"a\nb"\t"dit ""oui"""\n3', [['a\nb', 'dit "oui"'], ['3']]],
	['1\n\n2\n\n', [['1'], [''], ['2']]],
	['"1\t2', [['"1', '2']]],
	['\t5', [['', '5']]],
	['5" de pluie\t6', [['5" de pluie', '6']]],
	['', []],
])('a clipboard %j is rows of cells', (text, rows) => {
	expect(readClipboard(text)).toEqual(rows);
});

describe('pasting', () => {
	const grid = {
		rows: [
			{ code: 'I5.2', name: 'Réponses', unit: '%', isComputed: false },
			{ code: 'I9.3', name: 'Actions à temps', unit: '%', isComputed: true },
		],
		columns: [
			{ key: '2026-T2', label: '2e trimestre 2026' },
			{ key: '2026-T3', label: '3e trimestre 2026' },
		],
		textOf: (code: string, period: string) => (code === 'I5.2' && period === '2026-T2' ? '50' : ''),
		valueBefore: (code: string, period: string) => (code === 'I5.2' && period === '2026-T3' ? 50 : null),
	};

	test('says what it writes, what it leaves, and why it refuses the rest', () => {
		const block = [['50', '630', '1'], ['12', ''], ['7']];
		const preview = previewPaste(block, { row: 0, column: 0 }, grid);
		expect(preview.same).toBe(1);
		expect(preview.written).toEqual([
			expect.objectContaining({ code: 'I5.2', period: '2026-T3', before: '', after: '630', isFar: true }),
		]);
		expect(preview.refused.map(({ where, reason }) => [where, reason])).toEqual([
			['ligne 1, colonne 3 de ce que vous collez', 'Hors de la grille\u00a0: il n’y a pas de case ici.'],
			['Actions à temps, 2e trimestre 2026', 'Terrimed calcule cette valeur\u00a0: elle ne se saisit pas.'],
			['ligne 3, colonne 1 de ce que vous collez', 'Hors de la grille\u00a0: il n’y a pas de case ici.'],
		]);
	});

	test('what is no number is refused, and a cell left empty in the block changes nothing', () => {
		const preview = previewPaste([['', 'n. c.']], { row: 0, column: 0 }, grid);
		expect(preview.written).toEqual([]);
		expect(preview.refused).toEqual([
			{
				where: 'Réponses, 3e trimestre 2026',
				text: 'n. c.',
				reason: 'Écrivez un nombre, par exemple 63 ou 63,5.',
			},
		]);
	});

	test('a flood is cut, and said', () => {
		const block = [Array.from({ length: 500 }, () => '1')];
		const { refused } = previewPaste(block, { row: 0, column: 0 }, grid);
		expect(refused.at(-1)).toMatchObject({ text: '100 cases de plus' });
	});
});
