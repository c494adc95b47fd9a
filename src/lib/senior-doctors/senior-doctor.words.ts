import { fieldWords, UNKNOWN, type Names } from '#lib/registries/field.rules.ts';
import { formatNumber } from '#lib/ui/number-text.ts';
import { FIELDS } from './senior-doctor.fields.rules.ts';
import type { OtherPlace, SeniorDoctorField, SeniorDoctorValues } from './senior-doctor.rules.ts';
import { PLACE_KIND_LABEL } from './senior-doctor.values.rules.ts';

/** The value of a field as a person reads it; « – » for what is not known. */
export function valueWords(field: SeniorDoctorField, value: unknown, names: Names = {}): string {
	const definition = FIELDS[field];
	if (definition.kind === 'places' && Array.isArray(value))
		return (value as OtherPlace[]).map((place) => placeWords(place, names)).join(' ; ') || UNKNOWN;
	if (definition.kind === 'number' && typeof value === 'number') return numberWords(field, value);
	return fieldWords(definition, value, names);
}

function numberWords(field: SeniorDoctorField, value: number): string {
	if (field === 'placeShare') return `${value}\u00a0%`;
	return field === 'patientCount' ? `${formatNumber(value)} patients` : formatNumber(value);
}

function placeWords({ communeCode, kind, share }: OtherPlace, names: Names): string {
	const parts = [names[communeCode] ?? communeCode];
	if (kind !== null) parts.push(PLACE_KIND_LABEL[kind].toLocaleLowerCase('fr'));
	if (share !== null) parts.push(`${share}\u00a0%`);
	return parts.join(', ');
}

/** « 2027 », « 2027, estimé », « – ». */
export function departureWords(
	values: Pick<Partial<SeniorDoctorValues>, 'departureYear' | 'departureCertainty'>,
): string {
	const { departureYear, departureCertainty } = values;
	if (departureYear === null || departureYear === undefined) return UNKNOWN;
	return departureCertainty === 'estimated' ? `${departureYear}, estimé` : String(departureYear);
}

/** Age that a doctor reaches in the year of `today` (ISO). */
export function ageIn(birthYear: number | undefined, today: string): number | null {
	return birthYear === undefined ? null : Number(today.slice(0, 4)) - birthYear;
}
