import { describe, expect, test } from 'vitest';
import {
	dayAt,
	dayInWords,
	daysOf,
	labelledMarks,
	nextMark,
	placeOf,
	readDay,
	snapped,
	timelineOf,
	within,
	type Mark,
} from './timeline.rules.ts';

const adopted: Mark = { day: '2026-03-24', kind: 'adopted', label: 'Plan adopté' };
const review: Mark = { day: '2026-06-30', kind: 'review', label: 'Votre revue' };
const life = timelineOf({ openedOn: '2026-01-10', today: '2026-11-22', marks: [review, adopted] });

describe('the life of a plan', () => {
	test('holds its opening, what happened and the ends of quarters, a day once', () => {
		expect(life.marks).toEqual([
			{ day: '2026-01-10', kind: 'opened', label: 'Ouverture' },
			adopted,
			{ day: '2026-03-31', kind: 'quarter', label: 'Fin du T1 2026' },
			review,
			{ day: '2026-09-30', kind: 'quarter', label: 'Fin du T3 2026' },
		]);
	});

	test('leaves out what is before the opening or to come, and joins what fell on one day', () => {
		const early = { ...adopted, day: '2025-12-31' };
		const later = { ...review, day: '2026-12-01' };
		const same = { ...adopted, day: '2026-01-10' };
		const { marks } = timelineOf({
			openedOn: '2026-01-10',
			today: '2026-02-01',
			marks: [early, later, same],
		});
		expect(marks).toEqual([{ day: '2026-01-10', kind: 'adopted', label: 'Ouverture, Plan adopté' }]);
	});

	test('a space opened today is one day long', () => {
		const short = timelineOf({ openedOn: '2026-11-22', today: '2026-11-22', marks: [] });
		expect([daysOf(short), placeOf(short, '2026-11-22'), dayAt(short, 0)]).toEqual([0, 100, '2026-11-22']);
	});
});

describe('the hand on the slider', () => {
	test('days and their places answer each other, the leap day too', () => {
		const leap = timelineOf({ openedOn: '2028-02-01', today: '2028-03-31', marks: [] });
		expect(dayAt(leap, 28)).toBe('2028-02-29');
		expect(placeOf(leap, '2028-03-31')).toBe(100);
		expect([within(leap, '2020-01-01'), within(leap, '2030-01-01'), within(leap, '2028-02-29')]).toEqual([
			'2028-02-01',
			'2028-03-31',
			'2028-02-29',
		]);
	});

	test('a mark draws it when it is near, and not from afar', () => {
		expect(snapped(life, '2026-06-28')).toBe('2026-06-30');
		expect(snapped(life, '2026-06-15')).toBe('2026-06-15');
		expect(snapped(life, '2026-03-26')).toBe('2026-03-24');
	});

	test('goes from mark to mark, and to the ends', () => {
		expect(nextMark(life, '2026-03-24', 1)).toBe('2026-03-31');
		expect(nextMark(life, '2026-10-15', 1)).toBe('2026-11-22');
		expect(nextMark(life, '2026-03-24', -1)).toBe('2026-01-10');
		expect(nextMark(life, '2026-01-10', -1)).toBe('2026-01-10');
	});

	test('says the day and what happened on it', () => {
		expect(dayInWords(life, '2026-06-30')).toBe('mardi 30\u00a0juin 2026, votre revue');
		expect(dayInWords(life, '2026-11-22')).toBe('dimanche 22\u00a0novembre 2026, aujourd’hui');
		expect(dayInWords(life, '2026-05-01')).toBe('vendredi 1er\u00a0mai 2026');
	});

	test('words that would run into each other are left out, the weightier stay', () => {
		expect([...labelledMarks(life, 12)]).toEqual(['2026-06-30', '2026-03-24', '2026-01-10', '2026-09-30']);
		expect([...labelledMarks(life, 34)]).toEqual(['2026-06-30', '2026-01-10']);
	});
});

test('a day is read as an address or a person writes it', () => {
	expect(readDay('2026-06-30')).toBe('2026-06-30');
	expect(readDay('30/06/2026')).toBe('2026-06-30');
	for (const text of [null, '', 'hier', '2026-02-30', '12/13/2026']) expect(readDay(text)).toBeNull();
});
