import { and, asc, count, countDistinct, eq, gt, inArray, max, ne, sql } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import {
	counted,
	newsWords,
	regionWords,
	standingWords,
	type SpaceNews,
} from '#lib/home/own-spaces.rules.ts';
import type { RegionCards, SpaceCard, SpaceTask } from '#lib/home/own-spaces.view.ts';
import { ACTION_STATUSES, shownStatus, type ActionStatus } from '#lib/plan/action.rules.ts';
import { NO_FILTER, planFilterQuery } from '#lib/plan/plan.rules.ts';
import { shortDate } from '#lib/ui/date-text.ts';
import { spaceVisit } from '../committee/committee.tables.ts';
import { listSpaces, type Space } from '../committee/space.queries.ts';
import type { Actor } from '../policies/policy.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { activity } from '../documents/document.tables.ts';
import { evaluationReview } from '../evaluation/review/review.tables.ts';
import { countOpenObjectionsIn } from '../indicators/objection.queries.ts';
import { listOwnRegions } from '../indicators/region.queries.ts';
import { planAction } from '../plan/plan.tables.ts';
import { department } from '../territory/territory.tables.ts';

/** More cells than a card can hold: its sentence then says it alone. */
const CELLS_AT_MOST = 60;

type Account = Extract<Actor, { kind: 'account' }>;
type Counts = Record<ActionStatus, number>;

/**
 * The spaces that the actor may read, by region, each with where it stands and what waits for them there: as many statements for
 * one committee as for twelve. Nothing for a visitor.
 */
export async function listOwnSpaces(context: Context): Promise<RegionCards[]> {
	const { actor, db } = context;
	const spaces = await listSpaces(context);
	if (actor.kind !== 'account' || spaces.length === 0) return [];
	const codes = spaces.map(({ departmentCode }) => departmentCode);
	const today = dayInFrance(context.now());
	const known = {
		standing: await readStandings(db, codes, today),
		news: await readNews(db, actor, codes),
		reviews: await readReviews(db, actor, codes),
		objections: await countOpenObjectionsIn(db, codes),
	};
	const whole = await listOwnRegions(context);
	const departments = await listDepartments(
		db,
		whole.map(({ code }) => code),
	);
	return [...Map.groupBy(spaces, ({ regionCode }) => regionCode)].map(([regionCode, own]) => {
		const all = departments.filter((one) => one.regionCode === regionCode);
		return {
			name: own[0]?.regionName ?? '',
			whole: whole.some(({ code }) => code === regionCode)
				? wholeOf({ code: regionCode, own, departments: all }, known)
				: null,
			spaces: own.map((space) => cardOf(space, actor, known, context.now())),
		};
	});
}

/** What is said of a region to whoever sees it whole. */
function wholeOf(
	{ code, own, departments }: { code: string; own: readonly Space[]; departments: readonly Place[] },
	known: Known,
): RegionCards['whole'] {
	const visited = own.some(({ departmentCode }) => known.news.has(departmentCode));
	const changes = sum(own, ({ departmentCode }) => known.news.get(departmentCode)?.changes);
	return {
		code,
		sentence: regionWords({
			committees: own.length,
			departments: departments.length,
			late: sum(own, ({ departmentCode }) => known.standing.get(departmentCode)?.late),
			changes: visited ? changes : null,
		}),
		without: departments
			.filter((one) => !own.some(({ departmentCode }) => departmentCode === one.code))
			.map(({ name }) => name),
	};
}

interface Place {
	code: string;
	name: string;
	regionCode: string;
}

interface Known {
	standing: ReadonlyMap<string, Counts>;
	news: ReadonlyMap<string, SpaceNews>;
	reviews: ReadonlyMap<string, Date>;
	objections: ReadonlyMap<string, number>;
}

const sum = (spaces: readonly Space[], of: (space: Space) => number | undefined): number =>
	spaces.reduce((total, space) => total + (of(space) ?? 0), 0);

const noAction = (): Counts => ({ proposed: 0, 'on-track': 0, 'at-risk': 0, late: 0, done: 0 });

