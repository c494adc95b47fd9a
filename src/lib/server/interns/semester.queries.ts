import { and, eq, gte, isNull, lte } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { notFound } from '#lib/errors.ts';
import { ALERT_KINDS, alertsOf, LOST_MONTHS, type InternAlert } from '#lib/interns/alert.rules.ts';
import {
	arrivalSemester,
	BORDER_DAYS,
	departureSemester,
	parseSemester,
	passageIn,
	semesterAfter,
	semesterOf,
	type Semester,
} from '#lib/interns/semester.rules.ts';
import type { AlertLine, SemesterBar, SemesterPage, UnreadyLine } from '#lib/interns/semester.view.ts';
import { countGaps, gapsOf, readinessOf, readinessSentence, type Gap } from '#lib/interns/welcome.rules.ts';
import { addDays, addMonths } from '#lib/ui/days.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import {
	courseLine,
	interviewOf,
	listCourses,
	peopleToCall,
	welcomeOf,
	type StoredCourse,
} from './course.queries.ts';
import { intern } from './intern.tables.ts';

/** Semesters of the chart before the one shown. */
const BARS_BEFORE = 5;

/**
 * A semester of a département, for those who keep the records. `code` is what the address says, empty for today's.
 * @throws TerrimedError `not-found` when it is not theirs to read, or is no semester
 */
export async function getSemesterPage(
	context: Context,
	departmentCode: string,
	code: string,
): Promise<SemesterPage> {
	await authorizeInSpace(context, 'interns.write', departmentCode);
	const today = dayInFrance(context.now());
	const current = semesterOf(today);
	const shown = code === '' ? current : parseSemester(code);
	if (shown === null) throw notFound();
	const isCurrent = shown.code === current.code;
	return withRegistryRights(context, [departmentCode], async (inside) => {
		// Those who left within the year may have to be called.
		const from = isCurrent ? addMonths(today, -LOST_MONTHS) : addDays(shown.startsOn, -BORDER_DAYS);
		const until = addDays(shown.endsOn, BORDER_DAYS);
		const courses = await listCourses(inside, { departmentCode, from, until, communeCodes: null });
		const inSemester = courses.flatMap((course) => {
			const passage = passageIn(course.row, shown);
			return passage === null ? [] : [{ course, passage, gaps: gapsOf(welcomeOf(course), today) }];
		});
		const welcomes = inSemester.map(({ gaps }) => gaps);
		return {
			...{ code: shown.code, isCurrent, today },
			...{ previous: semesterAfter(shown, -1).code, next: semesterAfter(shown).code },
			lines: inSemester.map(({ course, passage, gaps }) => ({
				...courseLine(course),
				...{ passage, readiness: readinessOf(gaps) },
			})),
			missing: countGaps(welcomes),
			readiness: readinessSentence(welcomes),
			unready: unreadyLines(inSemester),
			alerts: alertLines(courses, today).filter(
				({ endsOn }) => isCurrent || departureSemester(endsOn).code === shown.code,
			),
			bars: await barsOf(inside, { departmentCode, shown, current }),
		};
	});
}

/** Welcomes that are not ready, what is late first, then who comes first. */
function unreadyLines(courses: readonly { course: StoredCourse; gaps: readonly Gap[] }[]): UnreadyLine[] {
	return courses
		.filter(({ gaps }) => gaps.length > 0)
		.map(({ course, gaps }) => ({
			...courseLine(course),
			gaps: gaps.map((gap) => ({
				gap,
				call: peopleToCall(course, gap.kind === 'no-housing' ? 'housing' : gap.item),
			})),
		}))
		.toSorted((a, b) => lateness(b) - lateness(a) || (a.startsOn < b.startsOn ? -1 : 1));
}

/** Who has no roof comes before who waits for a visit. */
function lateness({ gaps }: UnreadyLine): number {
	const late = gaps.filter(({ gap }) => gap.isLate);
	return late.some(({ gap }) => gap.kind === 'no-housing') ? 2 : Math.min(late.length, 1);
}

/** Whom to call, those already gone first, then by the end of their course. */
function alertLines(courses: readonly StoredCourse[], today: string): AlertLine[] {
	const rank = ({ kind }: InternAlert): number => ALERT_KINDS.indexOf(kind);
	return courses
		.flatMap((course) =>
			alertsOf({ ...course.row, interview: interviewOf(course) }, today).map((alert) => ({
				...courseLine(course),
				alert,
				call: peopleToCall(course, alert.kind === 'phase-without-interview' ? 'phase-interview' : null),
			})),
		)
		.toSorted((a, b) => rank(a.alert) - rank(b.alert) || (a.endsOn < b.endsOn ? -1 : 1));
}

/** Arrivals of the semesters before the one shown, of it, and of the next one. */
async function barsOf(
	{ db }: Context,
	{ departmentCode, shown, current }: { departmentCode: string; shown: Semester; current: Semester },
): Promise<SemesterBar[]> {
	const semesters = Array.from({ length: BARS_BEFORE + 2 }, (_, index) =>
		semesterAfter(shown, index - BARS_BEFORE),
	);
	const [first = shown, last = shown] = [semesters[0], semesters.at(-1)];
	const rows = await db
		.select({ startsOn: intern.startsOn })
		.from(intern)
		.where(
			and(
				eq(intern.departmentCode, departmentCode),
				isNull(intern.opposedAt),
				gte(intern.startsOn, addDays(first.startsOn, -BORDER_DAYS)),
				lte(intern.startsOn, last.endsOn),
			),
		);
	const counts = Map.groupBy(rows, ({ startsOn }) => arrivalSemester(startsOn).code);
	return semesters.map(({ code }) => ({
		code,
		count: counts.get(code)?.length ?? 0,
		isComing: code > current.code,
	}));
}
