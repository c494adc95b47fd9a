import { eq, sql } from 'drizzle-orm';
import {
	figureNumber,
	peopleNumber,
	type FigureName,
	type FigureValue,
} from '#lib/documents/figure.rules.ts';
import { ACTION_STATUSES, ACTION_STATUS_LABEL } from '#lib/plan/action.rules.ts';
import { amount } from '#lib/indicators/indicator.words.ts';
import { parsePeriod, periodLabel } from '#lib/indicators/period.rules.ts';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import type { SeatCounts } from '#lib/committee/member.rules.ts';
import { listMembers } from '../committee/member.queries.ts';
import { authorizeInSpace, type Space } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { listIndicators } from '../indicators/indicator.queries.ts';
import { planSummary, type PlanSummary } from '../plan/plan.queries.ts';
import type { DepartmentAction } from '../policies/policy.ts';
import { commune } from '../territory/territory.tables.ts';
import { listIntercommunalities } from '../territory/territory.queries.ts';

/** One value of a kind of figures: what it is of, its name and itself. */
type Counted = Pick<FigureName, 'of'> & { label: string; text: string };

/** A kind of figures: who may read it, where it comes from, and how all its values are read at once. */
interface FigureKind {
	key: string;
	action: DepartmentAction;
	source: string;
	read(context: Context, space: Space, shared: Shared): Promise<Counted[]>;
}

/** What several kinds are counted from, read once for all of them. */
interface Shared {
	plan(): Promise<PlanSummary>;
}

const TERRITORY = 'Insee, population municipale et découpage administratif (Etalab)';
const PLAN = 'Plan d’action du comité';
const MEMBERS = 'Composition du comité';
const INDICATORS = 'Indicateurs du plan, tenus par l’URPS';

/** The closed list: a figure is added by adding its kind here. */
const KINDS: readonly FigureKind[] = [
	{
		key: 'population',
		action: 'document.read',
		source: TERRITORY,
		async read(context, space) {
			const { population } = await countCommunes(context, space.departmentCode);
			const groups = await listIntercommunalities(context, space.departmentCode);
			return [
				{ of: '', label: `Population, ${space.departmentName}`, text: figureNumber(population) },
				...groups.flatMap((group) =>
					group.population === null
						? []
						: [{ of: group.code, label: `Population, ${group.name}`, text: figureNumber(group.population) }],
				),
			];
		},
	},
	{
		key: 'communes',
		action: 'document.read',
		source: TERRITORY,
		async read(context, space) {
			const { count } = await countCommunes(context, space.departmentCode);
			return [{ of: '', label: `Communes, ${space.departmentName}`, text: figureNumber(count) }];
		},
	},
	{
		key: 'intercommunalités',
		action: 'document.read',
		source: TERRITORY,
		async read(context, space) {
			const { length } = await listIntercommunalities(context, space.departmentCode);
			return [{ of: '', label: `Intercommunalités, ${space.departmentName}`, text: figureNumber(length) }];
		},
	},
	{
		key: 'actions',
		action: 'plan.read',
		source: PLAN,
		async read(_context, _space, shared) {
			const { count, byStatus } = await shared.plan();
			return [
				{ of: '', label: 'Actions du plan', text: figureNumber(count) },
				...ACTION_STATUSES.map((status) => ({
					of: status,
					label: `Actions du plan, « ${ACTION_STATUS_LABEL[status]} »`,
					text: figureNumber(byStatus[status]),
				})),
			];
		},
	},
	{
		key: 'échéances-passées',
		action: 'plan.read',
		source: PLAN,
		async read(_context, _space, shared) {
			const { late } = await shared.plan();
			return [{ of: '', label: 'Actions dont l’échéance est passée', text: figureNumber(late.length) }];
		},
	},
	{
		key: 'avancement',
		action: 'plan.read',
		source: PLAN,
		async read(_context, _space, shared) {
			const { byProposition } = await shared.plan();
			return byProposition.map(({ proposition, count, statuses }) => ({
				of: String(proposition),
				label: `Actions terminées de la proposition ${proposition}`,
				text: `${figureNumber(statuses.filter((status) => status === 'done').length)} sur ${figureNumber(count)}`,
			}));
		},
	},
	{
		key: 'membres',
		action: 'members.read',
		source: MEMBERS,
		async read(context, space) {
			const { colleges, counts } = await listMembers(context, space.departmentCode);
			return [
				{ of: '', label: 'Membres du comité', text: peopleNumber(seated(counts)) },
				...colleges.map((college) => ({
					of: college.slug,
					label: `Membres, collège « ${college.label} »`,
					text: peopleNumber(seated(college.counts)),
				})),
			];
		},
	},
	{
		key: 'indicateur',
		action: 'indicator.read',
		source: INDICATORS,
		async read(context, space) {
			const listed = await listIndicators(context, space.departmentCode);
			return listed.flatMap(({ code, definition: { name, unit }, values }) => {
				const last = values.findLast(({ state }) => state === 'validated');
				const period = last === undefined ? null : parsePeriod(last.period);
				if (last === undefined || period === null) return [];
				// A name of a text holds no dot.
				const of = code.replace('.', '-');
				return [{ of, label: `${name}, ${periodLabel(period)}`, text: amount(last.value, unit) }];
			});
		},
	},
];

/** Holders whose mandate runs. */
const seated = ({ current, expiring }: SeatCounts): number => current + expiring;

/** @throws TerrimedError `not-found` for whoever may read no document there */
export async function listFigures(context: Context, departmentCode: string): Promise<FigureValue[]> {
	const space = await authorizeInSpace(context, 'document.read', departmentCode);
	const on = dayInFrance(context.now());
	const values: FigureValue[] = [];
	let plan: Promise<PlanSummary> | null = null;
	const shared: Shared = { plan: () => (plan ??= planSummary(context, space.departmentCode)) };
	for (const { key, action, source, read } of KINDS) {
		if (!space.abilities.includes(action)) continue;
		for (const counted of await read(context, space, shared)) values.push({ key, ...counted, on, source });
	}
	return values;
}

async function countCommunes(
	context: Context,
	departmentCode: string,
): Promise<{ count: number; population: number }> {
	const [row] = await context.db
		.select({
			count: sql<number>`count(*)`.mapWith(Number),
			population: sql<number>`coalesce(sum(${commune.population}), 0)`.mapWith(Number),
		})
		.from(commune)
		.where(eq(commune.departmentCode, departmentCode));
	return row ?? { count: 0, population: 0 };
}
