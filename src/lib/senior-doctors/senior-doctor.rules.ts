import { normaliseSearch } from '#lib/territory/territory.rules.ts';
import type {
	Activity,
	Civility,
	DepartureCertainty,
	PlaceKind,
	PracticeMode,
	Sector,
	Sharing,
	SourceKind,
	Successor,
	TrainingSupervisor,
} from './senior-doctor.values.rules.ts';
import type { Specialty } from './specialty.catalogue.ts';

/** Age from which a doctor is in the registry. */
export const REGISTRY_AGE = 60;

/** The last year that the horizon shows by itself. */
export const HORIZON_END = 2035;

/** A place of practice beside the main one; `share` in percent. */
export interface OtherPlace {
	communeCode: string;
	kind: PlaceKind | null;
	share: number | null;
}

/** What people write in a record. Days are ISO; null is « not known ». */
export interface SeniorDoctorValues {
	rpps: string | null;
	lastName: string;
	firstName: string;
	civility: Civility | null;
	birthYear: number;
	specialty: Specialty;
	practiceMode: PracticeMode | null;
	sector: Sector | null;
	communeCode: string;
	placeKind: PlaceKind | null;
	placeShare: number | null;
	otherPlaces: OtherPlace[];
	halfDays: number | null;
	patientCount: number | null;
	activity: Activity | null;
	workingPensionerSince: string | null;
	email: string | null;
	phone: string | null;
	address: string | null;
	departureYear: number | null;
	departureCertainty: DepartureCertainty;
	departureDeclaredOn: string | null;
	successor: Successor | null;
	hostDoctor: boolean | null;
	trainingSupervisor: TrainingSupervisor | null;
	universityPost: boolean | null;
	conditions: string | null;
	obstacles: string | null;
	sharing: Sharing;
	sharingOn: string | null;
	informedOn: string | null;
}

export type SeniorDoctorField = keyof SeniorDoctorValues;

/** A record of which nothing is known but what it cannot do without. */
export const UNKNOWN_VALUES: Omit<
	SeniorDoctorValues,
	'lastName' | 'firstName' | 'birthYear' | 'specialty' | 'communeCode'
> = {
	rpps: null,
	civility: null,
	practiceMode: null,
	sector: null,
	placeKind: null,
	placeShare: null,
	otherPlaces: [],
	halfDays: null,
	patientCount: null,
	activity: null,
	workingPensionerSince: null,
	email: null,
	phone: null,
	address: null,
	departureYear: null,
	departureCertainty: 'unknown',
	departureDeclaredOn: null,
	successor: null,
	hostDoctor: null,
	trainingSupervisor: null,
	universityPost: null,
	conditions: null,
	obstacles: null,
	sharing: 'urps',
	sharingOn: null,
	informedOn: null,
};

/** Where the value of a field comes from; `on` is an ISO day. */
export interface FieldOrigin {
	kind: SourceKind;
	on: string;
}

/** The order of lists: folded, so that accents and capitals do not count. */
export function sortNameOf(person: { lastName: string; firstName: string }): string {
	return normaliseSearch(`${person.lastName} ${person.firstName}`);
}

/** What a search by words compares. The RPPS is not in it: it is compared apart, for those who may read it. */
export function searchedTextOf(
	person: { lastName: string; firstName: string },
	communeSearchName: string,
): string {
	return `${sortNameOf(person)} ${communeSearchName}`;
}

/** « Dr Bernard Etchart ». */
export function doctorName(person: { lastName: string; firstName: string }): string {
	return `Dr ${person.firstName} ${person.lastName}`;
}

/**
 * What the values of a record contradict, a sentence for each field; empty when they hold together. `thisYear` is the year of today: who
 * is not 60 in it is not of this registry.
 */
export function faultsOf(
	values: SeniorDoctorValues,
	thisYear: number,
): Partial<Record<SeniorDoctorField, string>> {
	const faults: Partial<Record<SeniorDoctorField, string>> = {};
	if (values.birthYear > thisYear - REGISTRY_AGE) {
		faults.birthYear = `Le registre commence à ${REGISTRY_AGE} ans, soit ${thisYear - REGISTRY_AGE} pour l’année de naissance.`;
	}
	if (values.departureYear !== null && values.departureYear < values.birthYear + REGISTRY_AGE - 10) {
		faults.departureYear = 'Cette année de départ ne va pas avec l’année de naissance. Vérifiez les deux.';
	}
	if (values.departureCertainty !== 'unknown' && values.departureYear === null) {
		faults.departureYear = 'Indiquez l’année du départ, ou choisissez « Inconnue ».';
	}
	if (values.departureCertainty === 'unknown' && values.departureYear !== null) {
		faults.departureCertainty = 'Dites si cette année est déclarée par le médecin ou estimée.';
	}
	const shares = values.otherPlaces.reduce((sum, { share }) => sum + (share ?? 0), values.placeShare ?? 0);
	if (shares > 100) faults.placeShare = 'Les parts de temps dépassent 100 %. Vérifiez chaque lieu.';
	return faults;
}

/** Names of the fields whose values differ, in the order of the record. */
export function changedFields(
	before: SeniorDoctorValues,
	changes: Partial<SeniorDoctorValues>,
): SeniorDoctorField[] {
	return (Object.keys(changes) as SeniorDoctorField[]).filter(
		(field) => JSON.stringify(before[field]) !== JSON.stringify(changes[field]),
	);
}
