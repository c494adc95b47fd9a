import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hrefFromTyped, safeHref } from './link.rules.ts';

test.each([
	['exemple.fr', 'https://exemple.fr/'],
	[' www.exemple.fr/page ', 'https://www.exemple.fr/page'],
	['exemple.fr:8080/x', 'https://exemple.fr:8080/x'],
	['nom@exemple.fr', 'mailto:nom@exemple.fr'],
	['mailto:nom@exemple.fr', 'mailto:nom@exemple.fr'],
	['http://exemple.fr', 'http://exemple.fr/'],
	['javascript:alert(1)', null],
	['data:text/html,x', null],
	['bonjour', null],
	['', null],
])('typed %j gives %j', (typed, href) => expect(hrefFromTyped(typed)).toBe(href));

test('nothing but http, https and mailto ever comes out, whatever comes in', () => {
	const scheme = fc.constantFrom('javascript', 'data', 'vbscript', 'file', 'https', 'mailto', 'JAVASCRIPT');
	const noise = fc.string({ unit: fc.constantFrom('\t', '\n', '\u0000', ' ', '\u200b', '\u00ad', '') });
	const href = fc
		.tuple(noise, scheme, noise, fc.constantFrom(':', '\u0000:', '&colon;'), fc.string())
		.map((parts) => parts.join(''));
	fc.assert(
		fc.property(fc.oneof(href, fc.string(), fc.anything()), (value) => {
			const safe = safeHref(value);
			expect(safe === null || /^(https?:\/\/|mailto:)/.test(safe)).toBe(true);
		}),
		{ numRuns: 5_000 },
	);
});
