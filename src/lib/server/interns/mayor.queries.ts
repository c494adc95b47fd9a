import { and, asc, eq, gte, inArray, isNull, lte } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { notFound } from '#lib/errors.ts';
import { INTERN_FIELDS, internFieldsOpenTo } from '#lib/interns/intern.fields.rules.ts';
import { internName, type InternField } from '#lib/interns/intern.rules.ts';
import type { MayorCard, MayorPage, MayorStep } from '#lib/interns/mayor.view.ts';
import { BORDER_DAYS, semesterAfter, semesterOf } from '#lib/interns/semester.rules.ts';
import { gapsOf } from '#lib/interns/welcome.rules.ts';
import { addDays } from '#lib/ui/days.ts';
import { account } from '../accounts/account.tables.ts';
import { grant, mandate } from '../committee/committee.tables.ts';
import { authorizeInSpace, type Space } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { internsAccess, mayTick, type InternsAccess } from '../policies/interns.policy.ts';
import { logListing } from '../registries/reading.log.ts';
import { commune } from '../territory/territory.tables.ts';
import { listCourses, welcomeOf, type StoredCourse } from './course.queries.ts';
import { electedOf, type StoredStep } from './welcome.queries.ts';

type RecordsAccess = Extract<InternsAccess, { reads: 'records' }>;

/**
 * Who is in a commune and who comes, as its elected officials may read it: what each person shares, and the steps given to them. Those
 * who keep the records read the list of one commune, to hand it to its mayor: nothing in it is more than what the mayor may read. A
 * person whose name is on it finds the reading in their record.
 * @param communeCode what the address says, empty for all those of an elected official
 * @throws TerrimedError `not-found` for who reads no record, and for a commune that is not theirs
 */
export async function getMayorPage(
	context: Context,
	departmentCode: string,
	communeCode: string,
): Promise<MayorPage> {
	const space = await authorizeInSpace(context, 'interns.read', departmentCode);
	const access = internsAccess(context.actor, space);
	if (access?.reads !== 'records' || context.actor.kind !== 'account') throw notFound();
	const today = dayInFrance(context.now());
	const named = await communesOf(context, { departmentCode, access, communeCode });
	const facilitators = await listFacilitators(context, departmentCode, today);
	const elected = communeCode === '' ? new Set<string>() : await electedOf(context, space, communeCode);
	return withRegistryRights(context, [departmentCode], async (inside) => {
		const until = addDays(semesterAfter(semesterOf(today)).endsOn, -BORDER_DAYS);
		const window = { departmentCode, from: today, until, communeCodes: access.communeCodes };
		const courses = await listCourses(inside, window);
		const shown = courses.filter(({ row }) => named.some(({ code }) => code === row.communeCode));
		if (shown.length > 0) {
			const recordIds = shown.map(({ row }) => row.id);
			const reading = { registry: 'interns', departmentCode, circle: access.circle } as const;
			await logListing(inside, { ...reading, way: 'list', recordIds });
		}
		const reader = { inside, space, access, today, elected };
		return {
			...{ reads: access.circle === 'elected' ? ('own' as const) : ('every' as const), today, facilitators },
			communes: named.map(({ code, name }) => ({
				...{ code, name },
				cards: shown.filter(({ row }) => row.communeCode === code).map((course) => cardOf(reader, course)),
			})),
			choices: choicesOf(courses, access),
			readerName: context.actor.kind === 'account' ? context.actor.displayName : '',
		};
	});
}

/** The communes that the page shows, by name: of an elected official, or the one that somebody chose. */
async function communesOf(
	{ db }: Context,
	{
		departmentCode,
		access,
		communeCode,
	}: { departmentCode: string; access: RecordsAccess; communeCode: string },
): Promise<{ code: string; name: string }[]> {
	const own = access.communeCodes;
	if (communeCode === '' && own === null) return [];
	if (communeCode !== '' && own !== null && !own.includes(communeCode)) throw notFound();
	const codes = communeCode === '' ? [...(own ?? [])] : [communeCode];
	if (codes.length === 0) return [];
	const rows = await db
		.select({ code: commune.code, name: commune.name })
		.from(commune)
		.where(and(inArray(commune.code, codes), eq(commune.departmentCode, departmentCode)))
		.orderBy(asc(commune.searchName));
	if (communeCode !== '' && rows.length === 0) throw notFound();
	return rows;
}

