import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { excerptOf, MARK, markPieces, matchName, readQuestion, searchable } from './search.rules.ts';

const textOf = (pieces: readonly { text: string }[]): string => pieces.map(({ text }) => text).join('');
const markedIn = (pieces: readonly { text: string; isMarked: boolean }[]): string[] =>
	pieces.filter(({ isMarked }) => isMarked).map(({ text }) => text);

/** What the database sends back for words that it finds as they are. */
const marked = (text: string, ...found: string[]): string =>
	searchable(text)
		.split(' ')
		.map((word) => (found.includes(word) ? `${MARK.start}${word}${MARK.end}` : word))
		.join(' ');

test('a text is read as its words, then without accents', () => {
	expect(searchable('L’hôpital de Mauléon : œuvrer à 11,4 %')).toBe(
		'l hôpital de mauléon œuvrer à 11 4 l hopital de mauleon oeuvrer a 11 4',
	);
});

describe('a question', () => {
	test('keeps its words, with their accents and without', () => {
		expect(readQuestion('  Les Médecins à Mauléon ? ')).toEqual({
			typed: 'médecins mauléon',
			folded: 'medecins mauleon',
		});
	});
	test.each(['', '   ', '?!', 'à', 'les'])('of nothing (« %s ») is no question', (text) => {
		expect(readQuestion(text)).toBeNull();
	});
});

describe('words found', () => {
	test('are marked where they stand, by the word with its accents or without', () => {
		const text = 'Les médecins de l’hôpital, un médecin';
		const pieces = markPieces(text, marked(text, 'médecins', 'hopital'));
		expect(textOf(pieces)).toBe(text);
		expect(markedIn(pieces)).toEqual(['médecins', 'hôpital']);
	});

	test('an excerpt is cut between words, around the most words found', () => {
		const filling = 'mot '.repeat(200);
		const text = `${filling}retraite ${filling}départs en retraite des médecins ${filling}`;
		const pieces = excerptOf(text, marked(text, 'retraite', 'médecins'));
		expect(markedIn(pieces)).toEqual(['retraite', 'médecins']);
		expect(textOf(pieces)).toMatch(/^… mot .* mot …$/);
		expect(textOf(pieces).length).toBeLessThan(300);
	});

	test('whatever the text, its pieces put together give it back, or a part of it', () => {
		const words = fc.constantFrom(
			'médecin',
			'Œuvre',
			' ',
			'’',
			'\n',
			'👩‍⚕️',
			'é',
			'12',
			'\u0301',
			'x'.repeat(90),
		);
		fc.assert(
			fc.property(fc.array(words, { maxLength: 80 }), (parts) => {
				const text = parts.join('');
				const marks = marked(text, 'médecin', 'oeuvre', '12');
				expect(textOf(markPieces(text, marks))).toBe(text);
				const excerpt = textOf(excerptOf(text, marks)).replace(/^… /, '').replace(/ …$/, '');
				expect(text).toContain(excerpt);
			}),
		);
	});
});

describe('a name', () => {
	test.each([
		['cpts bearn', 'CPTS du Béarn', ['CPTS', 'Béarn']],
		['hopitaux', 'Hôpitaux du Pays basque', ['Hôpitaux']],
		['maires ruraux', 'Association des maires ruraux', ['maires', 'ruraux']],
	])('« %s » is found in « %s »', (asked, name, words) => {
		expect(markedIn(matchName(name, readQuestion(asked)!) ?? [])).toEqual(words);
	});
	test('each word must be there', () => {
		expect(matchName('CPTS du Béarn', readQuestion('cpts soule')!)).toBeNull();
	});
});
