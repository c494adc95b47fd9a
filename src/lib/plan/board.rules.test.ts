import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACTION_STATUSES } from './action.rules.ts';
import { cardBeside, columnBeside } from './board.rules.ts';

describe('columns', () => {
	test.each([
		['proposed', 1, 'on-track'],
		['proposed', -1, 'proposed'],
		['done', 1, 'done'],
		['late', -1, 'at-risk'],
	] as const)('beside %s by %i is %s', (status, by, expected) => {
		expect(columnBeside(status, by)).toBe(expected);
	});
});

describe('arrows', () => {
	const columns = [['a', 'b', 'c'], [], ['d'], [], ['e', 'f']];
	test.each([
		['a', 'ArrowDown', 'b'],
		['a', 'ArrowUp', null],
		['c', 'ArrowDown', null],
		['c', 'ArrowRight', 'd'],
		['d', 'ArrowRight', 'e'],
		['f', 'ArrowLeft', 'd'],
		['a', 'ArrowLeft', null],
		['f', 'ArrowRight', null],
		['x', 'ArrowRight', null],
	] as const)('%s %s leads to %s', (from, key, expected) => {
		expect(cardBeside(columns, from, key)).toBe(expected);
	});

	test('whatever the board, right then left comes back to the same column', () => {
		const board = fc
			.array(fc.nat(4), { minLength: ACTION_STATUSES.length, maxLength: ACTION_STATUSES.length })
			.map((sizes) =>
				sizes.map((size, column) => Array.from({ length: size }, (_, index) => `${column}-${index}`)),
			);
		fc.assert(
			fc.property(board, fc.nat(), (made, seed) => {
				const all = made.flat();
				const from = all[seed % Math.max(1, all.length)];
				if (from === undefined) return;
				const right = cardBeside(made, from, 'ArrowRight');
				if (right === null) return;
				expect(cardBeside(made, right, 'ArrowLeft')?.split('-')[0]).toBe(from.split('-')[0]);
			}),
		);
	});
});
