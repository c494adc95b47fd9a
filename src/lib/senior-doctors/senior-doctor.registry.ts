import type { RegistryDescription } from '#lib/registries/registry-list.ts';
import { filterDefinition, type FilterName } from './senior-doctor-filter.rules.ts';
import { FIELDS } from './senior-doctor.fields.rules.ts';
import type { SeniorDoctorField } from './senior-doctor.rules.ts';
import { valueWords } from './senior-doctor.words.ts';

/** The registry of doctors over 60, for the parts of a page that both registries share. */
export const SENIOR_DOCTORS: RegistryDescription = {
	title: 'Médecins de 60 ans et plus',
	tableLabel: 'Tableau des médecins',
	nameLabel: 'Médecin',
	api: 'medecins',
	event: 'medecin',
	dependency: 'terrimed:medecins',
	fields: FIELDS,
	filterOf: (name) => filterDefinition(name as FilterName),
	words: (field, value, names) => valueWords(field as SeniorDoctorField, value, names),
	/** A year of departure that somebody types was told by the doctor; without a year nothing is known. */
	cellChanges: (field, value) =>
		field === 'departureYear'
			? { departureYear: value, departureCertainty: value === null ? 'unknown' : 'declared' }
			: { [field]: value },
	phone: { commune: 'below', departure: 'below-right', successor: 'right' },
};
