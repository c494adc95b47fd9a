import { dayInFrance } from '#lib/committee/role.rules.ts';
import { notFound } from '#lib/errors.ts';
import { internFieldsOpenTo } from '#lib/interns/intern.fields.rules.ts';
import { internName } from '#lib/interns/intern.rules.ts';
import type { ArrivalCalendar, ArrivalLine, ArrivalRow } from '#lib/interns/arrival-calendar.view.ts';
import { semesterOf } from '#lib/interns/semester.rules.ts';
import { levelWords, siteWords } from '#lib/interns/welcome.words.ts';
import { calendarOf } from '#lib/plan/calendar.rules.ts';
import { shortDate } from '#lib/ui/date-text.ts';
import { addDays, addMonths } from '#lib/ui/days.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { internsAccess, type InternsAccess } from '../policies/interns.policy.ts';
import { logListing } from '../registries/reading.log.ts';
import { listCourses } from './course.queries.ts';

type RecordsAccess = Extract<InternsAccess, { reads: 'records' }>;

const MONTHS = 12;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/**
 * Twelve months of arrivals in a département, or in the communes of an elected official.
 * @param month the first one, `2026-11`; empty for the beginning of the semester of today
 * @throws TerrimedError `not-found` for those who read no record
 */
export async function getArrivalCalendar(
	context: Context,
	departmentCode: string,
	month: string,
): Promise<ArrivalCalendar> {
	const access = await authorizeArrivals(context, departmentCode);
	if (month !== '' && !MONTH.test(month)) throw notFound();
	const from = month === '' ? semesterOf(dayInFrance(context.now())).startsOn.slice(0, 7) : month;
	const months = Array.from({ length: MONTHS }, (_, index) => monthAfter(from, index));
	const lines = await withRegistryRights(context, [departmentCode], (inside) =>
		listArrivals(inside, { departmentCode, access, from }),
	);
	return {
		...{ from, months, lines, rows: rowsOf(lines, months) },
		...{ previous: monthAfter(from, -6), next: monthAfter(from, 6) },
		keeps: access.circle === 'keepers',
	};
}

/** The same arrivals, from today's semester on, as an iCalendar file: without a name where it is not the reader's to read. Logged. */
export async function exportArrivalCalendar(
	context: Context,
	{ departmentCode, origin }: { departmentCode: string; origin: string },
): Promise<string> {
	const access = await authorizeArrivals(context, departmentCode);
	const from = semesterOf(dayInFrance(context.now())).startsOn.slice(0, 7);
	const lines = await withRegistryRights(context, [departmentCode], async (inside) => {
		const found = await listArrivals(inside, { departmentCode, access, from });
		const reading = { registry: 'interns', departmentCode, circle: access.circle } as const;
		const recordIds = found.map(({ id }) => id);
		await logListing(inside, { ...reading, way: 'export', recordIds, details: { format: 'ics' } });
		return found;
	});
	return calendarOf({
		...{ name: `Arrivées d’internes ${departmentCode}`, part: 'Internes accueillis', now: context.now() },
		days: lines.map((line) => ({
			uid: `${line.id}@terrimed`,
			day: line.startsOn,
			title: `Arrivée\u00a0: ${line.name ?? levelWords(line)}, ${line.communeName}`,
			note: `${line.name === null ? '' : `${levelWords(line)}\n`}${siteWords(line)}\nJusqu’au ${shortDate(line.endsOn)}`,
			url: `${origin}/${departmentCode}/internes${access.circle === 'keepers' ? `/${line.id}` : ''}`,
		})),
	});
}

async function authorizeArrivals(context: Context, departmentCode: string): Promise<RecordsAccess> {
	const space = await authorizeInSpace(context, 'interns.read', departmentCode);
	const access = internsAccess(context.actor, space);
	if (access?.reads !== 'records') throw notFound();
	return access;
}

/** Who arrives within twelve months of the first day of a month, inside a transaction opened for the département. */
async function listArrivals(
	inside: Context,
	{ departmentCode, access, from }: { departmentCode: string; access: RecordsAccess; from: string },
): Promise<ArrivalLine[]> {
	const [first, last] = [`${from}-01`, addDays(`${monthAfter(from, MONTHS)}-01`, -1)];
	const window = { departmentCode, from: first, until: last, communeCodes: access.communeCodes };
	const courses = await listCourses(inside, window);
	return courses
		.filter(({ row }) => row.startsOn >= first)
		.map(({ row, communeName }) => {
			const { id, level, semester, studyYear, site, placementKind, communeCode, startsOn, endsOn } = row;
			const isOpen = internFieldsOpenTo(access.circle, row).includes('lastName');
			return {
				...{
					id,
					level,
					semester,
					studyYear,
					site,
					placementKind,
					communeCode,
					communeName,
					startsOn,
					endsOn,
				},
				name: isOpen ? internName(row) : null,
			};
		});
}

/** The most welcoming commune first. */
function rowsOf(lines: readonly ArrivalLine[], months: readonly string[]): ArrivalRow[] {
	return [...Map.groupBy(lines, ({ communeCode }) => communeCode)]
		.map(([code, own]) => ({
			...{ code, name: own[0]?.communeName ?? code, total: own.length },
			counts: months.map((month) => own.filter(({ startsOn }) => startsOn.startsWith(month)).length),
		}))
		.toSorted((a, b) => b.total - a.total || a.name.localeCompare(b.name, 'fr'));
}

function monthAfter(month: string, count: number): string {
	return addMonths(`${month}-01`, count).slice(0, 7);
}
