import { describe, expect, test } from 'vitest';
import { budgetInWords, countInWords, dueInWords, titleInWords, valueInWords } from './action.words.ts';

const nameOf = (id: string): string => `organisation ${id}`;

describe('words of an action', () => {
	test('what is missing is said, not left blank', () => {
		expect(dueInWords(null)).toBe('à fixer');
		expect(budgetInWords(null)).toBe('–');
		expect(titleInWords('  ')).toBe('Action sans titre');
		expect(countInWords(0)).toBe('0 action');
		expect(countInWords(14)).toBe('14 actions');
	});

	test.each([
		['title', 'Tenir le registre', 'Tenir le registre'],
		['title', '', 'vide'],
		['objective', 'x'.repeat(80), `${'x'.repeat(60)}…`],
		['status', 'at-risk', 'À surveiller'],
		['dueOn', null, 'vide'],
		['dueOn', '2027-03-31', '31 mars 2027'],
		['progress', 40, '40 %'],
		['budgetCents', 1_200_000, '12 000 €'],
		['leadOrganisationId', 'a', 'organisation a'],
	] as const)('the value of %s is quoted as people read it', (field, value, words) => {
		// Which space stands in a date is the calendar's business.
		expect(valueInWords({ field, value }, nameOf).replaceAll('\u00a0', ' ')).toBe(words);
	});
});
