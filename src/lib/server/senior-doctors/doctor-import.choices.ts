import { and, asc, eq, gt, inArray, isNotNull, sql } from 'drizzle-orm';
import { newId } from '#lib/identifiers.ts';
import { notFound, TerrimedError } from '#lib/errors.ts';
import type { MergeRule } from '#lib/senior-doctors/doctor-import.merge.rules.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { setImport } from '../registries/registry-import.commands.ts';
import {
	countRows,
	getImport,
	selectRows,
	type RegistryImport,
	type RegistryImportRow,
} from '../registries/registry-import.queries.ts';
import { registryImportRow } from '../registries/registry-import.tables.ts';
import { authorizeImports, type RegistryRegion } from '../registries/registry-region.queries.ts';
import { judgeOf } from './doctor-import.check.ts';
import { mark } from './doctor-import.merge.ts';
import { compareWithRecords, judgeRow, type RowJudge } from './doctor-import.rows.ts';

/** Which import of which region. */
export interface ImportPlace {
	regionCode: string;
	id: string;
}

/** Rows mended in one transaction. */
const CHUNK = 200;
const IDENTITIES = 5_000;

/** Writes another text in a cell of the import, then reads its row again. The file itself stays as it is. */
export function mendCell(
	context: Context,
	place: ImportPlace,
	cell: { line: number; column: number; text: string },
): Promise<void> {
	return inChecked(context, place, async ({ region, brought, judge }) => {
		const row = await getRow(context, region, { importId: brought.id, line: cell.line });
		if (row.cells === null || brought.titles[cell.column] === undefined) throw notFound();
		await judgeAgain(context, region, await judge([row.line]), [
			{ row, cells: row.cells.with(cell.column, cell.text.trim().slice(0, 1_000)) },
		]);
	});
}

/**
 * Mends many cells at once: `proposals` writes what is certain enough to have been proposed, `empty` leaves out what a record can do without.
 * Cells that need a choice stay as they are.
 */
export function mendAll(context: Context, place: ImportPlace, how: 'proposals' | 'empty'): Promise<void> {
	return inChecked(context, place, async ({ region, brought, judge }) => {
		const judged = await judge('to-correct');
		for (let after = 0; ;) {
			const rows = await withRegistryRights(context, region.departmentCodes, ({ db }) =>
				selectRows(db, brought.id, { states: ['to-correct'], after, limit: CHUNK }),
			);
			const last = rows.at(-1);
			if (last === undefined) return;
			after = last.line;
			const mended = rows.flatMap((row) => {
				const cells = mendedCells(row, how);
				return cells === null ? [] : { row, cells };
			});
			await judgeAgain(context, region, judged, mended);
		}
	});
}

function mendedCells({ cells, problems }: RegistryImportRow, how: 'proposals' | 'empty'): string[] | null {
	if (cells === null) return null;
	let mended = cells;
	for (const { column, proposal, mayBeEmpty } of problems ?? []) {
		if (column === null) continue;
		if (how === 'proposals' && proposal !== undefined) mended = mended.with(column, proposal);
		if (how === 'empty' && proposal === undefined && mayBeEmpty) mended = mended.with(column, '');
	}
	return mended === cells ? null : mended;
}

/** Leaves a row out of the import. */
export function setAside(context: Context, place: ImportPlace, line: number): Promise<void> {
	return inChecked(context, place, async ({ region, brought }) => {
		const row = await getRow(context, region, { importId: brought.id, line });
		await withRegistryRights(context, region.departmentCodes, ({ db }) => mark(db, row, { state: 'aside' }));
	});
}

/** Says which fields of a record are taken from the file; none leaves the record as it is. */
export function chooseFields(
	context: Context,
	place: ImportPlace,
	choice: { line: number; taken: readonly string[] },
): Promise<void> {
	return inChecked(context, place, async ({ region, brought }) => {
		const row = await getRow(context, region, { importId: brought.id, line: choice.line });
		if (row.state !== 'duplicate') throw notFound();
		await withRegistryRights(context, region.departmentCodes, ({ db }) =>
			mark(db, row, { taken: [...choice.taken] }),
		);
	});
}

/** Says that a row is somebody else than the record that it looks like: it becomes a record of its own. */
export function separate(context: Context, place: ImportPlace, line: number): Promise<void> {
	return inChecked(context, place, async ({ region, brought }) => {
		const row = await getRow(context, region, { importId: brought.id, line });
		if (row.state !== 'duplicate' || row.likeness === 'same-rpps') {
			throw new TerrimedError(
				'conflict',
				'Deux fiches ne peuvent pas avoir le même RPPS. Corrigez celui du fichier.',
			);
		}
		const own = { state: 'ready' as const, recordId: newId(), likeness: null, version: null };
		await withRegistryRights(context, region.departmentCodes, ({ db }) => mark(db, row, own));
	});
}

