import { describe, expect, test } from 'vitest';
import { writeSuggestionInput } from './suggestion.input.ts';
import {
	colouredAsPresent,
	kindOfChange,
	outcomesInWords,
	PROPOSED_LONGEST,
	REASON_LONGEST,
	type SuggestionOutcome,
} from './suggestion.rules.ts';

test.each([
	['', 'mots', 'insertion'],
	['mots', '', 'deletion'],
	['mots', 'termes', 'replacement'],
	['mots', 'mots', null],
	['', '', null],
])('« %s » to « %s » is %s', (words, proposed, kind) => {
	expect(kindOfChange(words, proposed)).toBe(kind);
});

test.each<[SuggestionOutcome[], string]>([
	[[], 'Rien n’a changé.'],
	[['accepted'], '1 proposition acceptée.'],
	[['withdrawn'], '1 proposition retirée.'],
	[
		['accepted', 'accepted', 'changed'],
		'2 propositions acceptées\u00a0; 1 laissée de côté, le passage a changé depuis.',
	],
	[['refused', 'decided'], '1 proposition refusée\u00a0; 1 déjà décidée par quelqu’un d’autre.'],
])('what became of %j is said in one sentence', (outcomes, sentence) => {
	const decided = outcomes.map((outcome, index) => ({ id: String(index), outcome }));
	expect(outcomesInWords(decided)).toBe(sentence);
});

describe('what a page sends', () => {
	const suggestionId = '01900000-0000-7000-8000-000000000001';
	const refusal = { do: 'refuse', suggestionId, sentence: '' };

	test('is bounded, and holds nothing else', () => {
		const refused = [
			{ ...refusal, sentence: 'x'.repeat(REASON_LONGEST + 1) },
			{ ...refusal, other: 1 },
			{ do: 'accept', suggestionId: 'x' },
			{ do: 'accept-all', ids: [] },
			{ do: 'propose', anchor: 'AAAA', at: null, proposed: 'x', reason: '' },
			{ do: 'propose', anchor: '', at: null, proposed: 'x'.repeat(PROPOSED_LONGEST + 1), reason: '' },
			null,
		];
		for (const input of refused) expect(writeSuggestionInput.safeParse(input).success).toBe(false);
		expect(writeSuggestionInput.safeParse(refusal).success).toBe(true);
	});
});

test('a suggestion has the colour of its author’s caret while they are here, then their own again', () => {
	const suggestion = { id: 'one', authorId: 'jeanne', color: 12 };
	const hélène = { accountId: 'hélène', color: 12 };
	expect(colouredAsPresent(suggestion, [hélène, { accountId: 'jeanne', color: 1 }])).toEqual({
		...suggestion,
		color: 1,
	});
	expect(colouredAsPresent(suggestion, [hélène])).toBe(suggestion);
});
