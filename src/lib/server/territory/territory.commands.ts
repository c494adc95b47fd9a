import { eq, sql, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Database } from '../database/database.ts';
import { readTerritory, territoryVersion, type TerritoryRows } from './territory.source.ts';
import {
	commune,
	department,
	departmentIntercommunality,
	intercommunality,
	referenceDataset,
	region,
} from './territory.tables.ts';

const DATASET = 'decoupage-administratif';

/**
 * Loads regions, départements, EPCI and communes when this version of them is not in the database yet.
 * Processes that start together load once: the others wait on the data set's row.
 * @returns whether anything was loaded
 */
export async function loadTerritory(db: Database): Promise<boolean> {
	const version = await territoryVersion();
	if ((await loadedVersion(db)) === version) return false;
	const rows = await readTerritory();
	return db.transaction(async (transaction) => {
		await transaction.insert(referenceDataset).values({ name: DATASET, version: '' }).onConflictDoNothing();
		const [locked] = await transaction
			.select()
			.from(referenceDataset)
			.where(eq(referenceDataset.name, DATASET))
			.for('no key update');
		if (locked?.version === version) return false;
		await replaceRows(transaction, rows);
		await transaction.update(referenceDataset).set({ version }).where(eq(referenceDataset.name, DATASET));
		return true;
	});
}

async function loadedVersion(db: Database): Promise<string | undefined> {
	const [row] = await db.select().from(referenceDataset).where(eq(referenceDataset.name, DATASET));
	return row?.version;
}

/**
 * Regions and départements are only added or renamed, since committees refer to them; EPCI and communes that
 * are no longer in the list go.
 */
async function replaceRows(db: Database, rows: TerritoryRows): Promise<void> {
	await db
		.insert(region)
		.values(rows.regions)
		.onConflictDoUpdate({ target: region.code, set: { name: incoming(region.name) } });
	await db
		.insert(department)
		.values(rows.departments)
		.onConflictDoUpdate({
			target: department.code,
			set: { name: incoming(department.name), regionCode: incoming(department.regionCode) },
		});
	await db.delete(commune);
	await db.delete(departmentIntercommunality);
	await db.delete(intercommunality);
	await db.insert(intercommunality).select(
		sql`select * from jsonb_to_recordset(${asJson(rows.intercommunalities)}) as
			source("code" text, "name" text, "kind" text, "population" integer)`,
	);
	await db.insert(commune).select(
		sql`select * from jsonb_to_recordset(${asJson(rows.communes)}) as
			source("code" text, "departmentCode" text, "intercommunalityCode" text, "name" text,
				"searchName" text, "postcodes" text[], "population" integer)`,
	);
	await db.insert(departmentIntercommunality).select(
		sql`select * from jsonb_to_recordset(${asJson(rows.links)}) as
			source("departmentCode" text, "intercommunalityCode" text)`,
	);
}

/** Rows as one parameter: 35,000 communes as a parameter each would take four times as long. */
function asJson(rows: readonly object[]): SQL {
	return sql`${JSON.stringify(rows)}::text::jsonb`;
}

/** The value that the refused row brought. */
function incoming(column: PgColumn): SQL {
	return sql`excluded.${sql.identifier(column.name)}`;
}
