import { expect, test } from 'vitest';
import { matchOptions } from './combobox.ts';
import { fold } from './fold.ts';

test.each([
	['ÉLÈVE', 'eleve'],
	['Cœur', 'coeur'],
	['Lætitia', 'laetitia'],
	['l’offre', "l'offre"],
	['e\u0301te\u0301', 'ete'],
	['plain ASCII 64', 'plain ascii 64'],
])('%s is compared as « %s »', (text, folded) => {
	expect(fold(text)).toBe(folded);
});

test('an option is found with either apostrophe, its ligature written out', () => {
	const option = { value: 'ca', label: 'Centre d’accueil du Sacré-Cœur' };
	for (const typed of ["d'accueil", 'd’accueil', 'sacre coeur'])
		expect(matchOptions([option], typed)).toEqual([option]);
});
