import { newId } from '#lib/identifiers.ts';
import {
	internSearchedPlace,
	internSearchedText,
	internSortName,
	type InternField,
	type InternValues,
} from '#lib/interns/intern.rules.ts';
import { CHECKLIST_ITEMS, type InternSource } from '#lib/interns/intern.values.rules.ts';
import type { Database } from '../database/database.ts';
import type { FieldSource, FieldValue } from '../senior-doctors/senior-doctor.tables.ts';
import type { CommunePlace } from '../senior-doctors/senior-doctor.write.ts';
import { knownInternFields } from './intern.record.ts';
import { intern, internChange } from './intern.tables.ts';

/** The columns of a record that follow from its values: its place, its order, what a search compares. */
export function internColumns(values: InternValues, place: CommunePlace) {
	return {
		...values,
		departmentCode: place.departmentCode,
		regionCode: place.regionCode,
		sortName: internSortName(values),
		searched: internSearchedText(values, place.searchName),
		searchedPlace: internSearchedPlace(values, place.searchName),
	};
}

/** The source of each of these fields. */
export function internSourcesOf(
	fields: readonly InternField[],
	source: FieldSource,
): Record<string, FieldSource> {
	return Object.fromEntries(fields.map((field) => [field, source]));
}

export interface ChangeOfIntern {
	internId: string;
	departmentCode: string;
	version: number;
	fields: readonly InternField[];
	before: InternValues;
	after: InternValues;
	source: InternSource;
	accountId: string | null;
	batchId?: string;
	at: Date;
}

/** The history: a row for each field that changed. A new record has none: its sources say where its values come from. */
export async function recordInternChanges(db: Database, change: ChangeOfIntern): Promise<void> {
	const { fields, before, after, at, batchId, ...rest } = change;
	if (fields.length === 0) return;
	await db.insert(internChange).values(
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

/** A record to be stored as it is: its values have been judged. */
export interface NewIntern {
	values: InternValues;
	place: CommunePlace;
	/** Of each of its fields that is known. */
	source: FieldSource;
}

/** Stores new records in one statement, inside a transaction opened for their départements; no step of their welcome is done. @returns their ids */
export async function storeInterns(
	db: Database,
	records: readonly NewIntern[],
	stamp: { accountId: string | null; at: Date },
): Promise<string[]> {
	const { accountId, at } = stamp;
	const rows = records.map(({ values, place, source }) => ({
		...internColumns(values, place),
		id: newId(),
		sources: internSourcesOf(knownInternFields(values), source),
		openItems: CHECKLIST_ITEMS.length,
		createdAt: at,
		createdBy: accountId,
		updatedAt: at,
		updatedBy: accountId,
	}));
	if (rows.length > 0) await db.insert(intern).values(rows);
	return rows.map(({ id }) => id);
}
