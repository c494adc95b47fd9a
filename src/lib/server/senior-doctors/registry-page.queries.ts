import { and, asc, count, eq, inArray, or, sql } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import type {
	HorizonYear,
	RegistryPage,
	RegistryRecords,
	RegistryTab,
} from '#lib/senior-doctors/registry-page.ts';
import { parseFilters, type Filter } from '#lib/senior-doctors/senior-doctor-filter.rules.ts';
import { addDays } from '#lib/ui/date-text.ts';
import { account } from '../accounts/account.tables.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { openFields } from '../policies/seniors.policy.ts';
import { commune, intercommunality } from '../territory/territory.tables.ts';
import { GROUPINGS, listAggregates } from './aggregate.queries.ts';
import { getFollowUp, listDoctorReadings, listToCall } from './follow-up.queries.ts';
import { registryView } from './registry-view.tables.ts';
import { matching } from './senior-doctor.conditions.ts';
import { listSeniorDoctors, openSeniorDoctor, readAddress } from './senior-doctor.queries.ts';
import { seniorDoctor } from './senior-doctor.tables.ts';
import { accountIdOf, authorizeSeniors, type RecordsAccess } from './seniors-rights.queries.ts';

/** What the address of the page says. */
export interface PageAddress {
	q: string;
	filters: string;
	sort: string;
	columns: string;
	/** Id of the open record, or null. */
	doctorId: string | null;
}

/** Everything the page shows: totals for those who read totals, records with their list for the others. @throws TerrimedError */
export async function getRegistryPage(
	context: Context,
	departmentCode: string,
	address: PageAddress,
): Promise<RegistryPage> {
	const { access } = await authorizeSeniors(context, departmentCode);
	const today = dayInFrance(context.now());
	if (access.reads === 'totals') {
		const totals = [];
		for (const by of GROUPINGS) totals.push(await listAggregates(context, departmentCode, by));
		return { reads: 'totals', today, totals };
	}
	const { filters, sort } = readAddress({ ...address, cursor: '' }, access);
	const list = await listSeniorDoctors(context, departmentCode, { ...address, cursor: '' });
	const asked = { departmentCode, access, text: address.q, filters };
	const around = await withRegistryRights(context, [departmentCode], async (inside) => ({
		tabs: await listTabs(inside, departmentCode, access),
		horizon: await horizonOf(inside, asked),
		names: await namesOf(inside, filters),
	}));
	return {
		reads: 'records',
		...{ today, circle: access.circle, fields: openFields(access), ...around },
		question: { q: address.q, filters, sort, columns: address.columns },
		...{ rows: list.rows, next: list.next, total: list.total },
		...(await openedParts(context, departmentCode, { access, today, doctorId: address.doctorId })),
	};
}

type OpenedParts = Pick<RegistryRecords, 'opened' | 'followUps' | 'changes' | 'readings' | 'toCall'>;

async function openedParts(
	context: Context,
	departmentCode: string,
	{ access, today, doctorId }: { access: RecordsAccess; today: string; doctorId: string | null },
): Promise<OpenedParts> {
	const opened = doctorId === null ? null : await openSeniorDoctor(context, departmentCode, doctorId);
	const none = { followUps: [], changes: [], readings: [], toCall: [] };
	if (access.circle !== 'urps') return { opened, ...none };
	const toCall = await listToCall(context, departmentCode, addDays(today, 7));
	const log = opened === null ? none : await getFollowUp(context, departmentCode, opened.id);
	const readings = opened === null ? [] : await listDoctorReadings(context, departmentCode, opened.id);
	return { opened, followUps: log.followUps, changes: log.changes, readings, toCall };
}

/** The questions that the registry keeps ready for whoever may ask them. */
const READY: readonly { name: string; filters: (year: number, today: string) => string; sort: string }[] = [
	{ name: 'Toutes les fiches', filters: () => '', sort: 'name' },
	{
		name: 'Départs d’ici trois ans',
		filters: (year) => `departureYear:..${year + 2}`,
		sort: 'departureYear',
	},
	{ name: 'Sans successeur', filters: () => 'successor:not-yet,sought', sort: 'departureYear' },
	{ name: 'Accueilleraient un jeune', filters: () => 'hostDoctor:yes', sort: 'name' },
	{
		name: 'À appeler cette semaine',
		filters: (_year, today) => `nextStepOn:..${addDays(today, 7)}`,
		sort: 'nextStepOn',
	},
];

