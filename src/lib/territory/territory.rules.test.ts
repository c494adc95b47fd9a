import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isDepartmentCode, normaliseSearch } from './territory.rules.ts';

describe('code of a département', () => {
	test.each(['01', '19', '2A', '2B', '21', '64', '69', '69M', '95', '971', '976', '978', '987', '988'])(
		'%s may have a committee',
		(code) => expect(isDepartmentCode(code)).toBe(true),
	);
	test.each([
		'',
		'0',
		'00',
		'1',
		'20',
		'2a',
		'2C',
		'96',
		'69m',
		'970',
		'979',
		'984',
		'989',
		'064',
		'64 ',
		'plan',
	])('« %s » may not', (code) => expect(isDepartmentCode(code)).toBe(false));
});

describe('what a search compares', () => {
	test.each([
		['Mauléon-Licharre', 'mauleon licharre'],
		["L'Île-d'Yeu", 'l ile d yeu'],
		['St-Jean-de-Luz', 'saint jean de luz'],
		['Ste Marie', 'sainte marie'],
		['  ŒUILLY ', 'oeuilly'],
		['Estang', 'estang'],
		['64130', '64130'],
		["constructor '%_\\", 'constructor'],
	])('« %s » becomes « %s »', (text, expected) => expect(normaliseSearch(text)).toBe(expected));

	test('is stable, and never holds a sign of a LIKE pattern', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (text) => {
				const once = normaliseSearch(text);
				expect(once).toMatch(/^[a-z0-9 ]*$/);
				expect(normaliseSearch(once)).toBe(once);
			}),
		);
	});
});
