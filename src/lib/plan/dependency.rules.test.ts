import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ActionStatus } from './action.rules.ts';
import {
	cyclesOf,
	delaysOf,
	reachableFrom,
	waitedBy,
	waitGraph,
	wouldMakeCycle,
	type WaitGraph,
} from './dependency.rules.ts';

const TODAY = '2026-11-21';

function graphOf(waits: Record<string, string[]>): WaitGraph {
	return new Map(Object.entries(waits));
}

/** Any graph of at most eight actions, rings included. */
const anyGraph = fc
	.array(fc.uniqueArray(fc.nat(7), { maxLength: 4 }), { minLength: 8, maxLength: 8 })
	.map((waits): WaitGraph => new Map(waits.map((on, id) => [String(id), on.map(String)])));

describe('rings', () => {
	test.each([
		['alone', { a: [] }, 'a', 'a', true],
		['two', { a: ['b'], b: [] }, 'b', 'a', true],
		['a line', { a: ['b'], b: ['c'], c: [] }, 'a', 'c', false],
		['a long ring', { a: ['b'], b: ['c'], c: [] }, 'c', 'a', true],
	])('%s', (_name, waits, id, on, expected) => {
		expect(wouldMakeCycle(graphOf(waits), { id, on })).toBe(expected);
	});

	test('two rings are told apart, with what only leads to them left out', () => {
		const graph = graphOf({ a: ['b'], b: ['a'], c: ['a'], d: ['d'], e: ['c', 'd'] });
		expect(cyclesOf(graph).map((ring) => [...ring].sort())).toEqual([['a', 'b'], ['d']]);
	});

	test('a wait is refused exactly when it would make a ring that was not there', () => {
		fc.assert(
			fc.property(anyGraph, fc.nat(7), fc.nat(7), (graph, left, right) => {
				const [id, on] = [String(left), String(right)];
				const added = new Map(graph).set(id, [...(graph.get(id) ?? []), on]);
				const refused = wouldMakeCycle(graph, { id, on });
				expect(cyclesOf(added).some((ring) => ring.has(id) && ring.has(on))).toBe(refused);
			}),
		);
	});

	test('accepting only what is not refused, no ring is ever made', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 60 }), (waits) => {
				const graph = new Map<string, string[]>();
				for (let id = 0; id < 10; id += 1) graph.set(String(id), []);
				for (const [left, right] of waits) {
					const wait = { id: String(left), on: String(right) };
					if (!wouldMakeCycle(graph, wait)) graph.get(wait.id)?.push(wait.on);
				}
				expect(cyclesOf(graph)).toEqual([]);
			}),
		);
	});

	test('who is in a ring is whoever reaches themselves, once', () => {
		fc.assert(
			fc.property(anyGraph, (graph) => {
				const inRings = cyclesOf(graph).flatMap((ring) => [...ring]);
				expect(new Set(inRings).size).toBe(inRings.length);
				const own = [...graph.keys()].filter((id) => reachableFrom(id, graph).has(id));
				expect(inRings.toSorted()).toEqual(own.toSorted());
			}),
		);
	});

	test('read backwards twice, the waits are what they were', () => {
		fc.assert(
			fc.property(anyGraph, (graph) => {
				const pairs = (one: WaitGraph): string[] =>
					[...one].flatMap(([id, on]) => on.map((to) => `${id} ${to}`)).sort();
				expect(pairs(waitedBy(waitedBy(graph)))).toEqual(pairs(graph));
			}),
		);
	});
});

describe('what is late holds back what waits', () => {
	function action(id: string, waitsFor: string[], status: ActionStatus = 'on-track', dueOn = '2027-06-30') {
		return { id, waitsFor, status, dueOn };
	}

	test.each([
		['past its due date', action('a', [], 'on-track', '2026-10-01')],
		['said late', action('a', [], 'late')],
	])('%s, down to the last that is not done', (_name, late) => {
		const { delays, delayedBy } = delaysOf(
			[late, action('b', ['a']), action('c', ['b']), action('d', ['a'], 'done'), action('e', [])],
			TODAY,
		);
		expect([...(delays.get('a') ?? [])].sort()).toEqual(['b', 'c']);
		expect(delayedBy.get('c')).toEqual(['a']);
		expect(delayedBy.has('d')).toBe(false);
		expect(delayedBy.has('e')).toBe(false);
	});

	test('an action that is gone holds back nothing', () => {
		expect(delaysOf([action('b', ['gone'])], TODAY).delayedBy.size).toBe(0);
		expect(waitGraph([action('b', ['gone'])]).get('b')).toEqual([]);
	});

	test('rings and all, it ends, and nobody holds back themselves', () => {
		fc.assert(
			fc.property(anyGraph, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), (graph, late) => {
				const actions = [...graph].map(([id, on]) =>
					action(id, [...on], late[Number(id)] ? 'late' : 'on-track'),
				);
				const { delays, delayedBy } = delaysOf(actions, TODAY);
				for (const [id, held] of delays) {
					expect(late[Number(id)]).toBe(true);
					expect(held).not.toContain(id);
					for (const one of held) expect(delayedBy.get(one)).toContain(id);
				}
			}),
		);
	});
});
