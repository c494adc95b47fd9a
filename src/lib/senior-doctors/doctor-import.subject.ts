import type { ImportSubject } from '../registries/import-subject.ts';
import { sayImported } from '../registries/import.words.ts';
import { DOCTOR_COLUMNS, NEEDED_COLUMNS } from './doctor-import.catalogue.ts';
import { checkRow } from './doctor-import.row.rules.ts';
import { searchedTextOf, sortNameOf } from './senior-doctor.rules.ts';
import {
	ACTIVITY_LABEL,
	CIVILITY_LABEL,
	PLACE_KIND_LABEL,
	PRACTICE_MODE_LABEL,
	SECTOR_LABEL,
	SOURCE_KIND_LABEL,
	SUCCESSOR_LABEL,
	TRAINING_SUPERVISOR_LABEL,
} from './senior-doctor.values.rules.ts';
import { SPECIALTIES } from './specialty.catalogue.ts';

const CHOICES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	civility: CIVILITY_LABEL,
	specialty: SPECIALTIES,
	practiceMode: PRACTICE_MODE_LABEL,
	sector: SECTOR_LABEL,
	placeKind: PLACE_KIND_LABEL,
	activity: ACTIVITY_LABEL,
	successor: SUCCESSOR_LABEL,
	trainingSupervisor: TRAINING_SUPERVISOR_LABEL,
};

const FIELD_WORDS: Readonly<Record<string, string>> = {
	communeCode: 'Commune',
	birthYear: 'Année de naissance',
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A file of doctors of 60 or over. */
export const DOCTOR_IMPORT: ImportSubject = {
	registry: 'senior-doctors',
	words: {
		title: 'Importer des fiches de médecins',
		registry: 'Médecins',
		path: 'medecins',
		person: 'Médecin',
		dispensable: 'Un RPPS incomplet, un téléphone trop court',
		first: 'le médecin',
	},
	columns: DOCTOR_COLUMNS,
	needed: NEEDED_COLUMNS,
	compared: [
		...['lastName', 'firstName', 'civility', 'rpps', 'birthYear', 'specialty', 'practiceMode', 'sector'],
		...['communeCode', 'placeKind', 'address', 'phone', 'email', 'halfDays', 'patientCount', 'activity'],
		...['workingPensionerSince', 'departureYear', 'successor', 'hostDoctor', 'trainingSupervisor'],
		...['universityPost', 'informedOn'],
	],
	follows: { departmentCode: 'communeCode', departureCertainty: 'departureYear' },
	yieldsTo: {},
	unsourced: ['departmentCode'],
	birthField: 'lastName',
	recognisedBy: ['commune', 'practiceMode', 'specialty'],
	numberColumn: 'rpps',
	check: checkRow,
	identityKeys: ['lastName', 'firstName', 'rpps', 'birthYear', 'communeCode'],
	identityOf: ({ rpps, lastName, firstName, birthYear, communeCode }) => ({
		number: typeof rpps === 'string' ? rpps : null,
		name: sortNameOf({ lastName: text(lastName), firstName: text(firstName) }),
		first: typeof birthYear === 'number' ? birthYear : null,
		second: communeCode,
	}),
	derive({ lastName, firstName }, communeSearchName) {
		const person = { lastName: text(lastName), firstName: text(firstName) };
		return { sortName: sortNameOf(person), searched: searchedTextOf(person, communeSearchName), beside: {} };
	},
	sayField: (field) => FIELD_WORDS[field] ?? DOCTOR_COLUMNS.find(({ key }) => key === field)?.label ?? field,
	sayValue: (field, value, communes) =>
		field === 'communeCode'
			? (communes.get(String(value)) ?? String(value))
			: sayImported(value, CHOICES[field]),
	saySource: (kind) =>
		kind in SOURCE_KIND_LABEL ? SOURCE_KIND_LABEL[kind as keyof typeof SOURCE_KIND_LABEL] : kind,
	sayRepeated: (line, likeness) =>
		likeness === 'same-rpps'
			? `La ligne ${line} a le même RPPS.`
			: `Sans doute le même médecin qu’à la ligne ${line}.`,
};
