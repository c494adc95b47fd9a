import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	SLOW_AFTER_MS,
	initialSaveState,
	nextSaveState,
	nextViewChange,
	pendingEdits,
	viewOf,
	type SaveEvent,
	type SaveState,
} from './save-state.ts';

const OPEN: SaveEvent[] = [{ type: 'opened' }, { type: 'sent-full', brings: false, at: 0 }];
const edit = (at = 0): SaveEvent[] => [{ type: 'edited', at }, { type: 'sent-update' }];
const ack = (count: number, at = 0): SaveEvent => ({ type: 'acknowledged', count, at });

function after(events: SaveEvent[], access: 'read' | 'write' = 'write'): SaveState {
	return events.reduce(nextSaveState, initialSaveState(access));
}

/** What the page says after the events, at the time `now`. */
function says(events: SaveEvent[], now = 0): string {
	return viewOf(after(events), now).text;
}

describe('what the page says', () => {
	const lost: SaveEvent = { type: 'lost', at: 0 };
	const cases: [name: string, events: SaveEvent[], now: number, text: string][] = [
		['before the first connection', [], 0, 'Enregistrement…'],
		['connected, the server not yet given what it lacks', [{ type: 'opened' }], 0, 'Enregistrement…'],
		['connected, nothing written', OPEN, 0, 'Enregistré'],
		['written, not sent', [...OPEN, { type: 'edited', at: 0 }], 0, 'Enregistrement…'],
		['sent, not acknowledged', [...OPEN, ...edit()], 0, 'Enregistrement…'],
		['acknowledged', [...OPEN, ...edit(), ack(2)], 0, 'Enregistré'],
		['the step 2 alone acknowledged', [...OPEN, ...edit(), ack(1)], 0, 'Enregistrement…'],
		[
			'not acknowledged in time',
			[...OPEN, ...edit(), ...edit()],
			SLOW_AFTER_MS,
			'2 modifications en attente',
		],
		['one not acknowledged in time', [...OPEN, ...edit()], SLOW_AFTER_MS, '1 modification en attente'],
		['just before', [...OPEN, ...edit()], SLOW_AFTER_MS - 1, 'Enregistrement…'],
		['offline, nothing written', [...OPEN, lost], 0, 'Hors ligne\u00a0: gardé sur cet appareil'],
		[
			'offline, written',
			[...OPEN, lost, { type: 'edited', at: 0 }],
			9e9,
			'Hors ligne\u00a0: gardé sur cet appareil',
		],
		[
			'offline, storage refused',
			[{ type: 'storage', kept: false }, lost, { type: 'edited', at: 0 }],
			0,
			'1 modification en attente',
		],
		[
			'back, not yet synchronized',
			[...OPEN, lost, { type: 'edited', at: 0 }, { type: 'opened' }],
			0,
			'Enregistrement…',
		],
		[
			'an answer of the lost connection does not count',
			[...OPEN, ...edit(), lost, { type: 'opened' }, ack(2)],
			0,
			'Enregistrement…',
		],
		[
			'closed for good',
			[...OPEN, ...edit(), { type: 'stopped', at: 0 }],
			0,
			'Hors ligne\u00a0: gardé sur cet appareil',
		],
		[
			'edits of an earlier visit',
			[{ type: 'restored', count: 3, at: 0 }, ...OPEN],
			SLOW_AFTER_MS,
			'3 modifications en attente',
		],
		[
			'edits of an earlier visit, sent and acknowledged',
			[{ type: 'restored', count: 3, at: 0 }, ...OPEN, ack(1)],
			0,
			'Enregistré',
		],
		[
			'edits that the device forgot to count',
			[{ type: 'opened' }, { type: 'sent-full', brings: true, at: 0 }],
			0,
			'Enregistrement…',
		],
	];
	test.each(cases)('%s', (_name, events, now, text) => expect(says(events, now)).toBe(text));

	test('an update acknowledged before the step 2 that brings older edits saves nothing', () => {
		const events: SaveEvent[] = [{ type: 'edited', at: 0 }, { type: 'opened' }, ...edit(1)];
		expect(pendingEdits(after([...events, ack(1)]))).toBe(2);
		const full: SaveEvent = { type: 'sent-full', brings: true, at: 2 };
		expect(pendingEdits(after([...events, ack(1), full]))).toBe(2);
		expect(pendingEdits(after([...events, ack(1), full, ack(2)]))).toBe(0);
	});

	test('a reader has nothing to save, whatever happens', () => {
		const state = after([...OPEN, ...edit(), { type: 'lost', at: 0 }], 'read');
		expect(pendingEdits(state)).toBe(0);
		expect(viewOf(state, 9e9).text).toBe('Lecture seule');
	});

	test('the slow notice counts from the oldest edit still waiting', () => {
		const state = after([...OPEN, ...edit(0), ...edit(3_000), ack(2, 3_500)]);
		expect(viewOf(state, SLOW_AFTER_MS).text).toBe('Enregistrement…');
		expect(nextViewChange(state, 3_500)).toBe(3_500 + SLOW_AFTER_MS);
		expect(viewOf(state, 3_500 + SLOW_AFTER_MS).text).toBe('1 modification en attente');
	});
});

/** A server and a line that may break at any time: what is true is known, and compared with what the page says. */
describe('law: « Enregistré » is never said while an edit is not durable', () => {
	type Step = 'edit' | 'commit' | 'answer' | 'cut' | 'connect' | 'step2';
	const step = fc.constantFrom<Step>('edit', 'edit', 'commit', 'answer', 'cut', 'connect', 'step2');

	test('over random lives of a page', () => {
		fc.assert(
			fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
				let state = initialSaveState('write');
				const written = new Set<number>();
				const durable = new Set<number>();
				let line: { frames: number[][]; committed: number } | null = null;
				const feed = (event: SaveEvent): void => {
					state = nextSaveState(state, event);
				};
				for (const at of steps) {
					if (at === 'edit') {
						const id = written.size;
						written.add(id);
						feed({ type: 'edited', at: 0 });
						if (line !== null) {
							line.frames.push([id]);
							feed({ type: 'sent-update' });
						}
					} else if (at === 'connect' && line === null) {
						line = { frames: [], committed: 0 };
						feed({ type: 'opened' });
					} else if (at === 'step2' && line !== null) {
						line.frames.push([...written]);
						feed({ type: 'sent-full', brings: [...written].some((id) => !durable.has(id)), at: 0 });
					} else if (at === 'commit' && line !== null && line.committed < line.frames.length) {
						for (const id of line.frames[line.committed] ?? []) durable.add(id);
						line.committed += 1;
					} else if (at === 'answer' && line !== null) {
						feed({ type: 'acknowledged', count: line.committed, at: 0 });
					} else if (at === 'cut' && line !== null) {
						line = null;
						feed({ type: 'lost', at: 0 });
					}
					const missing = [...written].filter((id) => !durable.has(id)).length;
					if (viewOf(state, 0).text === 'Enregistré') expect(missing).toBe(0);
					expect(pendingEdits(state)).toBeGreaterThanOrEqual(missing);
				}
			}),
			{ numRuns: 2_000 },
		);
	});
});