function cardOf(space: Space, actor: Account, known: Known, now: Date): SpaceCard {
	const { departmentCode: code, departmentName: name, regionCode } = space;
	const standing = known.standing.get(code) ?? noAction();
	const cells = ACTION_STATUSES.flatMap((status) => Array<ActionStatus>(standing[status]).fill(status));
	const news = known.news.get(code) ?? null;
	return {
		...{ code, name },
		roles: actor.grants
			.filter((grant) =>
				grant.departmentCode === null ? grant.regionCode === regionCode : grant.departmentCode === code,
			)
			.map((grant) => ({
				...{ role: grant.role, organisationName: grant.organisationName },
				isRegional: grant.departmentCode === null,
			})),
		standing: standingWords(standing),
		cells: cells.length > CELLS_AT_MOST ? [] : cells,
		news: newsWords(news, now),
		hasNews: news !== null && news.changes > 0,
		tasks: tasksOf(space, standing, known),
	};
}

/** What the reader's own work in this space is: the late actions, the objections to answer, the review to make. */
function tasksOf({ departmentCode: code, abilities }: Space, { late }: Counts, known: Known): SpaceTask[] {
	const may = new Set<string>(abilities);
	const open = known.objections.get(code) ?? 0;
	const reviewed = known.reviews.get(code);
	const tasks: (SpaceTask | false)[] = [
		late > 0 && {
			words: counted(late, 'action en retard', 'actions en retard'),
			href: `/${code}/plan?${planFilterQuery({ ...NO_FILTER, late: true })}`,
		},
		open > 0 &&
			may.has('indicator.write') && {
				words: counted(open, 'objection sans réponse', 'objections sans réponse'),
				href: `/${code}/indicateurs`,
			},
		may.has('evaluation.read') &&
			!may.has('plan.write') && {
				words:
					reviewed === undefined
						? 'Première revue à faire'
						: `Revue depuis le ${shortDate(dayInFrance(reviewed))}`,
				href: `/${code}/revue`,
			},
	];
	return tasks.filter((task) => task !== false);
}

/** Actions by the status that they show today. */
async function readStandings(db: Database, codes: string[], today: string): Promise<Map<string, Counts>> {
	const { departmentCode, status, dueOn } = planAction;
	const rows = await db
		.select({
			...{ departmentCode, status, all: count() },
			past: sql<number>`count(*) filter (where ${dueOn} < ${today})`.mapWith(Number),
		})
		.from(planAction)
		.where(inArray(departmentCode, codes))
		.groupBy(departmentCode, status);
	const found = new Map<string, Counts>();
	for (const row of rows) {
		const counts = found.get(row.departmentCode) ?? noAction();
		counts[shownStatus({ status: row.status, dueOn: '0001-01-01' }, today)] += row.past;
		counts[row.status] += row.all - row.past;
		found.set(row.departmentCode, counts);
	}
	return found;
}

/** What others did since the actor last opened each space; nothing of one that they never opened. */
async function readNews(db: Database, actor: Account, codes: string[]): Promise<Map<string, SpaceNews>> {
	const { departmentCode, currentAt, accountId } = spaceVisit;
	const rows = await db
		.select({
			...{ departmentCode, since: currentAt },
			changes: count(activity.id),
			people: countDistinct(activity.accountId),
		})
		.from(spaceVisit)
		.leftJoin(
			activity,
			and(
				eq(activity.departmentCode, departmentCode),
				gt(activity.happenedAt, currentAt),
				ne(activity.accountId, actor.accountId),
			),
		)
		.where(and(eq(accountId, actor.accountId), inArray(departmentCode, codes)))
		.groupBy(departmentCode, currentAt);
	return new Map(rows.map(({ departmentCode: code, ...news }) => [code, news]));
}

/** Where the actor's last review of each space ended. */
async function readReviews(db: Database, actor: Account, codes: string[]): Promise<Map<string, Date>> {
	const { departmentCode, accountId, untilAt } = evaluationReview;
	const rows = await db
		.select({ departmentCode, until: max(untilAt) })
		.from(evaluationReview)
		.where(and(eq(accountId, actor.accountId), inArray(departmentCode, codes)))
		.groupBy(departmentCode);
	return new Map(rows.flatMap(({ departmentCode: code, until }) => (until === null ? [] : [[code, until]])));
}

async function listDepartments(db: Database, regionCodes: string[]): Promise<Place[]> {
	if (regionCodes.length === 0) return [];
	const { code, name, regionCode } = department;
	return db
		.select({ code, name, regionCode })
		.from(department)
		.where(inArray(regionCode, regionCodes))
		.orderBy(asc(code));
}
