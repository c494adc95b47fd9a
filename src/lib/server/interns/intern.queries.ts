import { and, asc, count, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { notFound, TerrimedError } from '#lib/errors.ts';
import { isId } from '#lib/identifiers.ts';
import {
	parseInternFilters,
	parseInternSort,
	type InternFilterName,
	type InternSortName,
} from '#lib/interns/intern-filter.rules.ts';
import type { ListedIntern, OpenedIntern } from '#lib/interns/intern.view.ts';
import { INTERN_FIELD_NAMES, INTERN_FIELDS } from '#lib/interns/intern.fields.rules.ts';
import type { InternField, InternFieldOrigin } from '#lib/interns/intern.rules.ts';
import type { Filter, Sort } from '#lib/registries/filter.rules.ts';
import { account } from '../accounts/account.tables.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { opensIntern } from '../policies/interns.policy.ts';
import { comesAfter, pageOf, parseCursor, wordsOf, type Cursor } from '../registries/list-cursor.ts';
import { logListing, logOpening } from '../registries/reading.log.ts';
import { seniorDoctor } from '../senior-doctors/senior-doctor.tables.ts';
import { commune } from '../territory/territory.tables.ts';
import { listedFor, readinessOfRows } from './intern-row.queries.ts';
import { internSortKey, internsMatching } from './intern.conditions.ts';
import { hostNameFor, internValuesOf, pickInternFields } from './intern.record.ts';
import { intern } from './intern.tables.ts';
import {
	authorizeInternRecords,
	type InternRecordsAccess,
	type InternsReader,
} from './interns-rights.queries.ts';

/** Rows of one page: three screens of a compact table. */
const INTERN_PAGE_SIZE = 100;

/** What the address of a list says. */
export interface InternListAddress {
	q: string;
	filters: string;
	sort: string;
	cursor: string;
}

export interface InternList {
	rows: ListedIntern[];
	/** Gives the page after this one; null at the end. */
	next: string | null;
	total: number;
}

/**
 * A page of the records that the actor reads, by what the address says. A search by words is written in the audit log, without its words.
 * @throws TerrimedError `invalid-input` when the address asks for what is not a filter or an order of this reader
 */
export async function listInterns(
	context: Context,
	departmentCode: string,
	address: InternListAddress,
): Promise<InternList> {
	const reader = await authorizeInternRecords(context, departmentCode);
	const asked = readInternAddress(address, reader.access);
	return withRegistryRights(context, [departmentCode], async (inside) => {
		const list = await listMatchingInterns(inside, { departmentCode, reader, text: address.q, ...asked });
		if (wordsOf(address.q).length > 0) {
			const recordIds = list.rows.map(({ id }) => id);
			await logListing(inside, { ...internReading(departmentCode, reader), way: 'search', recordIds });
		}
		return list;
	});
}

/** What the log says of each reading of this registry. */
export function internReading(departmentCode: string, { access }: Pick<InternsReader, 'access'>) {
	return { registry: 'interns', departmentCode, circle: access.circle } as const;
}

export interface InternListRequest {
	departmentCode: string;
	reader: InternsReader;
	text: string;
	filters: readonly Filter<InternFilterName>[];
	sort: Sort<InternSortName>;
	after: Cursor | null;
	limit?: number;
}

const LONG: readonly InternField[] = INTERN_FIELD_NAMES.filter(
	(field) => INTERN_FIELDS[field].kind === 'long-text',
);
const LISTED = INTERN_FIELD_NAMES.filter((field) => !LONG.includes(field));
const LISTED_COLUMNS = Object.fromEntries(LISTED.map((field) => [field, intern[field]])) as Pick<
	typeof intern,
	Exclude<InternField, 'project'>
>;

const HOST_COLUMNS = {
	id: seniorDoctor.id,
	lastName: seniorDoctor.lastName,
	firstName: seniorDoctor.firstName,
	sharing: seniorDoctor.sharing,
	communeCode: seniorDoctor.communeCode,
};

/** The page itself, inside a transaction opened for the département; also what an export reads, page after page. */
export async function listMatchingInterns(inside: Context, request: InternListRequest): Promise<InternList> {
	const { reader, sort, after, departmentCode, text, filters, limit = INTERN_PAGE_SIZE } = request;
	const { access } = reader;
	const { db } = inside;
	const key = internSortKey(sort, access);
	const kept = internsMatching(db, { departmentCode, access, text, filters });
	const direction = sort.descending ? desc : asc;
	const counting = db
		.select({ total: count() })
		.from(intern)
		.innerJoin(commune, eq(commune.code, intern.communeCode))
		.where(kept);
	const rows = await db
		.select({
			record: LISTED_COLUMNS,
			host: HOST_COLUMNS,
			...{ id: intern.id, version: intern.version, openItems: intern.openItems },
			...{ communeName: commune.name, contactName: account.displayName, sortedBy: key },
			// Asked with the rows: reckoned once, and one question less to wait for.
			total: sql`${counting}`.mapWith(Number),
		})
		.from(intern)
		.innerJoin(commune, eq(commune.code, intern.communeCode))
		.leftJoin(account, eq(account.id, intern.contactId))
		.leftJoin(seniorDoctor, and(eq(seniorDoctor.id, intern.hostDoctorId), isNull(seniorDoctor.opposedAt)))
		.where(and(kept, comesAfter(key, intern.id, { descending: sort.descending, after })))
		.orderBy(direction(key), direction(intern.id))
		.limit(limit + 1);
	const { page, next } = pageOf(rows, limit);
	const readiness = await readinessOfRows(inside, reader, page);
	return {
		rows: page.map((row) => listedFor(reader, row, readiness.get(row.id))),
		next,
		total: rows[0]?.total ?? (await counting)[0]?.total ?? 0,
	};
}

/** What the address says, judged by what its reader may read. */
export function readInternAddress(
	{ filters, sort, cursor }: Pick<InternListAddress, 'filters' | 'sort' | 'cursor'>,
	{ circle }: InternRecordsAccess,
): { filters: Filter<InternFilterName>[]; sort: Sort<InternSortName>; after: Cursor | null } {
	const parsed = parseInternFilters(filters, circle);
	const order = parseInternSort(sort === '' ? 'name' : sort, circle);
	const after = cursor === '' ? null : parseCursor(cursor);
	if (parsed === null || order === null || (cursor !== '' && after === null)) {
		throw new TerrimedError(
			'invalid-input',
			'Cette adresse demande un filtre ou un ordre que ce registre n’a pas. Rouvrez la liste.',
		);
	}
	return { filters: parsed, sort: order, after };
}

/** A record that the actor opens: written in the audit log. @throws TerrimedError `not-found` */
export async function openIntern(
	context: Context,
	departmentCode: string,
	internId: string,
): Promise<OpenedIntern> {
	const reader = await authorizeInternRecords(context, departmentCode);
	return withRegistryRights(context, [departmentCode], async (inside) => {
		const record = await readIntern(inside, { departmentCode, internId, reader });
		await logOpening(inside, { ...internReading(departmentCode, reader), recordId: internId });
		return record;
	});
}

/** The record by the rights of its reader, inside a transaction opened for the département. @throws TerrimedError `not-found` */
export async function readIntern(
	{ db }: Context,
	{ departmentCode, internId, reader }: { departmentCode: string; internId: string; reader: InternsReader },
): Promise<OpenedIntern> {
	const found = await findStoredIntern({ db }, departmentCode, internId);
	if (found === null || !opensIntern(reader.access, found.values)) throw notFound();
	const { version, sources } = found;
	const values = pickInternFields(found.values, found.values, reader);
	const names = await namesOfRecord(db, found.values, reader);
	const { hostDoctorId } = found.values;
	if (hostDoctorId !== null && names[hostDoctorId] === undefined) delete values.hostDoctorId;
	return {
		id: internId,
		values,
		communeName: names[found.values.communeCode] ?? found.values.communeCode,
		communeNames: names,
		hasHost: hostDoctorId !== null || found.values.hostName !== null,
		...(reader.access.circle === 'keepers' ? { version, sources } : {}),
	};
}

/** Names of the commune, of the contact, and of the host for those who read that doctor. */
async function namesOfRecord(
	db: Context['db'],
	values: ReturnType<typeof internValuesOf>,
	{ doctors }: InternsReader,
): Promise<Record<string, string>> {
	const { communeCode, contactId, hostDoctorId } = values;
	const named = await db
		.select({ code: commune.code, name: commune.name })
		.from(commune)
		.where(eq(commune.code, communeCode));
	if (contactId !== null) {
		const { id: code, displayName: name } = account;
		named.push(...(await db.select({ code, name }).from(account).where(eq(account.id, contactId))));
	}
	if (hostDoctorId !== null) {
		const hosts = await db
			.select(HOST_COLUMNS)
			.from(seniorDoctor)
			.where(and(inArray(seniorDoctor.id, [hostDoctorId]), isNull(seniorDoctor.opposedAt)));
		const name = hostNameFor(hosts[0] ?? null, doctors);
		if (name !== null) named.push({ code: hostDoctorId, name });
	}
	return Object.fromEntries(named.map(({ code, name }) => [code, name]));
}

/** A record as it is stored, whole; null when the département has no such record, or its person opposed it. */
export async function findStoredIntern(
	{ db }: Pick<Context, 'db'>,
	departmentCode: string,
	internId: string,
	options: { forUpdate?: boolean } = {},
) {
	if (!isId(internId)) return null;
	const query = db
		.select()
		.from(intern)
		.where(and(eq(intern.id, internId), eq(intern.departmentCode, departmentCode), isNull(intern.opposedAt)));
	const [row] = await (options.forUpdate === true ? query.for('no key update') : query);
	if (row === undefined) return null;
	const sources = row.sources as Record<string, InternFieldOrigin>;
	return { row, version: row.version, sources, values: internValuesOf(row) };
}
