import { eq, sql } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import type { RegistryTab } from '#lib/registries/registry-list.ts';
import type { RegistryPage, RegistryRecords } from '#lib/senior-doctors/registry-page.ts';
import { parseFilters, parseSort } from '#lib/senior-doctors/senior-doctor-filter.rules.ts';
import { addDays } from '#lib/ui/days.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { openFields } from '../policies/seniors.policy.ts';
import { commune } from '../territory/territory.tables.ts';
import { GROUPINGS, listAggregates } from './aggregate.queries.ts';
import { listCoordinators } from './coordinators.queries.ts';
import { getFollowUp, listDoctorReadings, listToCall } from './follow-up.queries.ts';
import { listIntercommunalities, namesOf } from './filter-names.queries.ts';
import { horizonOf } from './horizon.queries.ts';
import { listSavedViews } from '../registries/registry-view.queries.ts';
import { matching } from './senior-doctor.conditions.ts';
import { listSeniorDoctors, openSeniorDoctor, readAddress } from './senior-doctor.queries.ts';
import { seniorDoctor } from './senior-doctor.tables.ts';
import { authorizeSeniors, type RecordsAccess } from './seniors-rights.queries.ts';

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
	const { access, space } = await authorizeSeniors(context, departmentCode);
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
		intercommunalities: await listIntercommunalities(inside, departmentCode),
	}));
	return {
		reads: 'records',
		...{ today, circle: access.circle, fields: openFields(access), ...around },
		question: { q: address.q, filters, sort, columns: address.columns },
		...{ rows: list.rows, next: list.next, total: list.total },
		...(await openedParts(context, departmentCode, { access, today, doctorId: address.doctorId })),
		coordinators: access.circle === 'urps' ? await listCoordinators(context, space.regionCode) : [],
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
		...{ id: '', name, sort, columns: '', shared: true, isOwn: false },
		filters: filters(Number(today.slice(0, 4)), today),
	}));
	const saved = await listSavedViews(inside, departmentCode, 'senior-doctors');
	const open = [...ready, ...saved].flatMap((tab) => {
		const filters = parseFilters(tab.filters, access.circle);
		// What somebody else shares may be in an order that its reader may not ask for.
		const sort = parseSort(tab.sort, access.circle) === null ? 'name' : tab.sort;
		return filters === null ? [] : [{ tab: { ...tab, sort }, filters }];
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
