import { getTableColumns, inArray, sql, type SQL } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { newIds } from '#lib/identifiers.ts';
import type { ImportedValues, ImportSubject, RowReading } from '#lib/registries/import-subject.ts';
import type { IdentityIndex, Match } from '#lib/registries/likeness.rules.ts';
import { compareFields, type FieldComparison } from '#lib/registries/merge.rules.ts';
import type { Database } from '../database/database.ts';
import { columnsOf, inColumns, type HeldRecord, type ImportRegistry } from './import-registry.ts';
import type { FileRow } from './readers/row-source.ts';
import { registryImportRow, type ImportProblem } from './registry-import.tables.ts';

type NewRow = typeof registryImportRow.$inferInsert;

/** What rows of one file are judged by. */
export interface RowJudge extends RowReading {
	subject: ImportSubject;
	searchNames: ReadonlyMap<string, string>;
	/** Those of the registry. */
	known: IdentityIndex;
	/** Rows of this file that were read before: the id is the line. */
	earlier: IdentityIndex;
	importId: string;
	departmentCode: string;
}

/** A row once its cells are read, before it is compared with the record that it looks like. */
export interface JudgedRow {
	row: NewRow;
	values: ImportedValues | null;
	match: Match | null;
}

/** Reads rows and tells whose they are. Records are compared with them afterwards, those of many rows at once. */
export function judgeRows(rows: readonly FileRow[], judge: RowJudge): JudgedRow[] {
	const ids = newIds(rows.length);
	return rows.map((row, at) => judgeRow(row, ids[at] ?? '', judge));
}

function judgeRow({ line, cells }: FileRow, recordId: string, judge: RowJudge): JudgedRow {
	const { subject } = judge;
	const checked = subject.check(cells, judge);
	const { values } = checked;
	const problems: ImportProblem[] = [...checked.problems];
	let match: Match | null = null;
	if (values !== null) {
		const identity = subject.identityOf(values);
		match = judge.known.find(identity);
		const before = judge.earlier.find(identity);
		if (before !== null) problems.push(repeated(before, judge, { values, name: checked.name }));
		else judge.earlier.add({ ...identity, id: String(line) });
	}
	const derived = subject.derive(values ?? {}, judge.searchNames.get(values?.communeCode ?? '') ?? '');
	const isWrong = problems.length > 0 || values === null;
	const row: NewRow = {
		importId: judge.importId,
		departmentCode: judge.departmentCode,
		line,
		state: isWrong ? 'to-correct' : 'ready',
		name: checked.name.slice(0, 160),
		sortName: values === null ? '' : derived.sortName,
		searched: values === null ? '' : derived.searched,
		values: values === null ? null : { ...values, ...derived.beside },
		cells: isWrong ? [...cells] : null,
		problems: isWrong ? problems : null,
		recordId,
	};
	return { row, values, match };
}

function repeated(
	{ id, likeness }: Match,
	{ mapping, subject }: RowJudge,
	row: { values: ImportedValues; name: string },
): ImportProblem {
	const byNumber = likeness.startsWith('same-');
	const number = row.values[subject.numberColumn];
	return {
		column: byNumber ? mapping.indexOf(subject.numberColumn) : null,
		said: byNumber && typeof number === 'string' ? number : row.name,
		fault: 'repeated',
		sentence: subject.sayRepeated(id, likeness),
		mayBeEmpty: byNumber,
	};
}

/** The records of these ids, as an import compares them. `forWriting` keeps others from changing them meanwhile. */
export async function heldRecords(
	db: Database,
	{ table }: ImportRegistry,
	asked: { ids: readonly string[]; forWriting?: boolean },
): Promise<Map<string, HeldRecord>> {
	if (asked.ids.length === 0) return new Map();
	const query = db
		.select(getTableColumns(table))
		.from(table)
		.where(inArray(table.id, [...asked.ids]));
	const rows: unknown[] = asked.forWriting === true ? await query.for('no key update') : await query;
	return new Map((rows as HeldRecord[]).map((record) => [record.id, record]));
}

/** Compares rows with the records that they look like: nothing new, or something to choose. */
export async function compareWithRecords(
	db: Database,
	registry: ImportRegistry,
	judged: readonly JudgedRow[],
): Promise<NewRow[]> {
	const ids = judged.flatMap(({ match }) => (match === null ? [] : [match.id]));
	const byId = await heldRecords(db, registry, { ids });
	return judged.map(({ row, values, match }) => {
		const record = match === null ? undefined : byId.get(match.id);
		if (values === null || match === null || record === undefined) return row;
		if (record.opposedAt !== null) return leftAlone(row, record.id);
		const known = { ...row, recordId: record.id, likeness: match.likeness, version: record.version };
		if (row.state === 'to-correct') return known;
		const isSame = comparisonOf(registry.subject, record, values).length === 0;
		return { ...known, state: isSame ? 'same' : 'duplicate' };
	});
}

/** A row of somebody who opposed being in the registry: nothing of what the file says of them is kept. */
function leftAlone(row: NewRow, recordId: string): NewRow {
	const nothing = { name: 'Personne opposée au registre', sortName: '', searched: '' };
	return { ...row, ...nothing, recordId, state: 'aside', values: null, cells: null, problems: null };
}

/** What a file says otherwise than a record. */
export function comparisonOf(
	subject: ImportSubject,
	held: HeldRecord,
	brought: Readonly<Record<string, unknown>>,
): FieldComparison[] {
	return compareFields(subject, { held, brought }, held.sources);
}

/** Rows of a table from objects by its fields, as one value of JSON: a tenth of what a parameter for each cell costs. */
export function rowsOfJson(table: PgTable, rows: readonly Readonly<Record<string, unknown>>[]): SQL {
	return sql`select ${columnsOf(table, sql`kept`)} from jsonb_populate_recordset(null::${table}, ${JSON.stringify(inColumns(table, rows))}::jsonb) as kept`;
}

/** Keeps rows of an import, all at once. */
export async function keepRows(db: Database, rows: readonly NewRow[]): Promise<void> {
	if (rows.length > 0) await db.insert(registryImportRow).select(rowsOfJson(registryImportRow, rows));
}