async function listTabs(
	inside: Context,
	departmentCode: string,
	access: RecordsAccess,
): Promise<RegistryTab[]> {
	const today = dayInFrance(inside.now());
	const ready = READY.map(({ name, filters, sort }) => ({
		...{ id: '', name, sort, columns: '', shared: true },
		filters: filters(Number(today.slice(0, 4)), today),
	}));
	const saved = await listSavedViews(inside, departmentCode);
	const open = [...ready, ...saved].flatMap((tab) => {
		const filters = parseFilters(tab.filters, access.circle);
		return filters === null ? [] : [{ tab, filters }];
	});
	const counts = Object.fromEntries(
		open.map(({ filters }, index) => {
			const kept = matching(inside.db, { departmentCode, access, text: '', filters });
			return [`n${index}`, sql<number>`(count(*) filter (where ${kept}))::int`];
		}),
	);
	const [row] = await inside.db
		.select(counts)
		.from(seniorDoctor)
		.innerJoin(commune, eq(commune.code, seniorDoctor.communeCode))
		.where(eq(seniorDoctor.departmentCode, departmentCode));
	return open.map(({ tab }, index) => ({ ...tab, count: Number(row?.[`n${index}`] ?? 0) }));
}

/** One's own views, and those that others share, of this registry. */
async function listSavedViews(
	inside: Context,
	departmentCode: string,
): Promise<Omit<RegistryTab, 'count'>[]> {
	const rows = await inside.db
		.select()
		.from(registryView)
		.where(
			and(
				eq(registryView.departmentCode, departmentCode),
				eq(registryView.registry, 'senior-doctors'),
				or(eq(registryView.shared, true), eq(registryView.accountId, accountIdOf(inside))),
			),
		)
		.orderBy(asc(registryView.createdAt));
	return rows.map(({ id, name, shared, criteria }) => ({
		...{ id, name, shared },
		...{ filters: criteria.filters, sort: criteria.sort, columns: criteria.columns.join(',') },
	}));
}

/** Departures by year of what the question keeps, the filter by year apart: its own bars remain to be chosen. */
async function horizonOf(
	{ db }: Context,
	asked: { departmentCode: string; access: RecordsAccess; text: string; filters: readonly Filter[] },
): Promise<HorizonYear[]> {
	const filters = asked.filters.filter(({ name }) => name !== 'departureYear');
	const rows = await db
		.select({
			year: seniorDoctor.departureYear,
			certainty: seniorDoctor.departureCertainty,
			count: count(),
		})
		.from(seniorDoctor)
		.innerJoin(commune, eq(commune.code, seniorDoctor.communeCode))
		.where(matching(db, { ...asked, filters }))
		.groupBy(seniorDoctor.departureYear, seniorDoctor.departureCertainty);
	return [...Map.groupBy(rows, ({ year }) => year)].map(([year, own]) => {
		const of = (certainty: string): number =>
			own.filter((one) => one.certainty === certainty).reduce((sum, one) => sum + one.count, 0);
		return { year, declared: of('declared'), estimated: of('estimated'), unknown: of('unknown') };
	});
}

/** Names of what the filters name by its code. */
async function namesOf({ db }: Context, filters: readonly Filter[]): Promise<Record<string, string>> {
	const valuesOf = (name: Filter['name']): string[] =>
		filters.flatMap((filter) => (filter.name === name && filter.form === 'among' ? [...filter.values] : []));
	const named: { code: string; name: string }[] = [];
	const communes = valuesOf('communeCode');
	if (communes.length > 0) {
		named.push(
			...(await db
				.select({ code: commune.code, name: commune.name })
				.from(commune)
				.where(inArray(commune.code, communes))),
		);
	}
	const groups = valuesOf('intercommunality');
	if (groups.length > 0) {
		const { code, name } = intercommunality;
		named.push(...(await db.select({ code, name }).from(intercommunality).where(inArray(code, groups))));
	}
	const people = valuesOf('followedBy');
	if (people.length > 0) {
		const { id: code, displayName: name } = account;
		named.push(...(await db.select({ code, name }).from(account).where(inArray(account.id, people))));
	}
	return Object.fromEntries(named.map(({ code, name }) => [code, name]));
}
