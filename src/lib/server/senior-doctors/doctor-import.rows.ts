import { getTableColumns, inArray, sql } from 'drizzle-orm';
import { newId } from '#lib/identifiers.ts';
import type { IdentityIndex, Match } from '#lib/registries/likeness.rules.ts';
import { compareFields, type FieldComparison } from '#lib/senior-doctors/doctor-import.merge.rules.ts';
import {
	checkRow,
	nameKey,
	type ImportedDoctor,
	type RowReading,
} from '#lib/senior-doctors/doctor-import.row.rules.ts';
import { searchedTextOf, sortNameOf } from '#lib/senior-doctors/senior-doctor.rules.ts';
import type { Database } from '../database/database.ts';
import type { FileRow } from '../registries/readers/row-source.ts';
import { registryImportRow, type ImportProblem } from '../registries/registry-import.tables.ts';
import { seniorDoctor } from './senior-doctor.tables.ts';

type NewRow = typeof registryImportRow.$inferInsert;
type HeldDoctor = typeof seniorDoctor.$inferSelect;

/** What rows of one file are judged by. */
export interface RowJudge extends RowReading {
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
	values: ImportedDoctor | null;
	match: Match | null;
}

/** Reads a row and tells whose it is. A record is compared with it afterwards, those of many rows at once. */
export function judgeRow({ line, cells }: FileRow, judge: RowJudge): JudgedRow {
	const checked = checkRow(cells, judge);
	const { values } = checked;
	const problems: ImportProblem[] = [...checked.problems];
	let match: Match | null = null;
	if (values !== null) {
		const identity = { ...values, rpps: values.rpps ?? null, name: nameKey(values) };
		match = judge.known.find(identity);
		const before = judge.earlier.find(identity);
		if (before !== null) problems.push(repeated(before, judge, values));
		else judge.earlier.add({ ...identity, id: String(line) });
	}
	const row: NewRow = {
		importId: judge.importId,
		departmentCode: judge.departmentCode,
		line,
		state: problems.length > 0 || values === null ? 'to-correct' : 'ready',
		name: checked.name.slice(0, 160),
		sortName: values === null ? '' : sortNameOf(values),
		searched: values === null ? '' : searchedTextOf(values, judge.searchNames.get(values.communeCode) ?? ''),
		values: values === null ? null : { ...values },
		cells: problems.length > 0 || values === null ? [...cells] : null,
		problems: problems.length > 0 ? problems : null,
		recordId: newId(),
	};
	return { row, values, match };
}

function repeated({ id, likeness }: Match, { mapping }: RowReading, values: ImportedDoctor): ImportProblem {
	const byNumber = likeness === 'same-rpps';
	return {
		column: byNumber ? mapping.indexOf('rpps') : null,
		said: byNumber ? (values.rpps ?? '') : `${values.lastName} ${values.firstName}`,
		fault: 'repeated',
		sentence: byNumber ? `La ligne ${id} a le même RPPS.` : `Sans doute le même médecin qu’à la ligne ${id}.`,
		mayBeEmpty: byNumber,
	};
}

/** Compares rows with the records that they look like: nothing new, or something to choose. */
export async function compareWithRecords(db: Database, judged: readonly JudgedRow[]): Promise<NewRow[]> {
	const ids = judged.flatMap(({ match }) => (match === null ? [] : [match.id]));
	const held =
		ids.length === 0 ? [] : await db.select().from(seniorDoctor).where(inArray(seniorDoctor.id, ids));
	const byId = new Map(held.map((record) => [record.id, record]));
	return judged.map(({ row, values, match }) => {
		const record = match === null ? undefined : byId.get(match.id);
		if (values === null || match === null || record === undefined) return row;
		if (record.opposedAt !== null) return leftAlone(row, record.id);
		const known = { ...row, recordId: record.id, likeness: match.likeness, version: record.version };
		if (row.state === 'to-correct') return known;
		return { ...known, state: comparisonOf(record, values).length === 0 ? 'same' : 'duplicate' };
	});
}

/** A row of somebody who opposed being in the registry: nothing of what the file says of them is kept. */
function leftAlone(row: NewRow, recordId: string): NewRow {
	const nothing = { name: 'Personne opposée au registre', sortName: '', searched: '' };
	return { ...row, ...nothing, recordId, state: 'aside', values: null, cells: null, problems: null };
}

/** What a file says otherwise than a record. */
export function comparisonOf(record: HeldDoctor, brought: Partial<ImportedDoctor>): FieldComparison[] {
	return compareFields(record, brought, record.sources);
}

/** Keeps rows of an import, all at once: as one value of JSON, which costs a tenth of what a parameter for each cell does. */
export async function keepRows(db: Database, rows: readonly NewRow[]): Promise<void> {
	const columns = Object.entries(getTableColumns(registryImportRow));
	const plain = rows.map((row) =>
		Object.fromEntries(columns.map(([key, { name }]) => [name, row[key as keyof NewRow] ?? null])),
	);
	const names = sql.join(
		columns.map(([, { name }]) => sql`kept.${sql.identifier(name)}`),
		sql`, `,
	);
	await db
		.insert(registryImportRow)
		.select(
			sql`select ${names} from jsonb_populate_recordset(null::${registryImportRow}, ${JSON.stringify(plain)}::jsonb) as kept`,
		);
}
