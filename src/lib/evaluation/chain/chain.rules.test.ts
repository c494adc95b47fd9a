import { describe, expect, test } from 'vitest';
import {
	actionState,
	indicatorState,
	valueState,
	type IndicatorDraft,
} from '../../../../tests/support/chain-state.ts';
import { chainOf, type Chain } from './chain.rules.ts';
import { countedGaps, GAP_KINDS } from './gap.words.ts';
import type { ActionState, IndicatorState, ObjectionState, SpaceState } from '../state/state.ts';

const objection = (changes: Partial<ObjectionState> = {}): ObjectionState => ({
	...{
		id: 'o1',
		code: 'I5.2',
		valueId: 'v1',
		period: '2026-T3',
		value: 12,
		reason: 'Trop',
		authorName: 'Claire',
	},
	...{ accountId: 'c1', createdAt: new Date('2026-10-31T23:30:00Z'), answer: null, ...changes },
});
const state = (changes: {
	actions?: ActionState[];
	indicators?: IndicatorState[];
	objections?: ObjectionState[];
	names?: Record<string, string>;
}): SpaceState => ({
	...{
		departmentCode: '64',
		at: new Date('2026-11-22T10:00:00Z'),
		day: '2026-11-22',
		documents: [],
		composition: [],
	},
	plan: { documentId: 'p', seq: 1, hash: '', actions: changes.actions ?? [] },
	...{
		indicators: changes.indicators ?? [],
		objections: changes.objections ?? [],
		names: changes.names ?? {},
	},
});
/** The gaps that are not « no action » of the nine other propositions. */
const kinds = (chain: Chain): string[] =>
	chain.gaps
		.filter(({ kind }) => kind !== 'proposition-without-action')
		.map(({ kind, subject }) => `${subject.code} ${kind}`);
const linked = actionState('5.1', { indicators: ['I5.2'] });

test('a whole chain has no gap but the propositions that nothing carries', () => {
	const chain = chainOf(state({ actions: [linked], indicators: [indicatorState('I5.2')] }));
	expect(kinds(chain)).toEqual([]);
	expect(chain.gaps).toHaveLength(9);
	expect(chain.propositions).toHaveLength(10);
	expect(chain.propositions[4]).toMatchObject({ number: 5, gaps: [], all: [], apart: [] });
	expect(chain.propositions[4]?.actions[0]?.indicators[0]).toMatchObject({ actions: ['5.1'], gaps: [] });
});

describe('an action', () => {
	test.each([
		['without indicator', { indicators: [] }, ['5.1 action-without-indicator']],
		[
			'of an indicator that is not there',
			{ indicators: ['L9'] },
			['5.1 action-of-unknown-indicator', '5.1 action-without-indicator'],
		],
		['that names one twice', { indicators: ['I5.2', 'I5.2'] }, []],
		['late without a word', { standing: 'late', dueOn: '2026-10-01' }, ['5.1 action-late-unexplained']],
		['late with an obstacle in words', { standing: 'late', obstacles: 'Pas de local' }, []],
		[
			'late with an obstacle of its list',
			{ standing: 'late', obstacleList: [{ id: 'x', text: 'Pas de local', answer: '', lifted: true }] },
			[],
		],
		[
			'late with an obstacle that says nothing',
			{ standing: 'late', obstacles: ' ', obstacleList: [{ id: 'x', text: ' ', answer: '', lifted: false }] },
			['5.1 action-late-unexplained'],
		],
		['to be watched', { standing: 'at-risk' }, []],
	] as [string, Partial<ActionState>, string[]][])('%s', (_, changes, expected) => {
		const chain = chainOf(
			state({
				actions: [{ ...linked, ...changes }],
				indicators: [indicatorState('I5.2', { definedAt: null, values: [valueState()] })],
			}),
		);
		expect(kinds(chain).filter((gap) => gap.startsWith('5.1'))).toEqual(expected);
	});
});

