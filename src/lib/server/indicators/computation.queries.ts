import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { notFound } from '#lib/errors.ts';
import { countedAsTold, FORMULAS, outcomeOf } from '#lib/indicators/computation.rules.ts';
import type { FactSource } from '#lib/indicators/fact.rules.ts';
import type { ComputationView, CountedRow } from '#lib/indicators/indicator.view.ts';
import { periodOf } from '#lib/indicators/period.rules.ts';
import { LEVEL_LABEL } from '#lib/interns/intern.values.rules.ts';
import { SPECIALTIES } from '#lib/senior-doctors/specialty.catalogue.ts';
import { ZONE_SHORT } from '#lib/territory/zoning.rules.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { intern } from '../interns/intern.tables.ts';
import { planAction } from '../plan/plan.tables.ts';
import type { DepartmentAction } from '../policies/policy.ts';
import { seniorDoctor } from '../senior-doctors/senior-doctor.tables.ts';
import { commune, communeZoning } from '../territory/territory.tables.ts';
import { readFacts } from './computation-facts.queries.ts';
import { readDefined } from './indicator.rows.ts';

/** Who reads the rows behind a figure: of people, the URPS alone, which writes both registries. */
const MAY_READ_ROWS: Readonly<Record<FactSource, DepartmentAction>> = {
	doctors: 'seniors.write',
	interns: 'indicator.write',
	actions: 'plan.read',
	communes: 'indicator.read',
};

/** Most rows told under a figure. */
const MOST_ROWS = 300;

/**
 * What the figure of a computed indicator counts now, and its rows for whoever may read them. Whoever may not is told no group of fewer than
 * five people, and people to the nearest five.
 * @throws TerrimedError `not-found` when the indicator is not open to the actor
 */
export async function findComputation(
	context: Context,
	departmentCode: string,
	code: string,
): Promise<ComputationView | null> {
	const space = await authorizeInSpace(context, 'indicator.read', departmentCode);
	const defined = await readDefined(context.db, [space.departmentCode]);
	const found = defined.get(space.departmentCode)?.find((one) => one.code === code);
	if (found === undefined) throw notFound();
	const { computation, frequency } = found.definition;
	if (computation === null) return null;
	const formula = FORMULAS[computation];
	const day = dayInFrance(context.now());
	const facts = await readFacts(context, space.departmentCode, new Set([formula.source]));
	const counted = formula.count(facts, { period: periodOf(frequency, day), day });
	const isOpen = space.abilities.includes(MAY_READ_ROWS[formula.source]);
	const isFew = outcomeOf(formula, counted).kind === 'few';
	const { part, whole } = isOpen ? counted : countedAsTold(formula, counted);
	return {
		...{ computation, day, isFew },
		counted: isOpen || !isFew ? { part, whole } : null,
		rows: isOpen
			? await ROWS[formula.source](context, space.departmentCode, counted.rows.slice(0, MOST_ROWS))
			: null,
		more: isOpen ? Math.max(0, counted.rows.length - MOST_ROWS) : 0,
	};
}

type ReadRows = (context: Context, departmentCode: string, ids: readonly string[]) => Promise<CountedRow[]>;

const ROWS: Readonly<Record<FactSource, ReadRows>> = {
	/** Without their names: a record that is opened is written in the log of readings, a list of names would not be. */
	async doctors(context, departmentCode, ids) {
		if (ids.length === 0) return [];
		const rows = await withRegistryRights(context, [departmentCode], ({ db }) =>
			db
				.select({ id: seniorDoctor.id, specialty: seniorDoctor.specialty, place: commune.name })
				.from(seniorDoctor)
				.innerJoin(commune, eq(commune.code, seniorDoctor.communeCode))
				.where(
					and(
						eq(seniorDoctor.departmentCode, departmentCode),
						inArray(seniorDoctor.id, [...ids]),
						isNull(seniorDoctor.opposedAt),
					),
				)
				.orderBy(asc(commune.searchName), asc(seniorDoctor.id)),
		);
		return rows.map(({ id, specialty, place }) => ({
			label: `${place}, ${SPECIALTIES[specialty]}`,
			href: `/${departmentCode}/medecins/${id}`,
		}));
	},
	async interns(context, departmentCode, ids) {
		if (ids.length === 0) return [];
		const { level, startsOn, endsOn } = intern;
		const rows = await withRegistryRights(context, [departmentCode], ({ db }) =>
			db
				.select({ id: intern.id, level, startsOn, endsOn, place: commune.name })
				.from(intern)
				.innerJoin(commune, eq(commune.code, intern.communeCode))
				.where(
					and(
						eq(intern.departmentCode, departmentCode),
						inArray(intern.id, [...ids]),
						isNull(intern.opposedAt),
					),
				)
				.orderBy(asc(commune.searchName), asc(intern.id)),
		);
		return rows.map((row) => ({
			label: `${row.place}, ${LEVEL_LABEL[row.level].toLowerCase()}`,
			href: null,
		}));
	},
	async actions({ db }, departmentCode, ids) {
		if (ids.length === 0) return [];
		const { number, title, actionId } = planAction;
		const rows = await db
			.select({ number, title })
			.from(planAction)
			.where(and(eq(planAction.departmentCode, departmentCode), inArray(actionId, [...ids])));
		return rows
			.sort((left, right) => left.number.localeCompare(right.number, 'fr', { numeric: true }))
			.map((row) => ({
				label: `${row.number} ${row.title}`,
				href: `/${departmentCode}/plan/${row.number.replace('.', '-')}`,
			}));
	},
	async communes({ db }, _departmentCode, ids) {
		if (ids.length === 0) return [];
		const rows = await db
			.select({ name: commune.name, zone: communeZoning.zone })
			.from(commune)
			.innerJoin(communeZoning, eq(communeZoning.communeCode, commune.code))
			.where(inArray(commune.code, [...ids]))
			.orderBy(asc(commune.searchName));
		return rows.map(({ name, zone }) => ({ label: `${name}, ${ZONE_SHORT[zone]}`, href: null }));
	},
};
