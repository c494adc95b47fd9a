import { FIELD_NAMES } from '#lib/senior-doctors/senior-doctor.fields.rules.ts';
import type {
	OtherPlace,
	SeniorDoctorField,
	SeniorDoctorValues,
} from '#lib/senior-doctors/senior-doctor.rules.ts';
import { seniorDoctor, type seniorDoctorPlace } from './senior-doctor.tables.ts';

/** Fields that are columns of the record: all but the other places. */
export type ColumnField = Exclude<SeniorDoctorField, 'otherPlaces'>;

export const COLUMN_FIELDS = FIELD_NAMES.filter((field): field is ColumnField => field !== 'otherPlaces');

/** The columns of these fields, for a select: what is not asked for is not read. */
export function columnsOf(fields: readonly ColumnField[]): Pick<typeof seniorDoctor, ColumnField> {
	return Object.fromEntries(fields.map((field) => [field, seniorDoctor[field]])) as Pick<
		typeof seniorDoctor,
		ColumnField
	>;
}

type Row = typeof seniorDoctor.$inferSelect;
type PlaceRow = typeof seniorDoctorPlace.$inferSelect;

export function placesOf(rows: readonly PlaceRow[]): OtherPlace[] {
	return rows
		.toSorted((a, b) => a.position - b.position)
		.map(({ communeCode, kind, share }) => ({ communeCode, kind, share }));
}

export function valuesOf(row: Row, places: readonly PlaceRow[]): SeniorDoctorValues {
	const columns = Object.fromEntries(COLUMN_FIELDS.map((field) => [field, row[field]]));
	return { ...(columns as Omit<SeniorDoctorValues, 'otherPlaces'>), otherPlaces: placesOf(places) };
}

/** Only these fields: what is not in the list does not leave. */
export function pickFields(
	values: SeniorDoctorValues,
	fields: readonly SeniorDoctorField[],
): Partial<SeniorDoctorValues> {
	return Object.fromEntries(fields.map((field) => [field, values[field]]));
}

/** Every commune of a record. */
export function communesOf(values: Pick<SeniorDoctorValues, 'communeCode' | 'otherPlaces'>): string[] {
	return [values.communeCode, ...values.otherPlaces.map(({ communeCode }) => communeCode)];
}
