import { and, asc, count, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { notFound, TerrimedError } from '#lib/errors.ts';
import { isId } from '#lib/identifiers.ts';
import {
	parseFilters,
	parseSort,
	type FilterName,
	type SortName,
} from '#lib/senior-doctors/senior-doctor-filter.rules.ts';
import type { Filter, Sort } from '#lib/registries/filter.rules.ts';
import { fieldsOpenTo } from '#lib/senior-doctors/senior-doctor.fields.rules.ts';
import type { FieldOrigin, SeniorDoctorValues } from '#lib/senior-doctors/senior-doctor.rules.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { openFields, opensRecord } from '../policies/seniors.policy.ts';
import { account } from '../accounts/account.tables.ts';
import { logListing, logOpening } from '../registries/reading.log.ts';
import { commune } from '../territory/territory.tables.ts';
import { comesAfter, pageOf, parseCursor, wordsOf, type Cursor } from '../registries/list-cursor.ts';
import { matching, sortKey } from './senior-doctor.conditions.ts';
import {
	COLUMN_FIELDS,
	columnsOf,
	communesOf,
	pickFields,
	valuesOf,
	type ColumnField,
} from './senior-doctor.record.ts';
import { seniorDoctor, seniorDoctorPlace } from './senior-doctor.tables.ts';
import { authorizeRecords, type RecordsAccess } from './seniors-rights.queries.ts';

/** Rows of one page: three screens of a compact table. */
const PAGE_SIZE = 100;

/** What the address of a list says. */
export interface ListAddress {
	q: string;
	filters: string;
	sort: string;
	cursor: string;
}

/** A row of a list: the fields that its reader may read, but for the long texts. */
export interface SeniorDoctorRow extends Partial<
	Omit<SeniorDoctorValues, 'otherPlaces' | 'conditions' | 'obstacles'>
> {
	id: string;
	communeName: string;
	version?: number;
	lastContactOn?: string | null;
	nextStepOn?: string | null;
	followedByName?: string | null;
}

export interface SeniorDoctorList {
	rows: SeniorDoctorRow[];
	/** Gives the page after this one; null at the end. */
	next: string | null;
	total: number;
}

const LONG: readonly string[] = ['conditions', 'obstacles'];

/**
 * A page of the records that the actor reads, by what the address says. A search by words is written in the audit log, without its words.
 * @throws TerrimedError `invalid-input` when the address asks for what is not a filter or an order of this reader
 */
export async function listSeniorDoctors(
	context: Context,
	departmentCode: string,
	address: ListAddress,
): Promise<SeniorDoctorList> {
	const { access } = await authorizeRecords(context, departmentCode);
	const asked = readAddress(address, access);
	return withRegistryRights(context, [departmentCode], async (inside) => {
		const list = await listMatching(inside, { departmentCode, access, text: address.q, ...asked });
		if (wordsOf(address.q).length > 0) {
			const recordIds = list.rows.map(({ id }) => id);
			await logListing(inside, { ...reading(departmentCode, access), way: 'search', recordIds });
		}
		return list;
	});
}

/** What the log says of each reading of this registry. */
function reading(departmentCode: string, { circle }: RecordsAccess) {
	return { registry: 'senior-doctors', departmentCode, circle } as const;
}

export interface ListRequest {
	departmentCode: string;
	access: RecordsAccess;
	text: string;
	filters: readonly Filter<FilterName>[];
	sort: Sort<SortName>;
	after: Cursor | null;
	limit?: number;
	ids?: readonly string[] | undefined;
}

/** The page itself, inside a transaction opened for the département; also what an export reads, page after page. */
export async function listMatching(inside: Context, request: ListRequest): Promise<SeniorDoctorList> {
	const { access, sort, after, limit = PAGE_SIZE } = request;
	const { db } = inside;
	const key = sortKey(sort);
	const kept = matching(db, request);
	const direction = sort.descending ? desc : asc;
	const counting = db
		.select({ total: count() })
		.from(seniorDoctor)
		.innerJoin(commune, eq(commune.code, seniorDoctor.communeCode))
		.where(kept);
	const rows = await db
		.select({
			...columnsOf(listedFields(access)),
			...ownColumns(access),
			id: seniorDoctor.id,
			communeName: commune.name,
			sortedBy: key,
			// Asked with the rows: reckoned once, and one question less to wait for.
			total: sql`${counting}`.mapWith(Number),
		})
		.from(seniorDoctor)
		.innerJoin(commune, eq(commune.code, seniorDoctor.communeCode))
		.leftJoin(account, eq(account.id, seniorDoctor.followedBy))
		.where(and(kept, comesAfter(key, seniorDoctor.id, { descending: sort.descending, after })))
		.orderBy(direction(key), direction(seniorDoctor.id))
		.limit(limit + 1);
	const { page, next } = pageOf(rows, limit);
	return {
		rows: page.map(({ sortedBy: _, total: __, ...row }) => row),
		next,
		total: rows[0]?.total ?? (await counting)[0]?.total ?? 0,
	};
}

function listedFields(access: RecordsAccess): ColumnField[] {
	const open = new Set<string>(openFields(access));
	return COLUMN_FIELDS.filter((field) => open.has(field) && !LONG.includes(field));
}

const OWN_COLUMNS = {
	version: seniorDoctor.version,
	lastContactOn: seniorDoctor.lastContactOn,
	nextStepOn: seniorDoctor.nextStepOn,
	followedByName: account.displayName,
};

/** What the URPS alone keeps on a record. Even its version would tell the others of changes that they may not see. */
function ownColumns({ circle }: RecordsAccess): typeof OWN_COLUMNS {
	return (circle === 'urps' ? OWN_COLUMNS : {}) as typeof OWN_COLUMNS;
}

/** What the address says, judged by what its reader may read. */
export function readAddress(
	{ filters, sort, cursor }: Pick<ListAddress, 'filters' | 'sort' | 'cursor'>,
	{ circle }: RecordsAccess,
): { filters: Filter<FilterName>[]; sort: Sort<SortName>; after: Cursor | null } {
	const parsed = parseFilters(filters, circle);
	const order = parseSort(sort === '' ? 'name' : sort, circle);
	const after = cursor === '' ? null : parseCursor(cursor);
	if (parsed === null || order === null || (cursor !== '' && after === null)) {
		throw new TerrimedError(
			'invalid-input',
			'Cette adresse demande un filtre ou un ordre que ce registre n’a pas. Rouvrez la liste.',
		);
	}
	return { filters: parsed, sort: order, after };
}

/** A record as its reader gets it. */
export interface SeniorDoctorRecord {
	id: string;
	/** What a change must name in `If-Match`; absent for those who change nothing. */
	version?: number;
	values: Partial<SeniorDoctorValues>;
	communeName: string;
	/** Of the other places, by code. */
	communeNames: Record<string, string>;
	/** Where each value comes from; absent for those who change nothing. */
	sources?: Record<string, FieldOrigin>;
}

/** A record that the actor opens: written in the audit log. @throws TerrimedError `not-found` */
export async function openSeniorDoctor(
	context: Context,
	departmentCode: string,
	doctorId: string,
): Promise<SeniorDoctorRecord> {
	const { access } = await authorizeRecords(context, departmentCode);
	return withRegistryRights(context, [departmentCode], async (inside) => {
		const record = await readRecord(inside, { departmentCode, doctorId, access });
		await logOpening(inside, { ...reading(departmentCode, access), recordId: doctorId });
		return record;
	});
}

/** The record by the rights of its reader, inside a transaction opened for the département. @throws TerrimedError `not-found` */
export async function readRecord(
	{ db }: Context,
	{ departmentCode, doctorId, access }: { departmentCode: string; doctorId: string; access: RecordsAccess },
): Promise<SeniorDoctorRecord> {
	const found = await findStored({ db }, departmentCode, doctorId);
	if (found === null) throw notFound();
	const { values, version, sources } = found;
	const communeCodes = communesOf(values);
	if (!opensRecord(access, { sharing: values.sharing, communeCodes })) throw notFound();
	const names = await db
		.select({ code: commune.code, name: commune.name })
		.from(commune)
		.where(inArray(commune.code, communeCodes));
	const communeNames = Object.fromEntries(names.map(({ code, name }) => [code, name]));
	return {
		id: doctorId,
		values: pickFields(values, fieldsOpenTo(access.circle)),
		communeName: communeNames[values.communeCode] ?? values.communeCode,
		communeNames,
		...(access.circle === 'urps' ? { version, sources } : {}),
	};
}

/** A record as it is stored, whole; null when the département has no such record, or its doctor opposed it. */
export async function findStored(
	{ db }: Pick<Context, 'db'>,
	departmentCode: string,
	doctorId: string,
	options: { forUpdate?: boolean } = {},
) {
	if (!isId(doctorId)) return null;
	const query = db
		.select()
		.from(seniorDoctor)
		.where(
			and(
				eq(seniorDoctor.id, doctorId),
				eq(seniorDoctor.departmentCode, departmentCode),
				isNull(seniorDoctor.opposedAt),
			),
		);
	const [row] = await (options.forUpdate === true ? query.for('no key update') : query);
	if (row === undefined) return null;
	const places = await db.select().from(seniorDoctorPlace).where(eq(seniorDoctorPlace.doctorId, doctorId));
	return {
		row,
		version: row.version,
		sources: row.sources as Record<string, FieldOrigin>,
		values: valuesOf(row, places),
	};
}
