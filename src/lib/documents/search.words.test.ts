import { expect, test } from 'vitest';
import type { SearchResults } from './search.rules.ts';
import { countedSentence } from './search.words.ts';

const results = (documents: number, reach: SearchResults['reach']): SearchResults => ({
	reach,
	documents: Array.from({ length: documents }, () => ({}) as SearchResults['documents'][number]),
	organisations: [],
});

test.each([
	[0, 'all', 'Rien ne porte «\u00a0garde nuit\u00a0».'],
	[1, 'all', '1 document porte «\u00a0garde nuit\u00a0».'],
	[2, 'all', '2 documents portent «\u00a0garde nuit\u00a0».'],
	[
		1,
		'some',
		'Aucun passage ne porte tous les mots de «\u00a0garde nuit\u00a0». 1 document en porte une partie.',
	],
	[
		3,
		'some',
		'Aucun passage ne porte tous les mots de «\u00a0garde nuit\u00a0». 3 documents en portent une partie.',
	],
] as const)('%i found, %s of the words', (count, reach, said) => {
	expect(countedSentence(results(count, reach), 'garde nuit')).toBe(said);
});
