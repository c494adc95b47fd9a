import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	arrivalSemester,
	departureSemester,
	parseSemester,
	passageIn,
	semesterAfter,
	semesterDay,
	semesterOf,
	semesterTitle,
	shortSemester,
	type Course,
	type Semester,
} from './semester.rules.ts';

const of = (code: string): Semester => parseSemester(code) ?? semesterOf('');
const day = fc
	.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
	.map((date) => date.toISOString().slice(0, 10));

describe('a day is in one semester', () => {
	test.each([
		['2026-04-30', '2025-11'],
		['2026-05-01', '2026-05'],
		['2026-10-31', '2026-05'],
		['2026-11-01', '2026-11'],
		['2026-12-31', '2026-11'],
		['2027-01-01', '2026-11'],
		['2028-02-29', '2027-11'],
	])('%s → %s', (on, code) => {
		expect(semesterOf(on).code).toBe(code);
	});

	test('whatever the day: it lies between the two days of its semester', () => {
		fc.assert(
			fc.property(day, (on) => {
				const { startsOn, endsOn } = semesterOf(on);
				return startsOn <= on && on <= endsOn;
			}),
		);
	});

	test('what follows a semester begins the day after it, forth and back', () => {
		fc.assert(
			fc.property(day, fc.integer({ min: -20, max: 20 }), (on, count) => {
				const one = semesterOf(on);
				expect(semesterAfter(semesterAfter(one, count), -count)).toEqual(one);
				expect(Date.parse(semesterAfter(one).startsOn) - Date.parse(one.endsOn)).toBe(86_400_000);
			}),
		);
	});
});

test.each(['2026-06', '2026-5', '26-11', '', '2026-11-01', '2026-11 '])('« %s » is no semester', (code) => {
	expect(parseSemester(code)).toBeNull();
});

test('what begins or ends a few days from the border belongs to the semester that it is meant for', () => {
	expect(arrivalSemester('2026-10-26').code).toBe('2026-11');
	expect(arrivalSemester('2026-10-24').code).toBe('2026-05');
	expect(arrivalSemester('2026-11-02').code).toBe('2026-11');
	expect(departureSemester('2027-05-02').code).toBe('2026-11');
	expect(departureSemester('2027-05-07').code).toBe('2026-11');
	expect(departureSemester('2027-05-08').code).toBe('2027-05');
	// The 29th of February of a leap year is a day like another one.
	expect(departureSemester('2028-02-29').code).toBe('2027-11');
});

describe('how a course goes through the semester of November 2026', () => {
	test.each<[string, Course, string | null]>([
		['a semester like the others', { startsOn: '2026-11-02', endsOn: '2027-04-30' }, 'arrives'],
		['begun a little early', { startsOn: '2026-10-30', endsOn: '2027-04-30' }, 'arrives'],
		['comes and goes within it', { startsOn: '2027-01-04', endsOn: '2027-02-26' }, 'arrives'],
		['a year', { startsOn: '2026-11-02', endsOn: '2027-10-31' }, 'arrives'],
		['its second half', { startsOn: '2026-05-04', endsOn: '2027-04-30' }, 'leaves'],
		['over a few days late', { startsOn: '2026-05-04', endsOn: '2027-05-03' }, 'leaves'],
		['from before to after', { startsOn: '2026-05-04', endsOn: '2027-10-31' }, 'stays'],
		['over before', { startsOn: '2026-05-04', endsOn: '2026-10-31' }, null],
		['over in the first days', { startsOn: '2026-05-04', endsOn: '2026-11-03' }, null],
		['the next one', { startsOn: '2027-05-03', endsOn: '2027-10-31' }, null],
	])('%s', (_name, course, passage) => {
		expect(passageIn(course, of('2026-11'))).toBe(passage);
	});

	test('a course arrives once, leaves at most once, and never before', () => {
		fc.assert(
			fc.property(day, fc.integer({ min: 14, max: 1200 }), (startsOn, length) => {
				const endsOn = new Date(Date.parse(startsOn) + length * 86_400_000).toISOString().slice(0, 10);
				const passages = [-3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8].map((count) =>
					passageIn({ startsOn, endsOn }, semesterAfter(semesterOf(startsOn), count)),
				);
				const said = passages.filter((passage) => passage !== null).join(' ');
				expect(said).toMatch(/^arrives( stays)*( leaves)?$/);
			}),
		);
	});
});

test('semesters in words', () => {
	expect(semesterTitle(of('2026-11'))).toBe('Semestre de novembre 2026');
	expect(shortSemester(of('2027-05'))).toBe('mai 2027');
	expect(semesterDay(of('2026-11'))).toBe('1er\u00a0novembre');
});
