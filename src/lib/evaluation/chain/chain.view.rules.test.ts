import { describe, expect, test } from 'vitest';
import type { Gap } from './chain.rules.ts';
import type { Chain, ChainIndicator, ChainProposition } from './chain.rules.ts';
import { chainSentence, chainView, readGapFilter, type Mending } from './chain.view.rules.ts';
import { GAP_KINDS, type GapKind } from './gap.words.ts';
import { actionState, indicatorState } from '../../../../tests/support/chain-state.ts';

const gap = (kind: GapKind, type: Gap['subject']['type'], code: string): Gap => ({
	...{ kind, key: `${kind} ${code}`, proposition: 5, sentence: 'La phrase.' },
	subject: { type, code, name: code },
});
const indicator = (code: string, kinds: GapKind[], isComputed = false): ChainIndicator => ({
	state: indicatorState(code, isComputed ? { definition: { computation: 'actions-on-time' } } : {}),
	actions: [],
	gaps: kinds.map((kind) => gap(kind, 'indicator', code)),
});
const sound = indicator('I5.2', []);
const ownerless = indicator('I5.5', ['indicator-without-owner']);
const proposition: ChainProposition = {
	...{ number: 5, title: 'Retenir', gaps: [], suggested: [indicatorState('I5.7')] },
	actions: [
		{ state: actionState('5.1'), indicators: [sound, ownerless], gaps: [] },
		{ state: actionState('5.2'), indicators: [], gaps: [gap('action-without-indicator', 'action', '5.2')] },
		{ state: actionState('5.3'), indicators: [sound], gaps: [] },
	],
	apart: [],
	all: [gap('action-without-indicator', 'action', '5.2'), ...ownerless.gaps],
};
const chain: Chain = { propositions: [proposition], gaps: proposition.all };
const everything: Mending = { departmentCode: '64', isToday: true, mayPlan: true, mayIndicators: true };

test('the whole chain shows what is sound too, and says how much there is', () => {
	const view = chainView(chain, everything, null);
	expect(view.propositions[0]?.actions.map(({ number }) => number)).toEqual(['5.1', '5.2', '5.3']);
	expect(view.propositions[0]).toMatchObject({ actionCount: 3, indicatorCount: 2, gapCount: 2 });
	expect(view.propositions[0]?.suggested).toHaveLength(1);
	expect(chainSentence(view)).toBe('3 actions et 2 indicateurs suivis\u00a0: 2 maillons manquent.');
	expect(view.kinds).toEqual([
		{ kind: 'action-without-indicator', count: 1 },
		{ kind: 'indicator-without-owner', count: 1 },
	]);
});

test('the filter leaves the gaps and the way to them', () => {
	const told = (filter: Parameters<typeof chainView>[2]) =>
		chainView(chain, everything, filter).propositions.flatMap(({ actions }) =>
			actions.map(({ number, indicators }) => [number, ...indicators.map(({ code }) => code)]),
		);
	expect(told('all')).toEqual([['5.1', 'I5.5'], ['5.2']]);
	expect(told('indicator-without-owner')).toEqual([['5.1', 'I5.5']]);
	expect(chainView(chain, everything, 'value-stale').propositions).toEqual([]);
	expect(chainView(chain, everything, 'value-stale').gapCount).toBe(2);
});

describe('a gap leads to where it is mended', () => {
	const mendsOf = (mending: Mending) =>
		chainView(chain, mending, 'all').propositions.flatMap(({ actions }) =>
			actions.flatMap(({ gaps, indicators }) =>
				[...gaps, ...indicators.flatMap((one) => one.gaps)].map(({ mend }) => mend?.href ?? null),
			),
		);

	test('for whoever may, and on no other day than today', () => {
		expect(mendsOf(everything)).toEqual(['/64/indicateurs/I5.5/definition', '/64/plan/5-2']);
		expect(mendsOf({ ...everything, mayIndicators: false })).toEqual([null, '/64/plan/5-2']);
		expect(mendsOf({ ...everything, mayPlan: false })).toEqual(['/64/indicateurs/I5.5/definition', null]);
		expect(mendsOf({ ...everything, isToday: false })).toEqual([null, null]);
	});

	test('by a value only where somebody enters it', () => {
		const mendOf = (one: ChainIndicator) => {
			const apart: ChainProposition = { ...proposition, actions: [], apart: [one] };
			const [shown] = chainView({ propositions: [apart], gaps: [] }, everything, null).propositions;
			return shown?.apart[0]?.gaps[0]?.mend?.label;
		};
		expect(mendOf(indicator('I5.2', ['value-stale']))).toBe('Saisir une valeur');
		expect(mendOf(indicator('I5.2', ['value-stale'], true))).toBeUndefined();
		expect(mendOf(indicator('I5.2', ['indicator-without-owner'], true))).toBe('Compléter la définition');
	});

	test('each kind has somewhere, for whoever may do everything', () => {
		for (const kind of GAP_KINDS) {
			const one = indicator('I5.2', [kind]);
			const apart: ChainProposition = { ...proposition, actions: [], apart: [one] };
			const [shown] = chainView({ propositions: [apart], gaps: [] }, everything, null).propositions;
			expect(shown?.apart[0]?.gaps[0]?.mend, kind).not.toBeNull();
		}
	});
});

test.each([
	['tous', 'all'],
	['value-stale', 'value-stale'],
	['autre', null],
	[null, null],
])('%s in the address filters %s', (text, filter) => expect(readGapFilter(text)).toBe(filter));
