import type { FormGroup } from '#lib/registries/record-draft.ts';
import type { SeniorDoctorField } from './senior-doctor.rules.ts';

interface DoctorGroup extends FormGroup {
	fields: readonly Exclude<SeniorDoctorField, 'otherPlaces'>[];
}

export const DOCTOR_GROUPS: readonly DoctorGroup[] = [
	{ title: 'Identité', fields: ['lastName', 'firstName', 'civility', 'birthYear', 'rpps'] },
	{
		title: 'Exercice',
		fields: [
			'specialty',
			'practiceMode',
			'sector',
			'communeCode',
			'placeKind',
			'placeShare',
			'activity',
			'halfDays',
			'patientCount',
			'workingPensionerSince',
		],
	},
	{ title: 'Coordonnées', fields: ['phone', 'email', 'address'] },
	{
		title: 'Départ et relève',
		fields: [
			'departureYear',
			'departureCertainty',
			'departureDeclaredOn',
			'successor',
			'conditions',
			'obstacles',
		],
	},
	{ title: 'Transmettre', fields: ['hostDoctor', 'trainingSupervisor', 'universityPost'] },
	{ title: 'Ce que le médecin partage', fields: ['sharing', 'sharingOn', 'informedOn'] },
];

/** Without these there is no record. */
export const DOCTOR_REQUIRED: readonly string[] = [
	'lastName',
	'firstName',
	'birthYear',
	'specialty',
	'communeCode',
] satisfies SeniorDoctorField[];
