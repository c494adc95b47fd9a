import { sql } from 'drizzle-orm';
import { check, date, index, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { Role, SeatRole } from '#lib/committee/role.rules.ts';
import { account } from '../accounts/account.tables.ts';
import { instant } from '../database/columns.ts';
import { department, region } from '../territory/territory.tables.ts';

/** The committee of a département, and so its space. */
export const committee = pgTable('committee', {
	departmentCode: text('department_code')
		.primaryKey()
		.references(() => department.code),
	createdAt: instant('created_at').notNull(),
	createdBy: uuid('created_by').references(() => account.id),
});

/** A body that mandates people: of a département (its committee) or of a region (URPS, ARS). */
export const organisation = pgTable(
	'organisation',
	{
		id: uuid('id').primaryKey(),
		departmentCode: text('department_code').references(() => committee.departmentCode),
		regionCode: text('region_code').references(() => region.code),
		/** Slug of `college.catalogue.ts`. */
		college: text('college').notNull(),
		acronym: text('acronym').notNull().default(''),
		name: text('name').notNull(),
		createdAt: instant('created_at').notNull(),
	},
	(table) => [
		uniqueIndex('organisation_department_name').on(table.departmentCode, table.name),
		uniqueIndex('organisation_region_name').on(table.regionCode, table.name),
		check('organisation_one_place', sql`num_nonnulls(${table.departmentCode}, ${table.regionCode}) = 1`),
	],
);

/** A dated, public representation of an organisation by a person. Ending it keeps its history. */
export const mandate = pgTable(
	'mandate',
	{
		id: uuid('id').primaryKey(),
		accountId: uuid('account_id')
			.notNull()
			.references(() => account.id),
		organisationId: uuid('organisation_id')
			.notNull()
			.references(() => organisation.id),
		departmentCode: text('department_code').references(() => committee.departmentCode),
		regionCode: text('region_code').references(() => region.code),
		seatRole: text('seat_role').$type<SeatRole>().notNull(),
		/** In the person's own words: "maire de Mauléon-Licharre". */
		title: text('title').notNull().default(''),
		/** Communes of a local elected official (INSEE codes). */
		communeCodes: text('commune_codes').array().notNull().default([]),
		startsOn: date('starts_on').notNull(),
		endsOn: date('ends_on').notNull(),
		endedAt: instant('ended_at'),
		endedBy: uuid('ended_by').references(() => account.id),
		createdAt: instant('created_at').notNull(),
	},
	(table) => [
		index('mandate_account').on(table.accountId),
		index('mandate_department').on(table.departmentCode),
		index('mandate_region').on(table.regionCode),
		check('mandate_one_place', sql`num_nonnulls(${table.departmentCode}, ${table.regionCode}) = 1`),
		check('mandate_dates', sql`${table.endsOn} >= ${table.startsOn}`),
	],
);

/** A revocable right held through a mandate; it lives no longer than the mandate. */
export const grant = pgTable(
	'access_grant',
	{
		id: uuid('id').primaryKey(),
		mandateId: uuid('mandate_id')
			.notNull()
			.references(() => mandate.id),
		role: text('role').$type<Role>().notNull(),
		grantedAt: instant('granted_at').notNull(),
		grantedBy: uuid('granted_by').references(() => account.id),
		revokedAt: instant('revoked_at'),
		revokedBy: uuid('revoked_by').references(() => account.id),
	},
	(table) => [
		uniqueIndex('access_grant_active')
			.on(table.mandateId, table.role)
			.where(sql`revoked_at is null`),
	],
);

/** A link sent to one e-mail: single use, 7 days; `tokenHash` is the SHA-256 (hex) of the token. */
export const invitation = pgTable(
	'invitation',
	{
		id: uuid('id').primaryKey(),
		tokenHash: text('token_hash').notNull(),
		email: text('email').notNull(),
		displayName: text('display_name').notNull(),
		organisationId: uuid('organisation_id')
			.notNull()
			.references(() => organisation.id),
		departmentCode: text('department_code').references(() => committee.departmentCode),
		regionCode: text('region_code').references(() => region.code),
		role: text('role').$type<Role>().notNull(),
		seatRole: text('seat_role').$type<SeatRole>().notNull(),
		title: text('title').notNull().default(''),
		communeCodes: text('commune_codes').array().notNull().default([]),
		startsOn: date('starts_on').notNull(),
		endsOn: date('ends_on').notNull(),
		createdBy: uuid('created_by').references(() => account.id),
		createdAt: instant('created_at').notNull(),
		expiresAt: instant('expires_at').notNull(),
		usedAt: instant('used_at'),
		revokedAt: instant('revoked_at'),
	},
	(table) => [
		uniqueIndex('invitation_token').on(table.tokenHash),
		index('invitation_department').on(table.departmentCode),
	],
);

/** When a person last opened a space, for « depuis votre dernière visite ». */
export const spaceVisit = pgTable(
	'space_visit',
	{
		accountId: uuid('account_id')
			.notNull()
			.references(() => account.id, { onDelete: 'cascade' }),
		departmentCode: text('department_code')
			.notNull()
			.references(() => committee.departmentCode),
		/** Start of the visit before the current one. */
		previousAt: instant('previous_at'),
		currentAt: instant('current_at').notNull(),
	},
	(table) => [primaryKey({ columns: [table.accountId, table.departmentCode] })],
);
