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
	Activity,
	Civility,
	DepartureCertainty,
	FollowUpKind,
	PlaceKind,
	PracticeMode,
	Sector,
	Sharing,
	SourceKind,
	Successor,
	TrainingSupervisor,
} from '#lib/senior-doctors/senior-doctor.values.rules.ts';
import type { Specialty } from '#lib/senior-doctors/specialty.catalogue.ts';
import { account } from '../accounts/account.tables.ts';
import { instant, jsonValue } from '../database/columns.ts';
import { plainText, registryScope } from '../database/registry-scope.columns.ts';
import { commune, department, region } from '../territory/territory.tables.ts';

/** Where a value comes from: `on` is a day (ISO), `batchId` the import that brought it. */
export interface FieldSource {
	kind: SourceKind;
	on: string;
	batchId?: string;
}

/** A value of a record as its history keeps it. */
export type FieldValue = string | number | boolean | null | readonly unknown[];

/** A doctor of 60 or over, of one region; the département and commune are those of the main place of practice. */
export const seniorDoctor = pgTable(
	'senior_doctor',
	{
		id: uuid('id').primaryKey(),
		departmentCode: text('department_code')
			.notNull()
			.references(() => department.code),
		regionCode: text('region_code')
			.notNull()
			.references(() => region.code),
		/** Eleven digits whose key is right. */
		rpps: text('rpps'),
		lastName: text('last_name').notNull(),
		firstName: text('first_name').notNull(),
		civility: text('civility').$type<Civility>(),
		birthYear: integer('birth_year').notNull(),
		specialty: text('specialty').$type<Specialty>().notNull(),
		practiceMode: text('practice_mode').$type<PracticeMode>(),
		sector: text('sector').$type<Sector>(),
		communeCode: text('commune_code')
			.notNull()
			.references(() => commune.code),
		placeKind: text('place_kind').$type<PlaceKind>(),
		/** Share of the working time at the main place, in percent. */
		placeShare: integer('place_share'),
		halfDays: integer('half_days'),
		patientCount: integer('patient_count'),
		activity: text('activity').$type<Activity>(),
		workingPensionerSince: date('working_pensioner_since'),
		email: text('email'),
		phone: text('phone'),
		address: text('address'),
		departureYear: integer('departure_year'),
		departureCertainty: text('departure_certainty').$type<DepartureCertainty>().notNull().default('unknown'),
		departureDeclaredOn: date('departure_declared_on'),
		successor: text('successor').$type<Successor>(),
		hostDoctor: boolean('host_doctor'),
		trainingSupervisor: text('training_supervisor').$type<TrainingSupervisor>(),
		/** Wants a university post with its commitment of three years. */
		universityPost: boolean('university_post'),
		conditions: text('conditions'),
		obstacles: text('obstacles'),
		sharing: text('sharing').$type<Sharing>().notNull().default('urps'),
		sharingOn: date('sharing_on'),
		/** The day on which the doctor was told of this record. */
		informedOn: date('informed_on'),
		/** From then on hidden from lists and counts, at the doctor's request. */
		opposedAt: instant('opposed_at'),
		followedBy: uuid('followed_by').references(() => account.id),
		/** The latest entry of the follow-up log, and the earliest next step that is not done. */
		lastContactOn: date('last_contact_on'),
		nextStepOn: date('next_step_on'),
		/** By field of the record. */
		sources: jsonb('sources').$type<Partial<Record<string, FieldSource>>>().notNull(),
		/** `lastName firstName` folded by `normaliseSearch`: the order of lists. */
		sortName: plainText('sort_name').notNull(),
		/** Name, RPPS and commune folded by `normaliseSearch`: what a search compares. */
		searched: text('searched').notNull(),
		version: integer('version').notNull().default(1),
		createdAt: instant('created_at').notNull(),
		createdBy: uuid('created_by').references(() => account.id),
		updatedAt: instant('updated_at').notNull(),
		updatedBy: uuid('updated_by').references(() => account.id),
	},
	(table) => [
		unique('senior_doctor_place_key').on(table.id, table.departmentCode),
		uniqueIndex('senior_doctor_rpps').on(table.regionCode, table.rpps),
		index('senior_doctor_name').on(table.departmentCode, table.sortName, table.id),
		index('senior_doctor_commune').on(table.communeCode),
		check('senior_doctor_version', sql`${table.version} > 0`),
		registryScope(table.departmentCode),
	],
).enableRLS();

