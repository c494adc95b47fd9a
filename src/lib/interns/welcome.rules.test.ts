import { describe, expect, test } from 'vitest';
import {
	countGaps,
	gapsOf,
	readinessOf,
	readinessSentence,
	type Gap,
	type Welcome,
} from './welcome.rules.ts';

const done = { hasOwner: true, dueOn: '2026-10-30', isDone: true };
const waiting = { hasOwner: true, dueOn: '2026-11-15', isDone: false };

const UNDATED: Welcome['items'] = [
	{ item: 'welcome-evening', hasOwner: false, dueOn: null, isDone: false },
	{ item: 'local-visit', hasOwner: false, dueOn: null, isDone: false },
	{ item: 'posts', hasOwner: false, dueOn: null, isDone: false },
];
const until = (day: string) => ({ housing: 'temporary', housingUntil: day }) as const;

/** Ready in everything, from 2 November 2026, with what a test says otherwise. */
const welcome = (otherwise: Partial<Welcome> = {}): Welcome => ({
	startsOn: '2026-11-02',
	endsOn: '2027-04-30',
	housing: 'found',
	housingUntil: null,
	hostDoctorId: null,
	hostName: 'Maison de santé',
	items: [
		{ item: 'welcome-evening', ...done },
		{ item: 'local-visit', ...waiting },
	],
	...otherwise,
});
const kinds = (gaps: readonly Gap[]) => gaps.map(({ kind, isLate }) => (isLate ? `${kind} !` : kind));

describe('what is missing from a welcome', () => {
	test.each<[string, Partial<Welcome>, string, string[]]>([
		['everything is there', {}, '2026-11-05', []],
		['a step on its day', {}, '2026-11-15', []],
		['a step the day after', {}, '2026-11-16', ['step-late !']],
		['no roof, far ahead', { housing: 'sought' }, '2026-09-03', ['no-housing']],
		['no roof, thirty-one days ahead', { housing: 'sought' }, '2026-10-02', ['no-housing']],
		['no roof, thirty days ahead', { housing: 'sought' }, '2026-10-03', ['no-housing !']],
		['no roof, months after', { housing: 'sought' }, '2027-02-01', ['no-housing !', 'step-late !']],
		['nobody asked about the roof', { housing: null }, '2026-10-15', ['housing-unknown']],
		['nobody asked, who has come since', { housing: null }, '2026-11-05', []],
		['needs no roof', { housing: 'own' }, '2026-10-15', []],
		['no host', { hostName: null }, '2026-11-05', ['no-host']],
		['no host, the welcome being over', { hostName: null, items: [] }, '2027-01-03', []],
		['a roof for a time, which ends', { ...until('2026-12-31') }, '2026-11-05', ['no-housing']],
		['a roof for a time, soon over', { ...until('2026-11-30') }, '2026-11-05', ['no-housing !']],
		['a roof for the whole time', { ...until('2027-04-30') }, '2026-11-05', []],
		[
			'a step of the roof, said once',
			{ housing: 'sought', items: [{ item: 'housing', ...waiting }] },
			'2026-11-20',
			['no-housing !'],
		],
		['steps without a date', { items: UNDATED }, '2026-10-15', ['no-evening', 'no-visit']],
		[
			'steps without a date, two months after to the day',
			{ items: UNDATED },
			'2027-01-02',
			['no-evening', 'no-visit'],
		],
		['too far ahead for one to know', { housing: 'sought', items: UNDATED }, '2026-09-02', []],
		['over', { housing: 'sought' }, '2027-05-01', []],
	])('%s', (_name, otherwise, today, expected) => {
		expect(kinds(gapsOf(welcome(otherwise), today))).toEqual(expected);
	});

	test('a step that is nobody’s is said, and with the interview of a phase one has time', () => {
		const items: Welcome['items'] = [
			{ item: 'welcome-evening', ...done },
			{ item: 'local-visit', ...waiting, hasOwner: false },
			{ item: 'phase-interview', hasOwner: false, dueOn: '2026-11-03', isDone: false },
		];
		expect(kinds(gapsOf(welcome({ items }), '2026-11-10'))).toEqual(['step-without-owner']);
	});

	test('what is late comes first', () => {
		const gaps = gapsOf(welcome({ housing: 'sought', hostName: null }), '2026-11-16');
		expect(kinds(gaps)).toEqual(['no-housing !', 'step-late !', 'no-host']);
		expect(gaps[1]).toMatchObject({ item: 'local-visit', dueOn: '2026-11-15' });
	});
});

test('how a welcome stands, in a word', () => {
	const at = (otherwise: Partial<Welcome>, today: string) => readinessOf(gapsOf(welcome(otherwise), today));
	expect(at({}, '2026-11-05')).toEqual({ state: 'ready', words: 'Prêt' });
	expect(at({ housing: 'sought' }, '2026-11-05')).toEqual({ state: 'late', words: 'Sans logement' });
	expect(at({ hostName: null }, '2026-11-05')).toEqual({ state: 'watched', words: '1\u00a0à faire' });
	expect(at({ hostName: null }, '2026-11-20')).toEqual({ state: 'late', words: '2\u00a0à faire' });
});

test('how the welcomes of a semester stand, in a sentence', () => {
	const ready = gapsOf(welcome(), '2026-11-05');
	const roofless = gapsOf(welcome({ housing: 'sought', hostName: null }), '2026-11-05');
	expect(readinessSentence([])).toBe('Aucun accueil à préparer');
	expect(readinessSentence([ready])).toBe('L’accueil est prêt');
	expect(readinessSentence([ready, ready])).toBe('Les 2 accueils sont prêts');
	expect(readinessSentence([ready, roofless])).toBe('1 accueil n’est pas prêt');
	expect(readinessSentence([roofless, roofless])).toBe('2 accueils ne sont pas prêts');
	expect(countGaps([ready, roofless, roofless])).toEqual([
		{ kind: 'no-housing', count: 2, isLate: true },
		{ kind: 'no-host', count: 2, isLate: false },
	]);
});
