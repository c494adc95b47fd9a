import { and, eq, inArray, isNull, ne, or, sql, type SQL } from 'drizzle-orm';
import { normaliseSearch } from '#lib/territory/territory.rules.ts';
import type { Database } from '../database/database.ts';
import {
	registryImport,
	registryImportPart,
	registryImportRow,
} from '../registries/registry-import.tables.ts';
import { registryView } from '../registries/registry-view.tables.ts';
import type { Identity } from './record.queries.ts';

/** Names shorter than this are words like others: « Le », « Ba ». */
const TELLING = 3;

/** A row of a file that was brought, where this person is named. */
export interface ImportTrace {
	importId: string;
	line: number;
	number: number;
	fileName: string;
	name: string;
	createdAt: Date;
	values: Record<string, unknown> | null;
	cells: string[] | null;
}

/**
 * Rows of imports that are of this person: those that made or met the record, those of the same number, and those of the same name that no
 * other number tells apart. Inside a transaction opened for the region, where rows of imports are kept.
 */
export async function listImportTraces(db: Database, person: Identity): Promise<ImportTrace[]> {
	const columns = {
		importId: registryImportRow.importId,
		line: registryImportRow.line,
		number: registryImport.number,
		fileName: registryImport.fileName,
		name: registryImportRow.name,
		createdAt: registryImport.createdAt,
		values: registryImportRow.values,
		cells: registryImportRow.cells,
	};
	const inRegistry = and(
		eq(registryImport.regionCode, person.regionCode),
		eq(registryImport.registry, person.registry as never),
	);
	const read = (kept: SQL | undefined) =>
		db
			.select(columns)
			.from(registryImportRow)
			.innerJoin(registryImport, eq(registryImport.id, registryImportRow.importId))
			.where(and(inRegistry, kept));
	const told = await read(ofPerson(person));
	// Rows that no cell could be made of keep the name as the file writes it: it is folded here.
	const unread = await read(and(isNull(registryImportRow.values), ne(registryImportRow.name, '')));
	const name = wordsOf(person.sortName);
	const same = name === '' ? [] : unread.filter((row) => wordsOf(row.name) === name);
	const rows = new Map([...told, ...same].map((row) => [`${row.importId} ${row.line}`, row]));
	return [...rows.values()];
}

function ofPerson({ id, rpps, sortName }: Identity): SQL | undefined {
	const said = sql<string | null>`${registryImportRow.values} ->> 'rpps'`;
	const sameName = sortName.length < TELLING ? undefined : eq(registryImportRow.sortName, sortName);
	return or(
		eq(registryImportRow.recordId, id),
		rpps === null ? sameName : and(sameName, or(isNull(said), eq(said, rpps))),
		rpps === null ? undefined : eq(said, rpps),
		rpps === null ? undefined : sql`${registryImportRow.cells} ? ${rpps}`,
	);
}

/** The words of a name whatever their order: files write it both ways. */
function wordsOf(name: string): string {
	return normaliseSearch(name).split(' ').toSorted().join(' ');
}

/**
 * Imports whose file is still kept and may hold this person: those not read yet, which nothing is known of, and those whose rows have this
 * person. A file that was written to the registry is kept no more.
 */
export async function listPendingImports(
	db: Database,
	person: Identity,
	traces: readonly ImportTrace[],
): Promise<{ id: string; state: string }[]> {
	const rows = await db
		.selectDistinct({ id: registryImport.id, state: registryImport.state })
		.from(registryImport)
		.innerJoin(registryImportPart, eq(registryImportPart.importId, registryImport.id))
		.where(
			and(
				eq(registryImport.regionCode, person.regionCode),
				eq(registryImport.registry, person.registry as never),
			),
		);
	const met = new Set(traces.map(({ importId }) => importId));
	return rows.filter(({ id, state }) => state !== 'checked' || met.has(id));
}

export interface ViewTrace {
	id: string;
	name: string;
	createdAt: Date;
}

/** Saved views whose name or question names this person. */
export async function listViewTraces(
	db: Database,
	person: Identity,
	departmentCodes: readonly string[],
): Promise<ViewTrace[]> {
	const { rpps } = person;
	const lastName = normaliseSearch(person.lastName);
	const views = await db
		.select()
		.from(registryView)
		.where(
			and(
				inArray(registryView.departmentCode, [...departmentCodes]),
				eq(registryView.registry, person.registry),
			),
		);
	return views
		.filter(({ name, criteria }) => {
			const said = ` ${normaliseSearch(name)} `;
			const whole = JSON.stringify([name, criteria]);
			const named = lastName.length >= TELLING && said.includes(` ${lastName} `);
			return named || (rpps !== null && whole.includes(rpps));
		})
		.map(({ id, name, createdAt }) => ({ id, name, createdAt }));
}
