import { expect, test } from 'vitest';
import { gridForm } from './grid.input.ts';
import { heldText } from './grid.rules.ts';

const ID = '01900000-0000-7000-8000-000000000001';
const cell = (
	place: string,
	text: string,
	more: { state?: string; held?: Parameters<typeof heldText>[0] } = {},
): Record<string, string> => ({
	[`t ${place}`]: text,
	[`s ${place}`]: more.state ?? more.held?.state ?? 'provisional',
	[`h ${place}`]: more.held === undefined ? '' : heldText(more.held),
});
const held = { id: ID, state: 'provisional', text: '63,5' } as const;

test('only the cells that changed are asked for, each with the value that it corrects', () => {
	const parsed = gridForm.parse({
		...cell('I5.2 2026-T1', ''),
		...cell('I5.2 2026-T2', '63,5', { held }),
		...cell('I5.2 2026-T3', '64', { held }),
		...cell('I5.5 2026-T3', '63,5', { held, state: 'validated' }),
		...cell('L3 2026-09', ' 1 640 '),
		...cell('I10.1 2026', 'oui'),
	});
	expect(parsed).toMatchObject([
		{ code: 'I5.2', period: '2026-T3', value: 64, state: 'provisional', replaces: ID },
		{ code: 'I5.5', period: '2026-T3', value: 63.5, state: 'validated', replaces: ID },
		{ code: 'L3', period: '2026-09', value: 1640, replaces: null },
		{ code: 'I10.1', period: '2026', value: 1 },
	]);
});

test.each([
	['a value emptied', cell('I5.2 2026-T3', '', { held }), 'I5.2 2026-T3'],
	['a word', cell('I1.3 2026', 'n. c.'), 'I1.3 2026'],
	['a period that is none', cell('I5.2 2026-T9', '3'), 'I5.2 2026-T9'],
	['an indicator that is none', cell('X1 2026', '3'), 'X1 2026'],
	['a state that is none', cell('I5.2 2026-T3', '3', { state: 'sure' }), 'I5.2 2026-T3'],
	[
		'a held value that is none',
		{ ...cell('I5.2 2026-T3', '3'), 'h I5.2 2026-T3': 'x|provisional|3' },
		'I5.2 2026-T3',
	],
	['a field of something else', { ...cell('I5.2 2026-T3', '3'), other: '1' }, undefined],
])('%s is refused at its cell', (_what, form, place) => {
	const parsed = gridForm.safeParse(form);
	expect(parsed.success).toBe(false);
	expect(parsed.error?.issues[0]?.path[0]).toBe(place);
});
