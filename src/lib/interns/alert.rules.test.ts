import { describe, expect, test } from 'vitest';
import { alertCounts, alertsOf, endsPhase, type CourseFollowUp } from './alert.rules.ts';

/** The third semester of an internship, from November 2026 to April 2027, about whose project nobody knows. */
const course = (otherwise: Partial<CourseFollowUp> = {}): CourseFollowUp => ({
	level: 'intern',
	phase: 'deepening',
	semester: 3,
	startsOn: '2026-11-02',
	endsOn: '2027-04-30',
	wantsToStay: null,
	interview: 'none',
	...otherwise,
});
const last = { semester: 6 };

describe('whom somebody has to call', () => {
	test.each<[string, Partial<CourseFollowUp>, string, string[]]>([
		['two months and a day before', {}, '2027-02-27', []],
		['two months before, in February', {}, '2027-02-28', ['project-unknown']],
		['two months before, in a leap year', { endsOn: '2028-04-30' }, '2028-02-29', ['project-unknown']],
		['the last day', {}, '2027-04-30', ['project-unknown']],
		['the day after', {}, '2027-05-01', ['lost']],
		['a year after', {}, '2028-04-30', ['lost']],
		['more than a year after', {}, '2028-05-01', []],
		['who has said what they wish', { wantsToStay: 'perhaps' }, '2027-03-15', []],
		['who left having said what they wish', { wantsToStay: 'perhaps' }, '2027-05-01', []],
		['who left after an interview', { interview: 'done' }, '2027-05-01', []],
		['end of a phase, five weeks before', { ...last, wantsToStay: 'perhaps' }, '2027-03-29', []],
		[
			'end of a phase, a month before',
			{ ...last, wantsToStay: 'perhaps' },
			'2027-03-30',
			['phase-without-interview'],
		],
		['both', last, '2027-04-01', ['phase-without-interview', 'project-unknown']],
		[
			'planned is not done',
			{ ...last, wantsToStay: 'perhaps', interview: 'planned' },
			'2027-04-01',
			['phase-without-interview'],
		],
		['end of a phase, interviewed', { ...last, wantsToStay: 'perhaps', interview: 'done' }, '2027-04-01', []],
		[
			'gone without, but one knows the project',
			{ ...last, wantsToStay: 'perhaps' },
			'2027-06-01',
			['phase-without-interview'],
		],
	])('%s', (_name, otherwise, today, expected) => {
		expect(alertsOf(course(otherwise), today).map(({ kind }) => kind)).toEqual(expected);
	});
});

test.each<[string, Partial<CourseFollowUp>, boolean]>([
	['the second semester of the first phase', { phase: 'foundation', semester: 2 }, true],
	['its first', { phase: 'foundation', semester: 1 }, false],
	['the sixth of the second phase', { semester: 6 }, true],
	['a longer speciality goes on', { semester: 8 }, true],
	['its fifth, over a year', { semester: 5, endsOn: '2027-10-31' }, true],
	['a junior doctor’s first half', { level: 'junior-doctor', phase: null, semester: 7 }, false],
	['a junior doctor’s second half', { level: 'junior-doctor', phase: null, semester: 8 }, true],
	[
		'a junior doctor’s year',
		{ level: 'junior-doctor', phase: null, semester: null, endsOn: '2027-10-31' },
		true,
	],
	[
		'a junior doctor, a semester of which nobody knows',
		{ level: 'junior-doctor', phase: null, semester: null },
		false,
	],
	['an extern', { level: 'extern', phase: null, semester: null }, false],
	['whoever somebody means to interview', { level: 'extern', phase: null, interview: 'planned' }, true],
	['a phase that nobody wrote', { phase: null }, false],
])('the end of a phase: %s', (_name, otherwise, ends) => {
	expect(endsPhase(course(otherwise))).toBe(ends);
});

test('alerts in words, without a name', () => {
	const lost = { kind: 'lost', endsOn: '2027-04-30' } as const;
	const project = { kind: 'project-unknown', endsOn: '2027-04-30' } as const;
	expect(alertCounts([project, lost, lost]).map(({ words }) => words)).toEqual([
		'2 personnes perdues de vue',
		'1 départ proche sans projet connu',
	]);
	expect(alertCounts([])).toEqual([]);
});
