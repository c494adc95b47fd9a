import { and, asc, desc, eq, gte, inArray, lte, sql } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import type { InternChangeLine, InternRecords, InternsPage } from '#lib/interns/intern.view.ts';
import {
	parseInternFilters,
	parseInternSort,
	type InternFilterName,
} from '#lib/interns/intern-filter.rules.ts';
import { parseSemester, semesterAfter, semesterOf, semesterWords } from '#lib/interns/semester.rules.ts';
import type { Filter } from '#lib/registries/filter.rules.ts';
import type { RegistryTab } from '#lib/registries/registry-list.ts';
import { addMonths } from '#lib/ui/days.ts';
import { account } from '../accounts/account.tables.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { listReadings } from '../registries/reading.queries.ts';
import { listRegionDepartments, mayImport } from '../registries/registry-region.queries.ts';
import { listSavedViews } from '../registries/registry-view.queries.ts';
import { commune, intercommunality } from '../territory/territory.tables.ts';
import { INTERN_GROUPINGS, listInternAggregates } from './intern-aggregate.queries.ts';
import { internsMatching } from './intern.conditions.ts';
import { listInterns, openIntern, readInternAddress } from './intern.queries.ts';
import { intern, internChange } from './intern.tables.ts';
import { getMayorPage } from './mayor.queries.ts';
import { listStepOwners, listWelcomeSteps } from './welcome.queries.ts';
import { authorizeInterns, type InternRecordsAccess } from './interns-rights.queries.ts';

/** What the address of the page says. */
export interface InternPageAddress {
	q: string;
	filters: string;
	sort: string;
	columns: string;
	/** Id of the open record, or null. */
	internId: string | null;
	/** The table was asked for, whatever it is asked: the registry opens on cards for an elected official. */
	asTable: boolean;
}

/**
 * Everything the page shows: totals for those who read totals, the cards of their communes for an elected official who asks for nothing
 * more, records with their list for the others. @throws TerrimedError
 */
export async function getInternsPage(
	context: Context,
	departmentCode: string,
	address: InternPageAddress,
): Promise<InternsPage> {
	const { access, space } = await authorizeInterns(context, departmentCode);
	const today = dayInFrance(context.now());
	if (access.reads === 'totals') {
		const totals = [];
		for (const by of INTERN_GROUPINGS) totals.push(await listInternAggregates(context, departmentCode, by));
		return { reads: 'totals', today, totals };
	}
	if (access.circle === 'elected' && !asksForTable(address))
		return { reads: 'communes', list: await getMayorPage(context, departmentCode, '') };
	const { filters, sort } = readInternAddress({ ...address, cursor: '' }, access);
	const list = await listInterns(context, departmentCode, { ...address, cursor: '' });
	const around = await withRegistryRights(context, [departmentCode], async (inside) => ({
		...(await countsOf(inside, { departmentCode, access, today })),
		names: await namesOfFilters(inside, filters),
	}));
	return {
		reads: 'records',
		imports: await mayImport(context, 'interns', space.regionCode),
		...{ today, circle: access.circle, ...around },
		question: { q: address.q, filters, sort, columns: address.columns },
		...{ rows: list.rows, next: list.next, total: list.total },
		...(await openedParts(
			context,
			{ departmentCode, regionCode: space.regionCode, access },
			address.internId,
		)),
	};
}

function asksForTable({ asTable, internId, ...question }: InternPageAddress): boolean {
	return asTable || internId !== null || Object.values(question).some((words) => words !== '');
}

async function openedParts(
	context: Context,
	of: { departmentCode: string; regionCode: string; access: InternRecordsAccess },
	internId: string | null,
): Promise<Pick<InternRecords, 'opened' | 'changes' | 'readings' | 'steps' | 'owners'>> {
	const { departmentCode, access } = of;
	const opened = internId === null ? null : await openIntern(context, departmentCode, internId);
	const none = { changes: [], readings: [], owners: [] };
	if (opened === null) return { opened, ...none, steps: [] };
	const steps = await listWelcomeSteps(context, departmentCode, opened.id);
	if (access.circle !== 'keepers') return { opened, ...none, steps };
	// It may have been read while it was of another département of the region.
	const codes = await listRegionDepartments(context, of.regionCode);
	const readings = await withRegistryRights(context, codes, ({ db }) =>
		listReadings(db, { registry: 'interns', recordId: opened.id }),
	);
	const changes = await withRegistryRights(context, [departmentCode], ({ db }) => listChanges(db, opened.id));
	const { communeCode = '' } = opened.values;
	const owners = await listStepOwners(context, departmentCode, communeCode);
	return { opened, changes, readings, steps, owners };
}

/** Lines of the history that a page shows. */
const MOST_CHANGES = 200;

