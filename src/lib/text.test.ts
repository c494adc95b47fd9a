import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { oneLine, severalLines, storable } from './text.ts';

const NUL = '\0';
/** Texts with many of the characters that nobody sees. */
const text = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc.string({
		unit: fc.constantFrom(
			'a',
			' ',
			'\0',
			'\r',
			'\n',
			'\t',
			'\u200b',
			'\u202e',
			'\ud800',
			'\u0085',
			'👩',
			'\u200d',
		),
	}),
);

describe('a text of one line', () => {
	test.each([
		['PV\nétat: Adopté\r\n---', 'PV état: Adopté ---'],
		['  Réunion \t du 3\u2028mars ', 'Réunion du 3 mars'],
		[`a${NUL}b\u001f\u009f`, 'ab'],
		['soin\u00adgner\u200b\ufeff', 'soingner'],
		['\u202eetnairav\u2066', 'etnairav'],
		['👩\u200d👧', '👩\u200d👧'],
		['a\ud800b', 'a\ufffdb'],
		['deux  espaces,\u00a0une insécable', 'deux  espaces,\u00a0une insécable'],
	])('%j is kept as %j', (brought, kept) => expect(oneLine(brought)).toBe(kept));

	test.each(['\u200b', '\u200d\u200c', ' \u00a0\u2003', '\u3164', '\u2800', '\u0301', '\0', '\n', '\u115f'])(
		'%j, of which nothing is seen, is empty',
		(brought) => {
			expect(oneLine(brought)).toBe('');
			expect(severalLines(brought)).toBe('');
		},
	);

	test('has no control character, no half of a character, and does not change again', () => {
		fc.assert(
			fc.property(text, (brought) => {
				const kept = oneLine(brought);
				expect(kept).not.toMatch(/\p{Cc}/u);
				expect(kept.isWellFormed()).toBe(true);
				expect(oneLine(kept)).toBe(kept);
			}),
		);
	});

	test('is read in a time that grows with its length, whatever it is made of', () => {
		for (const piece of [' ', '\n', ' \n', '\u200b', '\0']) {
			const started = performance.now();
			oneLine(piece.repeat(500_000));
			severalLines(piece.repeat(500_000));
			expect(performance.now() - started).toBeLessThan(2_000);
		}
	});
});

describe('a text of several lines', () => {
	test.each([
		['un\r\ndeux\rtrois\u2028quatre\u0085cinq', 'un\ndeux\ntrois\nquatre\ncinq'],
		[' a\tb\n\n', 'a\tb'],
		[`a${NUL}b\u0007`, 'ab'],
		['a\udc00', 'a\ufffd'],
	])('%j is kept as %j', (brought, kept) => expect(severalLines(brought)).toBe(kept));

	test('has no control character but line breaks and tabulations, and does not change again', () => {
		fc.assert(
			fc.property(text, (brought) => {
				const kept = severalLines(brought);
				expect(kept.replaceAll(/[\n\t]/g, '')).not.toMatch(/\p{Cc}/u);
				expect(kept.isWellFormed()).toBe(true);
				expect(severalLines(kept)).toBe(kept);
			}),
		);
	});
});

test('a text to compare loses only what no database holds', () => {
	expect(storable(' a\r\n\u200b\0\ud800')).toBe(' a\r\n\u200b\ufffd');
});
