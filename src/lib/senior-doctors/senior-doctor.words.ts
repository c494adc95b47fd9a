import { formatNumber } from '#lib/ui/number-text.ts';
import { shortDate } from '#lib/ui/date-text.ts';
import { filterChoices, filterKind, filterLabel, type Filter } from './senior-doctor-filter.rules.ts';
import { FIELDS } from './senior-doctor.fields.rules.ts';
import type { OtherPlace, SeniorDoctorField, SeniorDoctorValues } from './senior-doctor.rules.ts';
import { PLACE_KIND_LABEL } from './senior-doctor.values.rules.ts';

/** What nobody has said. */
export const UNKNOWN = '–';

/** Names of communes, EPCI and people by their code or id. */
export type Names = Readonly<Record<string, string>>;

/** The value of a field as a person reads it; « – » for what is not known. */
export function valueWords(field: SeniorDoctorField, value: unknown, names: Names = {}): string {
	const { kind, choices } = FIELDS[field];
	if (value === null || value === undefined || value === '') return UNKNOWN;
	if (kind === 'places')
		return (value as OtherPlace[]).map((place) => placeWords(place, names)).join(' ; ') || UNKNOWN;
	if (kind === 'yes-no') return value === true ? 'Oui' : 'Non';
	if (typeof value === 'number') return kind === 'year' ? String(value) : numberWords(field, value);
	if (typeof value !== 'string') return UNKNOWN;
	if (kind === 'date') return shortDate(value);
	if (kind === 'commune') return names[value] ?? value;
	return choices?.[value] ?? value;
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

/** « Départ envisagé : 2026 à 2028 ». */
export function filterWords(filter: Filter, names: Names = {}): string {
	return `${filterLabel(filter.name)}\u00a0: ${filterValueWords(filter, names)}`;
}

function filterValueWords(filter: Filter, names: Names): string {
	if (filter.form === 'empty') return 'non renseigné';
	if (filter.form === 'range') return rangeWords(filter.from, filter.to, filterKind(filter.name) === 'date');
	return filter.values.map((value) => choiceWords(filter.name, value, names)).join(' ou ');
}

function choiceWords(name: Filter['name'], value: string, names: Names): string {
	return (filterChoices(name)[value] ?? names[value] ?? value).replace(/^\p{Lu}(?=\p{Ll})/u, (letter) =>
		letter.toLocaleLowerCase('fr'),
	);
}

function rangeWords(from: string | null, to: string | null, isDate: boolean): string {
	const words = (end: string): string => (isDate ? shortDate(end) : end);
	if (from === null) return `jusqu’à ${words(to ?? '')}`;
	if (to === null) return `à partir de ${words(from)}`;
	return from === to ? words(from) : `${words(from)} à ${words(to)}`;
}