async function listChanges(db: Context['db'], internId: string): Promise<InternChangeLine[]> {
	return db
		.select({
			id: internChange.id,
			field: internChange.field,
			before: internChange.before,
			after: internChange.after,
			source: internChange.source,
			authorName: account.displayName,
			changedAt: internChange.changedAt,
		})
		.from(internChange)
		.leftJoin(account, eq(account.id, internChange.accountId))
		.where(eq(internChange.internId, internId))
		.orderBy(desc(internChange.changedAt), asc(internChange.field))
		.limit(MOST_CHANGES);
}

type ReadyTab = Pick<RegistryTab, 'name' | 'filters' | 'sort'>;

/** The questions that the registry keeps ready for whoever may ask them. */
function readyTabs(today: string, access: InternRecordsAccess): ReadyTab[] {
	const now = semesterOf(today);
	const next = semesterAfter(now);
	const month = (code: string): string => (code.endsWith('11') ? 'novembre' : 'mai');
	const keeps = access.circle === 'keepers';
	return [
		{ name: 'Toutes les fiches', filters: '', sort: 'name' },
		{
			name: `Arrivés en ${month(now.code)}`,
			filters: `arrival:${now.code}`,
			sort: keeps ? '-openItems' : 'name',
		},
		{ name: `Attendus en ${month(next.code)}`, filters: `arrival:${next.code}`, sort: 'commune' },
		{ name: 'Sans logement', filters: `housing:sought,temporary;endsOn:${today}..`, sort: 'startsOn' },
		{ name: 'Docteurs juniors', filters: 'level:junior-doctor', sort: 'name' },
		{
			name: 'Fins de stage proches',
			filters: `endsOn:${today}..${addMonths(today, 2)}`,
			sort: 'endsOn',
		},
	];
}

/** How many records each tab keeps, and how many courses run today, in one question. */
async function countsOf(
	inside: Context,
	{ departmentCode, access, today }: { departmentCode: string; access: InternRecordsAccess; today: string },
): Promise<Pick<InternRecords, 'tabs' | 'present'>> {
	const ready = readyTabs(today, access).map((tab) => ({
		...tab,
		id: '',
		columns: '',
		shared: true,
		isOwn: false,
	}));
	const saved = await listSavedViews(inside, departmentCode, 'interns');
	const open = [...ready, ...saved].flatMap((tab) => {
		const filters = parseInternFilters(tab.filters, access.circle);
		// What somebody else shares may be in an order that its reader may not ask for.
		const sort = parseInternSort(tab.sort, access.circle) === null ? 'name' : tab.sort;
		return filters === null ? [] : [{ tab: { ...tab, sort }, filters }];
	});
	const asked = { departmentCode, access, text: '' };
	const all = internsMatching(inside.db, { ...asked, filters: [] });
	const counts = Object.fromEntries(
		open.map(({ filters }, index) => {
			const kept = internsMatching(inside.db, { ...asked, filters });
			return [`n${index}`, sql<number>`(count(*) filter (where ${kept}))::int`];
		}),
	);
	const running = and(all, lte(intern.startsOn, today), gte(intern.endsOn, today));
	const [row] = await inside.db
		.select({ ...counts, present: sql<number>`(count(*) filter (where ${running}))::int` })
		.from(intern)
		.innerJoin(commune, eq(commune.code, intern.communeCode))
		.where(eq(intern.departmentCode, departmentCode));
	const found: Record<string, number | undefined> = row ?? {};
	return {
		tabs: open.map(({ tab }, index) => ({ ...tab, count: Number(found[`n${index}`] ?? 0) })),
		present: Number(found['present'] ?? 0),
	};
}

/** Names of what the filters name by its code. */
async function namesOfFilters(
	{ db }: Context,
	filters: readonly Filter<InternFilterName>[],
): Promise<Record<string, string>> {
	const valuesOf = (name: InternFilterName): string[] =>
		filters.flatMap((filter) => (filter.name === name && filter.form === 'among' ? [...filter.values] : []));
	const named = valuesOf('arrival').flatMap((code) => {
		const semester = parseSemester(code);
		return semester === null ? [] : [{ code, name: semesterWords(semester) }];
	});
	const places = valuesOf('communeCode');
	if (places.length > 0) {
		const { code, name } = commune;
		named.push(...(await db.select({ code, name }).from(commune).where(inArray(code, places))));
	}
	const groups = valuesOf('intercommunality');
	if (groups.length > 0) {
		const { code, name } = intercommunality;
		named.push(...(await db.select({ code, name }).from(intercommunality).where(inArray(code, groups))));
	}
	const people = valuesOf('contactId');
	if (people.length > 0) {
		const { id: code, displayName: name } = account;
		named.push(...(await db.select({ code, name }).from(account).where(inArray(account.id, people))));
	}
	return Object.fromEntries(named.map(({ code, name }) => [code, name]));
}
