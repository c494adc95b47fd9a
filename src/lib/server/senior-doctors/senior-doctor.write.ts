import { eq } from 'drizzle-orm';
import { newId } from '#lib/identifiers.ts';
import {
	searchedTextOf,
	sortNameOf,
	type SeniorDoctorField,
	type SeniorDoctorValues,
} from '#lib/senior-doctors/senior-doctor.rules.ts';
import type { SourceKind } from '#lib/senior-doctors/senior-doctor.values.rules.ts';
import type { Database } from '../database/database.ts';
import type { SharedPlaces } from '../events/events.ts';
import { communesOf } from './senior-doctor.record.ts';
import {
	seniorDoctor,
	seniorDoctorChange,
	seniorDoctorPlace,
	type FieldSource,
	type FieldValue,
} from './senior-doctor.tables.ts';

/** Where a commune is, and how a search names it. */
export interface CommunePlace {
	code: string;
	departmentCode: string;
	regionCode: string;
	searchName: string;
}

/** The columns of a record that follow from its values: its place, its order, what a search compares. */
export function derivedColumns(values: SeniorDoctorValues, place: CommunePlace) {
	const { otherPlaces: _, ...columns } = values;
	return {
		...columns,
		departmentCode: place.departmentCode,
		regionCode: place.regionCode,
		sortName: sortNameOf(values),
		searched: searchedTextOf(values, place.searchName),
	};
}

/** What a listener needs in order to know who may hear of a record. */
export function sharedPlaces(values: SeniorDoctorValues): SharedPlaces {
	return { sharing: values.sharing, communeCodes: communesOf(values) };
}

/** The source of each of these fields. */
export function sourcesOf(
	fields: readonly SeniorDoctorField[],
	source: FieldSource,
): Record<string, FieldSource> {
	return Object.fromEntries(fields.map((field) => [field, source]));
}

export interface ChangeOfFields {
	doctorId: string;
	departmentCode: string;
	version: number;
	fields: readonly SeniorDoctorField[];
	before: SeniorDoctorValues;
	after: SeniorDoctorValues;
	source: SourceKind;
	accountId: string | null;
	batchId?: string;
	at: Date;
}

/** The history: a row for each field that changed. A new record has none: its sources say where its values come from. */
export async function recordChanges(db: Database, change: ChangeOfFields): Promise<void> {
	const { fields, before, after, at, batchId, ...rest } = change;
	if (fields.length === 0) return;
	await db.insert(seniorDoctorChange).values(
		fields.map((field) => ({
			...rest,
			id: newId(),
			field,
			before: before[field] as FieldValue,
			after: after[field] as FieldValue,
			batchId: batchId ?? null,
			changedAt: at,
		})),
	);
}

/** Writes the other places of a record anew: they are few and have no life of their own. */
export async function replacePlaces(
	db: Database,
	{ doctorId, departmentCode }: { doctorId: string; departmentCode: string },
	places: SeniorDoctorValues['otherPlaces'],
): Promise<void> {
	await db.delete(seniorDoctorPlace).where(eq(seniorDoctorPlace.doctorId, doctorId));
	if (places.length === 0) return;
	await db
		.insert(seniorDoctorPlace)
		.values(places.map((place, index) => ({ ...place, doctorId, departmentCode, position: index + 1 })));
}

/** A record to be stored as it is: its values have been judged. */
export interface NewRecord {
	values: SeniorDoctorValues;
	place: CommunePlace;
	/** Of each of its fields that is known. */
	source: FieldSource;
}

/** Stores new records with their other places, in two statements, inside a transaction opened for their départements. @returns their ids */
export async function storeRecords(
	db: Database,
	records: readonly NewRecord[],
	stamp: { accountId: string | null; at: Date },
): Promise<string[]> {
	const { accountId, at } = stamp;
	const rows = records.map(({ values, place, source }) => ({
		...derivedColumns(values, place),
		id: newId(),
		sources: sourcesOf(knownFields(values), source),
		createdAt: at,
		createdBy: accountId,
		updatedAt: at,
		updatedBy: accountId,
	}));
	if (rows.length > 0) await db.insert(seniorDoctor).values(rows);
	const places = rows.flatMap(({ id, departmentCode }, index) =>
		(records[index]?.values.otherPlaces ?? []).map((place, nth) => ({
			...place,
			doctorId: id,
			departmentCode,
			position: nth + 1,
		})),
	);
	if (places.length > 0) await db.insert(seniorDoctorPlace).values(places);
	return rows.map(({ id }) => id);
}

function knownFields(values: SeniorDoctorValues): SeniorDoctorField[] {
	return (Object.keys(values) as SeniorDoctorField[]).filter((field) => values[field] !== null);
}