/** The communes where somebody is or comes, the most welcoming first. */
function choicesOf(courses: readonly StoredCourse[], { circle }: RecordsAccess): MayorPage['choices'] {
	if (circle === 'elected') return [];
	const byCommune = Map.groupBy(courses, ({ row }) => row.communeCode);
	return [...byCommune]
		.map(([code, own]) => ({ code, name: own[0]?.communeName ?? code, count: own.length }))
		.toSorted((a, b) => b.count - a.count || a.name.localeCompare(b.name, 'fr'));
}

interface Reader {
	inside: Context;
	space: Space;
	access: RecordsAccess;
	today: string;
	/** Accounts of the elected officials of the commune that somebody chose. */
	elected: ReadonlySet<string>;
}

const WISHES = ['transport', 'spouseWork', 'childcare'] as const satisfies readonly InternField[];

/** A person as the elected officials of the commune may read them, whoever looks. */
function cardOf(reader: Reader, course: StoredCourse): MayorCard {
	const { row, contactName } = course;
	const open = new Set(internFieldsOpenTo('elected', row));
	const shared = <Field extends InternField>(field: Field) => (open.has(field) ? row[field] : null);
	const [phone, email] = [shared('phone'), shared('email')];
	const { id, level, semester, studyYear, site, placementKind, startsOn, endsOn, housing } = row;
	const gaps = gapsOf(welcomeOf(course), reader.today);
	return {
		...{ id, level, semester, studyYear, site, placementKind, startsOn, endsOn, housing, contactName },
		name: row.shareName && row.lastName !== null ? internName(row) : null,
		isNamed: row.lastName !== null,
		...(phone === null ? {} : { phone }),
		...(email === null ? {} : { email }),
		wishes: WISHES.flatMap((field) => {
			const text = shared(field);
			return text === null ? [] : [{ label: INTERN_FIELDS[field].label, text }];
		}),
		isHere: startsOn <= reader.today,
		housingGap: gaps.find(({ kind }) => kind === 'no-housing') ?? null,
		steps: course.steps.flatMap((step) => stepOf(reader, row, step) ?? []),
	};
}

/** A step given to the reader; for those who keep the records, to an elected official of the commune. */
function stepOf(
	{ inside, space, access, elected }: Reader,
	{ communeCode }: { communeCode: string },
	{ item, ownerId, ownerName, dueOn, doneAt, version }: StoredStep,
): MayorStep | null {
	const isTickable = mayTick(inside.actor, space, { communeCode, ownerId });
	const isOwn = access.circle === 'elected';
	if (isOwn ? !isTickable : !elected.has(ownerId ?? '')) return null;
	const doneOn = doneAt === null ? null : dayInFrance(doneAt);
	return { item, dueOn, doneOn, isTickable, version, ownerName: isOwn ? null : ownerName };
}

/** Who facilitates the committee today, by name. */
async function listFacilitators({ db }: Context, departmentCode: string, today: string): Promise<string[]> {
	const rows = await db
		.selectDistinct({ name: account.displayName })
		.from(grant)
		.innerJoin(mandate, eq(mandate.id, grant.mandateId))
		.innerJoin(account, eq(account.id, mandate.accountId))
		.where(
			and(
				...[eq(mandate.departmentCode, departmentCode), eq(grant.role, 'facilitator')],
				...[isNull(grant.revokedAt), isNull(mandate.endedAt), isNull(account.disabledAt)],
				...[lte(mandate.startsOn, today), gte(mandate.endsOn, today)],
			),
		)
		.orderBy(asc(account.displayName));
	return rows.map(({ name }) => name);
}
