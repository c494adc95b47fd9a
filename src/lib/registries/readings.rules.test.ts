import { describe, expect, test } from 'vitest';
import { doubledFields, guessMapping } from './column-guess.rules.ts';
import { CsvSplitter, guessSeparator } from './csv.rules.ts';
import { daysFromSerial, readFrenchDay } from './french-date.rules.ts';
import { readFrenchNumber, readNumberWords } from './french-number.rules.ts';
import { endingOf, IMPORT_STATES, stepOf } from './import.rules.ts';

test.each([
	['31/12/1960', { kind: 'day', day: '1960-12-31' }],
	['31-12-60', { kind: 'day', day: '1960-12-31' }],
	['1.2.05', { kind: 'day', day: '2005-02-01' }],
	['1960-12-31', { kind: 'day', day: '1960-12-31' }],
	['1960-12-31T00:00:00Z', { kind: 'day', day: '1960-12-31' }],
	['1er mars 1961', { kind: 'day', day: '1961-03-01' }],
	['Févr. 1961', { kind: 'day', day: '1961-02-01' }],
	['août 1961', { kind: 'day', day: '1961-08-01' }],
	['1961', { kind: 'year', year: 1961 }],
	['03/14/1961', { kind: 'swapped', day: '1961-03-14' }],
	['31/02/2025', { kind: 'impossible' }],
	['2025-13-45', { kind: 'impossible' }],
	['0000-00-00', { kind: 'impossible' }],
	['45963', { kind: 'serial', day: '2025-11-02' }],
	['novembre', { kind: 'unreadable' }],
	['', { kind: 'unreadable' }],
])('the day %j', (text, reading) => {
	expect(readFrenchDay(text, 2026)).toEqual(reading);
});

test('days of spreadsheets, from both of their beginnings', () => {
	expect(daysFromSerial(25_569)).toBe('1970-01-01');
	expect(daysFromSerial(25_569.75)).toBe('1970-01-01');
	expect(daysFromSerial(24_107, true)).toBe('1970-01-01');
});

test.each([
	['1 240', 1_240],
	['63,5', 63.5],
	['63.5', 63.5],
	['1.240,50', 1_240.5],
	['-3', -3],
	['=1+1', null],
	['1e9', null],
	['', null],
])('the number %j', (text, value) => {
	expect(readFrenchNumber(text)).toBe(value);
});

test.each([
	['soixante', 60],
	['soixante-deux ans', 62],
	['soixante et onze', 71],
	['quatre-vingts', 80],
	['quatre-vingt-dix', 90],
	['beaucoup', null],
	['', null],
])('the words %j', (text, value) => {
	expect(readNumberWords(text)).toBe(value);
});

describe('separators', () => {
	test.each([
		['a;b;c\n1,5;2;3\n', ';'],
		['a,b,c\n"1;2",2,3\n', ','],
		['a\tb\n1\t2\n', '\t'],
		['a|b\n1|2\n', '|'],
		['sep=,\na,b\n', ','],
		['seul\n', ';'],
	])('%j', (text, separator) => expect(guessSeparator(text)).toBe(separator));

	test('a text without quotes comes back from its cells', () => {
		const splitter = new CsvSplitter(';');
		const rows = [
			...splitter.push('a;b\r\n1;'),
			...splitter.push('2\r'),
			...splitter.push('\n3;4'),
			...splitter.end(),
		];
		expect(rows).toEqual([
			['a', 'b'],
			['1', '2'],
			['3', '4'],
		]);
	});
});

describe('columns', () => {
	const fields = [
		{ key: 'name', label: 'Nom', synonyms: ['patronyme'] },
		{ key: 'town', label: 'Commune', synonyms: ['ville', 'cp ville'] },
		{ key: 'phone', label: 'Téléphone', synonyms: ['tel'] },
	];
	test('are told by their names, their synonyms and their slips, each once', () => {
		expect(guessMapping(['NOM', 'CP-Ville', 'Telephonne', 'Ville', ''], fields)).toEqual([
			...['name', 'town', 'phone'],
			...[null, null],
		]);
	});
	test('what was chosen before comes first, also for nothing', () => {
		expect(guessMapping(['Truc', 'NOM'], fields, { nom: null, truc: 'name' })).toEqual(['name', null]);
	});
	test('two for one field are told', () => {
		expect(doubledFields(['name', null, 'town', 'name'])).toEqual(['name']);
	});
});

test('an import has one ending in each state, and a step', () => {
	expect(IMPORT_STATES.map(endingOf)).toEqual([
		...['discard', 'stop', 'discard', 'discard', 'stop', 'undo'],
		...['stop', null, null],
	]);
	expect(IMPORT_STATES.map((state) => stepOf(state, {}))).toEqual([2, 3, 5, 3, 5, 5, 5, 5, 5]);
	expect(stepOf('checked', { 'to-correct': 1, duplicate: 1 })).toBe(3);
	expect(stepOf('checked', { duplicate: 1 })).toBe(4);
});
