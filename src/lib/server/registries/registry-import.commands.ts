import { and, eq, inArray, lt, sql } from 'drizzle-orm';
import { foldTitle } from '#lib/registries/column-guess.rules.ts';
import {
	ABANDONED_DAYS,
	UNDO_DAYS,
	type ImportedRegistry,
	type ImportState,
} from '#lib/registries/import.rules.ts';
import { newId } from '#lib/identifiers.ts';
import { TerrimedError } from '#lib/errors.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { department } from '../territory/territory.tables.ts';
import { readBeginning } from './readers/rows.reader.ts';
import { nextNumber, sourceOf, type RegistryImport, type Scope } from './registry-import.queries.ts';
import {
	registryImport,
	registryImportPart,
	registryImportRow,
	columnChoice,
} from './registry-import.tables.ts';
import { accountOf, type RegistryRegion } from './registry-region.queries.ts';

/** The most that a file of rows may weigh: 73,000 doctors are 18 million bytes of csv, 8 million of xlsx. */
export const IMPORT_BYTES = 33_554_432;

/** Bytes of one part: a read of the database each. */
const PART_BYTES = 1_048_576;

/** Rows looked at to tell whether a file can be read at all. */
const FIRST_ROWS = 20;

/**
 * Takes in a file: kept in parts, its titles read. A file that cannot be read is forgotten at once.
 * @throws TerrimedError with the sentence of what is wrong with the file
 */
export async function receiveImport(
	context: Context,
	region: RegistryRegion,
	brought: { registry: ImportedRegistry; name: string; bytes: Uint8Array },
): Promise<RegistryImport> {
	const { bytes } = brought;
	const take = () =>
		withRegistryRights(context, region.departmentCodes, async ({ db }): Promise<RegistryImport> => {
			const [row] = await db
				.insert(registryImport)
				.values({
					id: newId(),
					departmentCode: region.homeCode,
					regionCode: region.regionCode,
					registry: brought.registry,
					number: await nextNumber(db, region.regionCode, brought.registry),
					accountId: accountOf(context),
					fileName: brought.name.slice(0, 200),
					fileSize: bytes.byteLength,
					state: 'received',
					titles: [],
					mapping: [],
					createdAt: context.now(),
				})
				.returning();
			if (row === undefined) throw new Error('an import was not kept');
			return row;
		});
	const made = await context.inTurn(`import-number-${region.regionCode}`, take);
	try {
		for (let at = 0, seq = 0; at < bytes.byteLength; at += PART_BYTES, seq += 1) {
			const part = bytes.subarray(at, at + PART_BYTES);
			await withRegistryRights(context, region.departmentCodes, ({ db }) =>
				db
					.insert(registryImportPart)
					.values({ importId: made.id, departmentCode: region.homeCode, seq, bytes: part }),
			);
		}
		const { titles } = await readBeginning(sourceOf(context, region, made), FIRST_ROWS);
		await setImport(context, region, made.id, { titles });
		return { ...made, titles };
	} catch (error) {
		await removeImport(context, region, made.id);
		throw error;
	}
}

/** Changes what is kept of an import itself. */
export async function setImport(
	context: Context,
	scope: Scope,
	id: string,
	values: Partial<typeof registryImport.$inferInsert>,
): Promise<void> {
	await withRegistryRights(context, scope.departmentCodes, ({ db }) =>
		db.update(registryImport).set(values).where(eq(registryImport.id, id)),
	);
}

/**
 * Brings an import from one of these states to another, once: of two who ask, one does it.
 * @throws TerrimedError `conflict` when it is elsewhere by now
 */
export async function moveImport(
	context: Context,
	scope: Scope,
	move: {
		id: string;
		from: readonly ImportState[];
		to: ImportState;
		values?: Partial<typeof registryImport.$inferInsert>;
	},
): Promise<void> {
	const moved = await withRegistryRights(context, scope.departmentCodes, ({ db }) =>
		db
			.update(registryImport)
			.set({ ...move.values, state: move.to })
			.where(and(eq(registryImport.id, move.id), inArray(registryImport.state, [...move.from])))
			.returning({ id: registryImport.id }),
	);
	if (moved.length === 0) {
		throw new TerrimedError(
			'conflict',
			'Cet import a changé entre-temps. Rechargez la page pour voir où il en est.',
		);
	}
}

/** Forgets an import with its file and its rows; what it has written stays. */
export async function removeImport(context: Context, scope: Scope, id: string): Promise<void> {
	await withRegistryRights(context, scope.departmentCodes, ({ db }) =>
		db.delete(registryImport).where(eq(registryImport.id, id)),
	);
}

/** Keeps what was chosen for each title, for the next file of the region. */
export async function rememberTitles(
	db: Database,
	place: { regionCode: string; registry: ImportedRegistry },
	chosen: { titles: readonly string[]; mapping: readonly (string | null)[] },
): Promise<void> {
	const rows = chosen.titles.flatMap((title, at) => {
		const folded = foldTitle(title);
		return folded === '' ? [] : [{ ...place, title: folded, field: chosen.mapping[at] ?? null }];
	});
	const unique = [...new Map(rows.map((row) => [row.title, row])).values()];
	if (unique.length === 0) return;
	await db
		.insert(columnChoice)
		.values(unique)
		.onConflictDoUpdate({
			target: [columnChoice.regionCode, columnChoice.registry, columnChoice.title],
			set: { field: sql`excluded.field` },
		});
}

/**
 * Removes the imports that nobody applied in a week, and empties the batches that can no longer be undone: their rows and file go, their
 * counts stay.
 */
export async function purgeImports(context: Context): Promise<number> {
	const rows = await context.db.select({ code: department.code }).from(department);
	if (rows.length === 0) return 0;
	const codes = rows.map(({ code }) => code);
	const before = (days: number): Date => new Date(context.now().getTime() - days * 86_400_000);
	return withRegistryRights(context, codes, async ({ db }) => {
		const abandoned = await db
			.delete(registryImport)
			.where(
				and(
					inArray(registryImport.state, ['received', 'checked', 'refused', 'discarded']),
					lt(registryImport.createdAt, before(ABANDONED_DAYS)),
				),
			)
			.returning({ id: registryImport.id });
		const old = db
			.select({ id: registryImport.id })
			.from(registryImport)
			.where(
				and(
					inArray(registryImport.state, ['applied', 'undone']),
					lt(registryImport.appliedAt, before(UNDO_DAYS)),
				),
			);
		const emptied = await db
			.delete(registryImportRow)
			.where(inArray(registryImportRow.importId, old))
			.returning({ line: registryImportRow.line });
		return abandoned.length + emptied.length;
	});
}
