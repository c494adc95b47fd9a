import { expect, test } from 'vitest';
import { french } from './typography.ts';

test.each([
	["l'accès", 'l’accès'],
	["Conf' Santé", 'Conf’ Santé'],
	['706 564 habitants', '706\u00a0564 habitants'],
	['1 234 567 €', '1\u00a0234\u00a0567\u00a0€'],
	['« ici » : 42 % ; non ?', '«\u00a0ici\u00a0»\u00a0: 42\u00a0%\u00a0; non\u00a0?'],
	['en 2010, 39 690', 'en 2010, 39\u00a0690'],
	['https://exemple.test/a', 'https://exemple.test/a'],
])('%s', (typed, printed) => {
	expect(french(typed)).toBe(printed);
	expect(french(printed)).toBe(printed);
});