/** A row that belongs to a record, and goes with it to another département or out of the registry. */
const ofRecord = (name: string, table: { doctorId: AnyPgColumn; departmentCode: AnyPgColumn }) =>
	foreignKey({
		name,
		columns: [table.doctorId, table.departmentCode],
		foreignColumns: [seniorDoctor.id, seniorDoctor.departmentCode],
	})
		.onUpdate('cascade')
		.onDelete('cascade');

/** A place of practice beside the main one. `departmentCode` is the record's; the commune may be elsewhere. */
export const seniorDoctorPlace = pgTable(
	'senior_doctor_place',
	{
		doctorId: uuid('doctor_id').notNull(),
		departmentCode: text('department_code').notNull(),
		position: integer('position').notNull(),
		communeCode: text('commune_code')
			.notNull()
			.references(() => commune.code),
		kind: text('kind').$type<PlaceKind>(),
		/** In percent. */
		share: integer('share'),
	},
	(table) => [
		primaryKey({ columns: [table.doctorId, table.position] }),
		ofRecord('senior_doctor_place_record', table),
		index('senior_doctor_place_commune').on(table.communeCode, table.doctorId),
		registryScope(table.departmentCode),
	],
).enableRLS();

/** History by field: one row for each field that a change touched. Purged with the record when it is erased. */
export const seniorDoctorChange = pgTable(
	'senior_doctor_change',
	{
		id: uuid('id').primaryKey(),
		doctorId: uuid('doctor_id').notNull(),
		departmentCode: text('department_code').notNull(),
		/** Version of the record that the change made. */
		version: integer('version').notNull(),
		field: text('field').notNull(),
		before: jsonValue<FieldValue>('before'),
		after: jsonValue<FieldValue>('after'),
		source: text('source').$type<SourceKind>().notNull(),
		/** The import that made the change. */
		batchId: uuid('batch_id'),
		accountId: uuid('account_id').references(() => account.id),
		changedAt: instant('changed_at').notNull(),
	},
	(table) => [
		ofRecord('senior_doctor_change_record', table),
		index('senior_doctor_change_record_order').on(table.doctorId, table.changedAt),
		registryScope(table.departmentCode),
	],
).enableRLS();

/** The follow-up log of a doctor: the URPS alone reads and writes it. */
export const seniorDoctorFollowUp = pgTable(
	'senior_doctor_follow_up',
	{
		id: uuid('id').primaryKey(),
		doctorId: uuid('doctor_id').notNull(),
		departmentCode: text('department_code').notNull(),
		kind: text('kind').$type<FollowUpKind>().notNull(),
		happenedOn: date('happened_on').notNull(),
		outcome: text('outcome').notNull(),
		nextStep: text('next_step').notNull().default(''),
		nextStepOn: date('next_step_on'),
		nextStepOwner: uuid('next_step_owner').references(() => account.id),
		nextStepDoneAt: instant('next_step_done_at'),
		accountId: uuid('account_id').references(() => account.id),
		createdAt: instant('created_at').notNull(),
	},
	(table) => [
		ofRecord('senior_doctor_follow_up_record', table),
		index('senior_doctor_follow_up_order').on(table.doctorId, table.happenedOn),
		index('senior_doctor_follow_up_next')
			.on(table.departmentCode, table.nextStepOn)
			.where(sql`next_step_done_at is null and next_step_on is not null`),
		registryScope(table.departmentCode),
	],
).enableRLS();
