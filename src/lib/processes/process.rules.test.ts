import { describe, expect, it } from 'vitest';
import { perSecond, processState, SILENT_AFTER_MS } from './process.rules.ts';

const NOW = new Date('2026-11-22T10:00:00Z');
const ago = (milliseconds: number): Date => new Date(NOW.getTime() - milliseconds);

describe('the state of a process', () => {
	it.each([
		[0, true, 'running'],
		[0, null, 'running'],
		[0, false, 'alone'],
		[SILENT_AFTER_MS, true, 'running'],
		[SILENT_AFTER_MS + 1, true, 'silent'],
		[SILENT_AFTER_MS + 1, false, 'silent'],
		[-60_000, true, 'running'],
	] as const)('seen %i ms ago with a bus that is up: %s, is %s', (milliseconds, busUp, state) => {
		expect(processState({ lastSeenAt: ago(milliseconds), busUp }, NOW)).toBe(state);
	});
});

describe('how much per second', () => {
	it.each([
		[20, 10_000, 2],
		[0, 10_000, 0],
		[5, 0, 0],
		[-5, 10_000, 0],
	])('%i in %i ms is %d', (grown, milliseconds, expected) => {
		expect(perSecond(grown, milliseconds)).toBe(expected);
	});
});