describe('an indicator', () => {
	test.each([
		['without owner', { ownerName: null }, ['indicator-without-owner']],
		['without source', { definition: { source: ' ' } }, ['indicator-without-source']],
		['without target', { definition: { targets: [] }, status: 'no-path' }, ['indicator-without-target']],
		['with an end and no way to it', { definition: { baseline: null } }, ['target-without-path']],
		[
			'with two targets and no baseline has a path between them',
			{
				definition: {
					baseline: null,
					targets: [
						{ on: '2026-12-31', value: 40 },
						{ on: '2027-12-31', value: 80 },
					],
				},
			},
			[],
		],
		['without value', { values: [], status: 'no-data' }, ['indicator-without-value']],
		['whose last value is too old', { status: 'stale' }, ['value-stale']],
		['late without a word', { status: 'off-path' }, ['indicator-late-unexplained']],
		['late with a comment', { status: 'off-path', values: [valueState({ comment: 'Enquête tardive' })] }, []],
		[
			'late whose comment is of an earlier value',
			{
				status: 'off-path',
				values: [valueState({ period: '2026-T2', comment: 'Enquête tardive' }), valueState()],
			},
			['indicator-late-unexplained'],
		],
		['to be watched', { status: 'at-risk' }, []],
	] as [string, IndicatorDraft, string[]][])('%s', (_, changes, expected) => {
		const chain = chainOf(state({ actions: [linked], indicators: [indicatorState('I5.2', changes)] }));
		expect(kinds(chain)).toEqual(expected.map((kind) => `I5.2 ${kind}`));
	});

	test('late is explained by an obstacle of an action that it measures', () => {
		const blocked = { ...linked, obstacles: 'Pas de local' };
		const late = indicatorState('I5.2', { status: 'off-path' });
		expect(kinds(chainOf(state({ actions: [blocked], indicators: [late] })))).toEqual([]);
	});

	test('that no action names stands apart; of the catalogue and untouched, it is a suggestion and no gap', () => {
		const untouched = indicatorState('I5.5', {
			definedAt: null,
			values: [],
			ownerName: null,
			status: 'no-data',
		});
		const chain = chainOf(
			state({ actions: [actionState('5.1')], indicators: [indicatorState('I5.2'), untouched] }),
		);
		expect(kinds(chain)).toEqual(['5.1 action-without-indicator', 'I5.2 indicator-without-action']);
		expect(chain.propositions[4]?.apart.map(({ state: { code } }) => code)).toEqual(['I5.2']);
		expect(chain.propositions[4]?.suggested.map(({ code }) => code)).toEqual(['I5.5']);
	});

	test('that actions of two propositions name is shown under both, and its gaps count once, in its own', () => {
		const chain = chainOf(
			state({
				actions: [linked, actionState('1.1', { indicators: ['I5.2'] })],
				indicators: [indicatorState('I5.2', { ownerName: null })],
			}),
		);
		expect(kinds(chain)).toEqual(['I5.2 indicator-without-owner']);
		expect(chain.propositions[0]?.actions[0]?.indicators[0]?.gaps).toHaveLength(1);
		expect([chain.propositions[0]?.all, chain.propositions[4]?.all.length]).toEqual([[], 1]);
	});

	test('each objection without answer is a gap of its own, with the day it was raised in France', () => {
		const answer = { text: 'Vérifié', authorName: 'Maïté', createdAt: new Date('2026-11-02T08:00:00Z') };
		const chain = chainOf(
			state({
				actions: [linked],
				indicators: [indicatorState('I5.2')],
				objections: [objection(), objection({ id: 'o2', answer }), objection({ id: 'o3' })],
			}),
		);
		expect(kinds(chain)).toEqual(['I5.2 objection-unanswered', 'I5.2 objection-unanswered']);
		expect(new Set(chain.gaps.map(({ key }) => key)).size).toBe(chain.gaps.length);
		expect(chain.propositions[4]?.all[0]?.sentence).toBe(
			'Valeur contestée le 1er novembre 2026, sans réponse.',
		);
	});
});

test('each kind of gap is said for one and for several', () => {
	for (const kind of GAP_KINDS) expect(countedGaps(kind, 1)).not.toBe(countedGaps(kind, 2).replace('2', '1'));
	expect(countedGaps('action-without-indicator', 3)).toBe('3 actions sans indicateur');
});
