import { date, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Zone } from '#lib/territory/zoning.rules.ts';
import { instant } from '../database/columns.ts';

/** Reference data of `@etalab/decoupage-administratif`, loaded once; the codes are INSEE's (SIREN for an EPCI). */
export const region = pgTable('region', {
	code: text('code').primaryKey(),
	name: text('name').notNull(),
});

/** A département, or a collectivity that has its own committee: `69M` is our code for the Métropole de Lyon. */
export const department = pgTable('department', {
	code: text('code').primaryKey(),
	name: text('name').notNull(),
	regionCode: text('region_code')
		.notNull()
		.references(() => region.code),
});

export const intercommunality = pgTable('intercommunality', {
	code: text('code').primaryKey(),
	name: text('name').notNull(),
	kind: text('kind').notNull(),
	population: integer('population'),
});

/** An EPCI may spread over several départements. */
export const departmentIntercommunality = pgTable(
	'department_intercommunality',
	{
		departmentCode: text('department_code')
			.notNull()
			.references(() => department.code),
		intercommunalityCode: text('intercommunality_code')
			.notNull()
			.references(() => intercommunality.code),
	},
	(table) => [primaryKey({ columns: [table.departmentCode, table.intercommunalityCode] })],
);

export const commune = pgTable(
	'commune',
	{
		code: text('code').primaryKey(),
		departmentCode: text('department_code')
			.notNull()
			.references(() => department.code),
		intercommunalityCode: text('intercommunality_code').references(() => intercommunality.code),
		name: text('name').notNull(),
		/** Lower case, without accents or punctuation: what a search compares. */
		searchName: text('search_name').notNull(),
		postcodes: text('postcodes').array().notNull(),
		population: integer('population'),
	},
	(table) => [index('commune_department_search').on(table.departmentCode, table.searchName)],
);

/**
 * The zone of a commune in the zoning of general practitioners, as the URPS of the region brought it: there is no national file of it that
 * keeps to our codes. A commune without a row is one of which nobody has said anything.
 */
export const communeZoning = pgTable('commune_zoning', {
	communeCode: text('commune_code')
		.primaryKey()
		.references(() => commune.code),
	zone: text('zone').$type<Zone>().notNull(),
	/** The arrêté, or where it was read. */
	source: text('source').notNull(),
	decidedOn: date('decided_on').notNull(),
	updatedAt: instant('updated_at').notNull(),
});

/** Which version of a reference data set is loaded, so that a start loads it once. */
export const referenceDataset = pgTable('reference_dataset', {
	name: text('name').primaryKey(),
	version: text('version').notNull(),
});