/** Says what is done with the records that nobody has chosen for one by one; `ask` leaves them as they are. */
export function chooseRule(context: Context, place: ImportPlace, rule: MergeRule | 'ask'): Promise<void> {
	return inChecked(context, place, async ({ region, brought }) => {
		await setImport(context, region, brought.id, { mergeRule: rule });
	});
}

interface CheckedImport {
	region: RegistryRegion;
	brought: RegistryImport;
	/** What rows are judged by; those of these lines, or in this state, are not held against themselves. */
	judge(except: readonly number[] | 'to-correct'): Promise<RowJudge>;
}

/** Work on an import whose rows are checked and not written: afterwards they are counted again. */
async function inChecked(
	context: Context,
	{ regionCode, id }: ImportPlace,
	work: (checked: CheckedImport) => Promise<void>,
): Promise<void> {
	const region = await authorizeImports(context, 'senior-doctors', regionCode);
	const brought = await getImport(context, region, id);
	if (brought.state !== 'checked') {
		throw new TerrimedError(
			'conflict',
			'Cet import a changé entre-temps. Rechargez la page pour voir où il en est.',
		);
	}
	const judge = async (except: readonly number[] | 'to-correct'): Promise<RowJudge> => {
		const made = await judgeOf(context, region, brought);
		await holdEarlier(context, region, { judge: made, except });
		return made;
	};
	await work({ region, brought, judge });
	const counts = await withRegistryRights(context, region.departmentCodes, ({ db }) => countRows(db, id));
	await setImport(context, region, id, { counts });
}

async function getRow(
	context: Context,
	region: RegistryRegion,
	at: { importId: string; line: number },
): Promise<RegistryImportRow> {
	const [row] = await withRegistryRights(context, region.departmentCodes, ({ db }) =>
		selectRows(db, at.importId, { states: ['to-correct', 'duplicate'], after: at.line - 1, limit: 1 }),
	);
	if (row === undefined || row.line !== at.line) throw notFound();
	return row;
}

async function judgeAgain(
	context: Context,
	region: RegistryRegion,
	judge: RowJudge,
	mended: readonly { row: RegistryImportRow; cells: string[] }[],
): Promise<void> {
	if (mended.length === 0) return;
	await withRegistryRights(context, region.departmentCodes, async ({ db }) => {
		const judged = mended.map(({ row, cells }) => judgeRow({ line: row.line, cells }, judge));
		for (const row of await compareWithRecords(db, judged)) {
			await mark(db, { importId: judge.importId, line: row.line }, { likeness: null, version: null, ...row });
		}
	});
}

/** Holds the rows that are right against the ones that are mended, so that nobody comes in twice. */
async function holdEarlier(
	context: Context,
	region: RegistryRegion,
	{ judge, except }: { judge: RowJudge; except: readonly number[] | 'to-correct' },
): Promise<void> {
	for (let after = 0; ;) {
		const rows = await withRegistryRights(context, region.departmentCodes, ({ db }) =>
			identitiesAfter(db, judge.importId, after),
		);
		const last = rows.at(-1);
		if (last === undefined) return;
		after = last.line;
		for (const { line, state, birthYear, ...identity } of rows) {
			if (except === 'to-correct' ? state === 'to-correct' : except.includes(line)) continue;
			judge.earlier.add({ ...identity, id: String(line), birthYear: Number(birthYear) });
		}
	}
}

function identitiesAfter(db: Database, importId: string, after: number) {
	const said = (key: string) => sql<string | null>`${registryImportRow.values} ->> ${key}`;
	return db
		.select({
			line: registryImportRow.line,
			state: registryImportRow.state,
			name: registryImportRow.sortName,
			rpps: said('rpps'),
			birthYear: said('birthYear'),
			communeCode: said('communeCode'),
		})
		.from(registryImportRow)
		.where(
			and(
				eq(registryImportRow.importId, importId),
				gt(registryImportRow.line, after),
				isNotNull(registryImportRow.values),
				inArray(registryImportRow.state, ['ready', 'duplicate', 'same', 'to-correct']),
			),
		)
		.orderBy(asc(registryImportRow.line))
		.limit(IDENTITIES);
}
