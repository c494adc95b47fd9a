import { describe, expect, it } from 'vitest';
import { CLOSE, CLOSE_REASONS, CLOSE_SENTENCES, closeSentence, isFinalClose } from './close-codes.ts';

describe('close codes', () => {
	it('CLOSE-1 to CLOSE-14 each has a reason that fits the frame and a French sentence', () => {
		for (const [name, code] of Object.entries(CLOSE)) {
			expect(Buffer.byteLength(CLOSE_REASONS[code]), name).toBeLessThanOrEqual(123);
			expect(closeSentence(code), name).toMatch(/\.$/);
			expect(CLOSE_SENTENCES[code]).not.toMatch(/ [;:?!]/);
		}
		expect(new Set(Object.values(CLOSE)).size).toBe(Object.keys(CLOSE).length);
		expect(closeSentence(1006)).toBeNull();
	});

	it('CLOSE-1 is final exactly where coming back cannot help', () => {
		const final = Object.entries(CLOSE)
			.filter(([, code]) => isFinalClose(code))
			.map(([name]) => name);
		expect(final).toEqual([
			'badFrame',
			'signedOut',
			'rightEnded',
			'notFound',
			'reloadNeeded',
			'removalHeld',
			'documentFull',
			'tooMuch',
		]);
	});
});
