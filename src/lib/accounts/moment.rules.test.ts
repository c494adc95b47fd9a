import { expect, test } from 'vitest';
import { momentWords } from './moment.rules.ts';

test.each([
	['2026-11-22T10:05:00Z', '22 novembre 2026 à 11 h 05'],
	['2026-07-31T22:00:00Z', '1er août 2026 à 0 h 00'],
	['2026-12-31T23:59:00Z', '1er janvier 2027 à 0 h 59'],
])('%s is « %s »', (instant, words) => {
	expect(momentWords(new Date(instant)).replaceAll('\u00a0', ' ')).toBe(words);
});
