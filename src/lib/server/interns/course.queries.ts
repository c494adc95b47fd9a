import { and, asc, eq, gte, inArray, isNull, lte } from 'drizzle-orm';
import { internName } from '#lib/interns/intern.rules.ts';
import type { CourseLine, PersonToCall } from '#lib/interns/semester.view.ts';
import type { Welcome } from '#lib/interns/welcome.rules.ts';
import type { ChecklistItem } from '#lib/interns/intern.values.rules.ts';
import { account } from '../accounts/account.tables.ts';
import type { Context } from '../context/context.ts';
import { commune } from '../territory/territory.tables.ts';
import { intern } from './intern.tables.ts';
import { stepsOf, welcomeItemsOf, type StoredStep } from './welcome.queries.ts';

/** The courses to read: those that touch these days, in these communes, null for all. */
export interface CourseWindow {
	departmentCode: string;
	/** ISO days, both included. */
	from: string;
	until: string;
	communeCodes: readonly string[] | null;
}

/** A course as it is stored, with its steps: what pages about a semester are made of, before rights by field. */
export interface StoredCourse {
	row: typeof intern.$inferSelect;
	communeName: string;
	contactName: string | null;
	steps: StoredStep[];
}

/** Courses of a window in the order in which they begin, inside a transaction opened for their département. */
export async function listCourses(
	{ db }: Pick<Context, 'db'>,
	window: CourseWindow,
): Promise<StoredCourse[]> {
	const { departmentCode, from, until, communeCodes } = window;
	const rows = await db
		.select({ row: intern, communeName: commune.name, contactName: account.displayName })
		.from(intern)
		.innerJoin(commune, eq(commune.code, intern.communeCode))
		.leftJoin(account, eq(account.id, intern.contactId))
		.where(
			and(
				eq(intern.departmentCode, departmentCode),
				isNull(intern.opposedAt),
				gte(intern.endsOn, from),
				lte(intern.startsOn, until),
				communeCodes === null ? undefined : inArray(intern.communeCode, [...communeCodes]),
			),
		)
		.orderBy(asc(intern.startsOn), asc(intern.sortName), asc(intern.id));
	const steps = await stepsOf(
		db,
		rows.map(({ row }) => row.id),
	);
	return rows.map((found) => ({ ...found, steps: steps.get(found.row.id) ?? [] }));
}

/** What the rules of a welcome ask of a course. */
export function welcomeOf({ row, steps }: StoredCourse): Welcome {
	return {
		...row,
		items: welcomeItemsOf(steps),
	};
}

/** Whether the interview of the end of a phase is planned, and done. */
export function interviewOf({ steps }: StoredCourse): 'none' | 'planned' | 'done' {
	const step = steps.find(({ item }) => item === 'phase-interview');
	if (step === undefined || (step.doneAt === null && step.dueOn === null)) return 'none';
	return step.doneAt === null ? 'planned' : 'done';
}

/** A course for those who keep the records. */
export function courseLine({ row, communeName }: StoredCourse): CourseLine {
	const { id, level, phase, semester, studyYear, site, placementKind, startsOn, endsOn } = row;
	return {
		...{ id, level, phase, semester, studyYear, site, placementKind, startsOn, endsOn, communeName },
		name: internName(row),
	};
}

/** Whom to call about a step, or about the course as a whole: who sees to it, else the contact at the committee; and the person. */
export function peopleToCall(
	{ row, steps, contactName }: StoredCourse,
	item: ChecklistItem | null,
): PersonToCall[] {
	const owner = steps.find((step) => step.item === item)?.ownerName ?? null;
	const name = owner ?? contactName;
	const people: PersonToCall[] =
		name === null ? [] : [{ name, role: owner === null ? 'contact' : 'owner', phone: null }];
	return row.lastName === null
		? people
		: [...people, { name: internName(row), role: 'intern', phone: row.phone }];
}
