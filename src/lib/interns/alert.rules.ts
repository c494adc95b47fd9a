import { addMonths } from '#lib/ui/days.ts';
import type { InternValues } from './intern.rules.ts';
import type { Phase } from './intern.values.rules.ts';

/** Months before the end of a course from which one asks what comes after it. */
const PROJECT_NOTICE_MONTHS = 2;
/** Months before the end of a phase from which its interview is asked for. */
const INTERVIEW_NOTICE_MONTHS = 1;
/** Months after a departure during which one still calls whoever left without a word. */
export const LOST_MONTHS = 12;

/** What is asked of a course: does somebody have to call? */
export interface CourseFollowUp extends Pick<
	InternValues,
	'level' | 'phase' | 'semester' | 'startsOn' | 'endsOn' | 'wantsToStay'
> {
	/** Whether an interview of the end of a phase has a date, and is done. */
	interview: 'none' | 'planned' | 'done';
}

export type AlertKind = 'project-unknown' | 'phase-without-interview' | 'lost';

export interface InternAlert {
	kind: AlertKind;
	/** The ISO day on which the course ends, or ended. */
	endsOn: string;
}

/** A course that is longer than this is of two semesters. */
const LONG_COURSE_MONTHS = 9;

/** The last semester of each phase in general practice, four years long since 2023, whose last two are a junior doctor's. */
const LAST_SEMESTER: Record<Phase, number> = { foundation: 2, deepening: 6, consolidation: 8 };

/**
 * Whether the phase ends with this course: in its last semester, or after, for what is longer than general practice; a junior doctor
 * whose semester nobody wrote, when the course lasts more than one. An extern has no phase, but an interview that somebody planned counts.
 */
export function endsPhase({ level, phase, semester, startsOn, endsOn, interview }: CourseFollowUp): boolean {
	if (interview === 'planned') return true;
	if (level === 'extern') return false;
	const own = level === 'junior-doctor' ? 'consolidation' : phase;
	if (own === null) return false;
	const isLong = addMonths(startsOn, LONG_COURSE_MONTHS) < endsOn;
	if (semester === null) return own === 'consolidation' && isLong;
	return semester + (isLong ? 1 : 0) >= LAST_SEMESTER[own];
}

/**
 * What somebody has to be called for on the day `today`: the project, two months before the course ends; the interview, a month before the
 * phase ends; and « perdu de vue », for a year, of whoever left with neither one nor the other.
 */
export function alertsOf(course: CourseFollowUp, today: string): InternAlert[] {
	const { endsOn, wantsToStay, interview } = course;
	const hasProject = wantsToStay !== null;
	if (today > addMonths(endsOn, LOST_MONTHS)) return [];
	const isOver = endsOn < today;
	if (isOver && !hasProject && interview !== 'done') return [{ kind: 'lost', endsOn }];
	const alerts: InternAlert[] = [];
	if (interview !== 'done' && today >= addMonths(endsOn, -INTERVIEW_NOTICE_MONTHS) && endsPhase(course)) {
		alerts.push({ kind: 'phase-without-interview', endsOn });
	}
	if (!isOver && !hasProject && today >= addMonths(endsOn, -PROJECT_NOTICE_MONTHS)) {
		alerts.push({ kind: 'project-unknown', endsOn });
	}
	return alerts;
}

export const ALERT_KINDS: readonly AlertKind[] = ['lost', 'phase-without-interview', 'project-unknown'];

const ALERT_WORDS: Record<AlertKind, (count: number) => string> = {
	lost: (count) => (count === 1 ? '1 personne perdue de vue' : `${count} personnes perdues de vue`),
	'phase-without-interview': (count) =>
		count === 1 ? '1 fin de phase sans entretien' : `${count} fins de phase sans entretien`,
	'project-unknown': (count) =>
		count === 1 ? '1 départ proche sans projet connu' : `${count} départs proches sans projet connu`,
};

/** « 2 personnes perdues de vue » : what is to be called for, by kind, without a name. */
export function alertCounts(
	alerts: readonly InternAlert[],
): { kind: AlertKind; count: number; words: string }[] {
	return ALERT_KINDS.map((kind) => {
		const count = alerts.filter((alert) => alert.kind === kind).length;
		return { kind, count, words: ALERT_WORDS[kind](count) };
	}).filter(({ count }) => count > 0);
}
