import { and, asc, eq, gt, inArray, isNotNull, sql } from 'drizzle-orm';
import { newId } from '#lib/identifiers.ts';
import { notFound, TerrimedError } from '#lib/errors.ts';
import type { ImportedValues } from '#lib/registries/import-subject.ts';
import type { MergeRule } from '#lib/registries/merge.rules.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { mark } from './import.merge.ts';
import { compareWithRecords, judgeRows, keepRows, type RowJudge } from './import.rows.ts';
import { judgeOf } from './import-job.check.ts';
import type { ImportPlace, ImportRegistry } from './import-registry.ts';
import {
	countRows,
	getImport,
	selectRows,
	type RegistryImport,
	type RegistryImportRow,
} from './registry-import.queries.ts';
import { registryImport, registryImportRow } from './registry-import.tables.ts';
import { authorizeImports, type RegistryRegion } from './registry-region.queries.ts';

/** Rows mended in one transaction. */
const CHUNK = 200;
const IDENTITIES = 5_000;

/** Writes another text in a cell of the import, then reads its row again. The file itself stays as it is. */
export function mendCell(
	context: Context,
	place: ImportPlace,
	cell: { line: number; column: number; text: string },
): Promise<void> {
	return inChecked(context, place, async ({ brought, judge, change }) => {
		const judged = await judge([cell.line]);
		await change(async (db) => {
			const row = await getRow(db, { importId: brought.id, line: cell.line });
			if (row.cells === null || brought.titles[cell.column] === undefined) throw notFound();
			const cells = row.cells.with(cell.column, cell.text.trim().slice(0, 1_000));
			await judgeAgain(db, { registry: place.registry, judge: judged }, [{ line: row.line, cells }]);
		});
	});
}

/**
 * Mends many cells at once: `proposals` writes what is certain enough to have been proposed, `empty` leaves out what a record can do without.
 * Cells that need a choice stay as they are. Should somebody have the import written meanwhile, what is not mended yet stays as it is.
 */
