import { describe, expect, it } from 'vitest';
import { formatEuros, formatNumber, parseEurosText, parseNumberText } from './number-text.ts';

describe('numbers', () => {
	it('writes thousands with U+00A0, which the fonts have', () => {
		expect(formatNumber(1640)).toBe('1\u00a0640');
		expect(formatNumber(11.42)).toBe('11,4');
	});

	it('reads a comma or a point', () => {
		expect(parseNumberText('1 640,5')).toEqual({ ok: true, value: 1640.5 });
		expect(parseNumberText('63.5')).toEqual({ ok: true, value: 63.5 });
		expect(parseNumberText('soixante')).toMatchObject({ ok: false });
	});
});

describe('money', () => {
	it.each([
		['12 000', 1_200_000],
		['12\u00a0000,50 €', 1_200_050],
		['0,07', 7],
		['19,99', 1999],
	])('reads %s as cents', (text, value) => {
		expect(parseEurosText(text)).toEqual({ ok: true, value });
	});

	it.each(['', '-5', '1,234', '12k', '99999999999999999'])('refuses %s', (text) => {
		expect(parseEurosText(text)).toMatchObject({ ok: false });
	});

	it('shows cents only when there are some', () => {
		expect(formatEuros(1_200_000)).toBe('12\u00a0000\u00a0€');
		expect(formatEuros(1_200_050)).toBe('12\u00a0000,50\u00a0€');
	});
});
