import { sql } from 'drizzle-orm';
import {
	boolean,
	check,
	date,
	foreignKey,
	index,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	text,
	unique,
	uniqueIndex,
	uuid,
	type AnyPgColumn,
} from 'drizzle-orm/pg-core';
import type {
	ChecklistItem,
	Housing,
	InternSource,
	Level,
	Phase,
	PlacementKind,
	ProjectForm,
	Stay,
	Subdivision,
} from '#lib/interns/intern.values.rules.ts';
import type { Civility } from '#lib/senior-doctors/senior-doctor.values.rules.ts';
import type { Specialty } from '#lib/senior-doctors/specialty.catalogue.ts';
import { account } from '../accounts/account.tables.ts';
import { instant, jsonValue } from '../database/columns.ts';
import { plainText, registryScope } from '../database/registry-scope.columns.ts';
import { seniorDoctor, type FieldSource, type FieldValue } from '../senior-doctors/senior-doctor.tables.ts';
import { commune, department, region } from '../territory/territory.tables.ts';

/** One placement of an extern, an intern or a junior doctor, in the département of its commune. */
export const intern = pgTable(
	'intern',
	{
		id: uuid('id').primaryKey(),
		departmentCode: text('department_code')
			.notNull()
			.references(() => department.code),
		regionCode: text('region_code')
			.notNull()
			.references(() => region.code),
		/** Both null for a placement announced before its name. */
		lastName: text('last_name'),
		firstName: text('first_name'),
		civility: text('civility').$type<Civility>(),
		/** Eleven digits whose key is right. */
		rpps: text('rpps'),
		email: text('email'),
		phone: text('phone'),
		shareName: boolean('share_name').notNull().default(false),
		shareContact: boolean('share_contact').notNull().default(false),
		sharingOn: date('sharing_on'),
		/** The day on which the person was told of this record. */
		informedOn: date('informed_on'),
		level: text('level').$type<Level>().notNull(),
		phase: text('phase').$type<Phase>(),
		semester: integer('semester'),
		studyYear: integer('study_year'),
		university: text('university'),
		subdivision: text('subdivision').$type<Subdivision>(),
		specialty: text('specialty').$type<Specialty>(),
		serviceCommitment: boolean('service_commitment'),
		site: text('site'),
		communeCode: text('commune_code')
			.notNull()
			.references(() => commune.code),
		hostDoctorId: uuid('host_doctor_id').references(() => seniorDoctor.id, { onDelete: 'set null' }),
		hostName: text('host_name'),
		supervisor: text('supervisor'),
		placementKind: text('placement_kind').$type<PlacementKind>(),
		startsOn: date('starts_on').notNull(),
		endsOn: date('ends_on').notNull(),
		housing: text('housing').$type<Housing>(),
		housingUntil: date('housing_until'),
		housingPlace: text('housing_place'),
		transport: text('transport'),
		spouseWork: text('spouse_work'),
		childcare: text('childcare'),
		wantsToStay: text('wants_to_stay').$type<Stay>(),
		projectPlace: text('project_place'),
		projectFrom: date('project_from'),
		projectForm: text('project_form').$type<ProjectForm>(),
		project: text('project'),
		contactId: uuid('contact_id').references(() => account.id),
		/** From then on hidden from lists and counts, at the person's request. */
		opposedAt: instant('opposed_at'),
		/** By field of the record. */
		sources: jsonb('sources').$type<Partial<Record<string, FieldSource>>>().notNull(),
		/** Steps of the welcome that are not done: kept by whoever writes the checklist, in the same transaction. */
		openItems: integer('open_items').notNull().default(0),
		/** `lastName firstName` folded by `normaliseSearch`: the order of lists. */
		sortName: plainText('sort_name').notNull(),
		/** Name, place and university folded by `normaliseSearch`: what a search by who reads names compares. */
		searched: text('searched').notNull(),
		/** Commune and site alone: what a search compares when the name is not shared. */
		searchedPlace: text('searched_place').notNull(),
		version: integer('version').notNull().default(1),
		createdAt: instant('created_at').notNull(),
		createdBy: uuid('created_by').references(() => account.id),
		updatedAt: instant('updated_at').notNull(),
		updatedBy: uuid('updated_by').references(() => account.id),
	},
	(table) => [
		unique('intern_place_key').on(table.id, table.departmentCode),
		uniqueIndex('intern_rpps').on(table.regionCode, table.rpps, table.startsOn),
		index('intern_name').on(table.departmentCode, table.sortName, table.id),
		index('intern_start').on(table.departmentCode, table.startsOn),
		index('intern_commune').on(table.communeCode),
		index('intern_host').on(table.hostDoctorId),
		check('intern_version', sql`${table.version} > 0`),
		check('intern_days', sql`${table.endsOn} >= ${table.startsOn}`),
		registryScope(table.departmentCode),
	],
).enableRLS();

/** A row that belongs to a record, and goes with it to another département or out of the registry. */
const ofRecord = (name: string, table: { internId: AnyPgColumn; departmentCode: AnyPgColumn }) =>
	foreignKey({
		name,
		columns: [table.internId, table.departmentCode],
		foreignColumns: [intern.id, intern.departmentCode],
	})
		.onUpdate('cascade')
		.onDelete('cascade');

/** A step of the welcome of one intern: who sees to it, until when, and when it was done. */
export const internChecklistItem = pgTable(
	'intern_checklist_item',
	{
		internId: uuid('intern_id').notNull(),
		departmentCode: text('department_code').notNull(),
		item: text('item').$type<ChecklistItem>().notNull(),
		/** An account of the committee; else `ownerName` says who. */
		ownerId: uuid('owner_id').references(() => account.id),
		ownerName: text('owner_name'),
		dueOn: date('due_on'),
		doneAt: instant('done_at'),
		doneBy: uuid('done_by').references(() => account.id),
		version: integer('version').notNull().default(1),
	},
	(table) => [
		primaryKey({ columns: [table.internId, table.item] }),
		ofRecord('intern_checklist_item_record', table),
		index('intern_checklist_item_due')
			.on(table.departmentCode, table.dueOn)
			.where(sql`done_at is null`),
		index('intern_checklist_item_owner').on(table.ownerId),
		registryScope(table.departmentCode),
	],
).enableRLS();

/** History by field: one row for each field that a change touched. Purged with the record when it is erased. */
export const internChange = pgTable(
	'intern_change',
	{
		id: uuid('id').primaryKey(),
		internId: uuid('intern_id').notNull(),
		departmentCode: text('department_code').notNull(),
		/** Version of the record that the change made. */
		version: integer('version').notNull(),
		/** A field of the record, or `checklist.` and a step of the welcome. */
		field: text('field').notNull(),
		before: jsonValue<FieldValue>('before'),
		after: jsonValue<FieldValue>('after'),
		source: text('source').$type<InternSource>().notNull(),
		/** The import that made the change. */
		batchId: uuid('batch_id'),
		accountId: uuid('account_id').references(() => account.id),
		changedAt: instant('changed_at').notNull(),
	},
	(table) => [
		ofRecord('intern_change_record', table),
		index('intern_change_record_order').on(table.internId, table.changedAt),
		registryScope(table.departmentCode),
	],
).enableRLS();