export function mendAll(context: Context, place: ImportPlace, how: 'proposals' | 'empty'): Promise<void> {
	return inChecked(context, place, async ({ brought, judge, change }) => {
		const judged = await judge('to-correct');
		for (let after: number | null = 0; after !== null;) {
			const from: number = after;
			after = await change(async (db) => {
				const asked = { states: ['to-correct'] as const, after: from, limit: CHUNK };
				const rows = await selectRows(db, brought.id, asked);
				const mended = rows.flatMap((row) => {
					const cells = mendedCells(row, how);
					return cells === null ? [] : { line: row.line, cells };
				});
				await judgeAgain(db, { registry: place.registry, judge: judged }, mended);
				return rows.at(-1)?.line ?? null;
			});
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
	return inChecked(context, place, ({ brought, change }) =>
		change(async (db) => {
			const row = await getRow(db, { importId: brought.id, line });
			await mark(db, row, { state: 'aside' });
		}),
	);
}

/** Says which fields of a record are taken from the file; none leaves the record as it is. */
export function chooseFields(
	context: Context,
	place: ImportPlace,
	choice: { line: number; taken: readonly string[] },
): Promise<void> {
	return inChecked(context, place, ({ brought, change }) =>
		change(async (db) => {
			const row = await getRow(db, { importId: brought.id, line: choice.line });
			if (row.state !== 'duplicate') throw notFound();
			await mark(db, row, { taken: [...choice.taken] });
		}),
	);
}

/** Says that a row is somebody else than the record that it looks like: it becomes a record of its own. */
export function separate(context: Context, place: ImportPlace, line: number): Promise<void> {
	return inChecked(context, place, ({ brought, change }) =>
		change(async (db) => {
			const row = await getRow(db, { importId: brought.id, line });
			if (row.state !== 'duplicate' || row.likeness?.startsWith('same-') === true) {
				throw new TerrimedError(
					'conflict',
					'Deux fiches ne peuvent pas avoir le même RPPS. Corrigez celui du fichier.',
				);
			}
			await mark(db, row, { state: 'ready', recordId: newId(), likeness: null, version: null });
		}),
	);
}

/** Says what is done with the records that nobody has chosen for one by one; `ask` leaves them as they are. */
export function chooseRule(context: Context, place: ImportPlace, rule: MergeRule | 'ask'): Promise<void> {
	return inChecked(context, place, ({ change }) =>
		change((db) => db.update(registryImport).set({ mergeRule: rule }).where(eq(registryImport.id, place.id))),
	);
}

interface CheckedImport {
	brought: RegistryImport;
	/** What rows are judged by; those of these lines, or in this state, are not held against themselves. */
	judge(except: readonly number[] | 'to-correct'): Promise<RowJudge>;
	/** One step of the work, in a transaction that nobody can have the import written beside. */
	change<Result>(work: (db: Database) => Promise<Result>): Promise<Result>;
}

/** Work on an import whose rows are checked and not written: afterwards they are counted again. One at a time on each import. */
async function inChecked(
	context: Context,
	{ registry, regionCode, id }: ImportPlace,
	work: (checked: CheckedImport) => Promise<unknown>,
): Promise<void> {
	const region = await authorizeImports(context, registry.subject.registry, regionCode);
	const brought = await getImport(context, region, id);
	if (brought.state !== 'checked') throw changedMeanwhile();
	const judge = async (except: readonly number[] | 'to-correct'): Promise<RowJudge> => {
		const made = await judgeOf(context, region, { registry, brought });
		await holdEarlier(context, region, { judge: made, except });
		return made;
	};
	const change: CheckedImport['change'] = (step) =>
		withRegistryRights(context, region.departmentCodes, async ({ db }) => {
			await holdChecked(db, id);
			return step(db);
		});
	await context.inTurn(`import-${id}`, async () => {
		await work({ brought, judge, change });
		await change(async (db) => {
			const counts = await countRows(db, id);
			await db.update(registryImport).set({ counts }).where(eq(registryImport.id, id));
		});
	});
}

/** Keeps an import where it is until the transaction ends. @throws TerrimedError `conflict` when it is elsewhere by now */
async function holdChecked(db: Database, id: string): Promise<void> {
	const [held] = await db
		.select({ state: registryImport.state })
		.from(registryImport)
		.where(eq(registryImport.id, id))
		.for('no key update');
	if (held?.state !== 'checked') throw changedMeanwhile();
}

function changedMeanwhile(): TerrimedError {
	return new TerrimedError(
		'conflict',
		'Cet import a changé entre-temps. Rechargez la page pour voir où il en est.',
	);
}

async function getRow(db: Database, at: { importId: string; line: number }): Promise<RegistryImportRow> {
	const asked = { states: ['to-correct', 'duplicate'] as const, after: at.line - 1, limit: 1 };
	const [row] = await selectRows(db, at.importId, asked);
	if (row === undefined || row.line !== at.line) throw notFound();
	return row;
}

/** Reads rows again after their cells were mended: what was known of them is replaced. */
async function judgeAgain(
	db: Database,
	{ registry, judge }: { registry: ImportRegistry; judge: RowJudge },
	mended: readonly { line: number; cells: string[] }[],
): Promise<void> {
	if (mended.length === 0) return;
	const rows = await compareWithRecords(db, registry, judgeRows(mended, judge));
	const lines = mended.map(({ line }) => line);
	await db
		.delete(registryImportRow)
		.where(and(eq(registryImportRow.importId, judge.importId), inArray(registryImportRow.line, lines)));
	await keepRows(db, rows);
}

/** Holds the rows that are right against the ones that are mended, so that nobody comes in twice. */
async function holdEarlier(
	context: Context,
	region: RegistryRegion,
	{ judge, except }: { judge: RowJudge; except: readonly number[] | 'to-correct' },
): Promise<void> {
	for (let after = 0; ;) {
		const rows = await withRegistryRights(context, region.departmentCodes, ({ db }) =>
			identitiesAfter(db, judge, after),
		);
		const last = rows.at(-1);
		if (last === undefined) return;
		after = last.line;
		for (const { line, state, values } of rows) {
			if (except === 'to-correct' ? state === 'to-correct' : except.includes(line)) continue;
			judge.earlier.add({ ...judge.subject.identityOf(values), id: String(line) });
		}
	}
}

function identitiesAfter(db: Database, { importId, subject }: RowJudge, after: number) {
	const said = subject.identityKeys.map(
		(key) => sql`${key}::text, ${registryImportRow.values} -> ${key}::text`,
	);
	return db
		.select({
			line: registryImportRow.line,
			state: registryImportRow.state,
			values: sql<ImportedValues>`jsonb_build_object(${sql.join(said, sql`, `)})`,
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
