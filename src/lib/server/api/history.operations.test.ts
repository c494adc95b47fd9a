import { expect, test } from 'vitest';
import { getContentByApi, getHistoryByApi } from './history.operations.ts';

test.each([
	['2026-11-22', true],
	['2026-11-22T10:00:00.123456+01:00', true],
	['2026-02-30', false],
	['2026-13-01', false],
	['0000-01-01', false],
	['0000-01-01T00:00:00Z', false],
	['9999-12-31', false],
])('a program asks for the history since %s: %s', (at, isTaken) => {
	expect(getHistoryByApi.query?.safeParse({ from: at, to: at }).success).toBe(isTaken);
	expect(getContentByApi.query?.safeParse({ at }).success).toBe(isTaken);
});
