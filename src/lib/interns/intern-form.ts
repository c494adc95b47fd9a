import type { FormGroup } from '#lib/registries/record-draft.ts';
import type { InternField } from './intern.rules.ts';

interface InternGroup extends FormGroup {
	fields: readonly InternField[];
}

export const INTERN_GROUPS: readonly InternGroup[] = [
	{ title: 'Personne', fields: ['lastName', 'firstName', 'civility', 'rpps', 'phone', 'email'] },
	{
		title: 'Études',
		fields: [
			'level',
			'phase',
			'semester',
			'studyYear',
			'specialty',
			'university',
			'subdivision',
			'serviceCommitment',
		],
	},
	{
		title: 'Stage',
		fields: [
			'communeCode',
			'placementKind',
			'startsOn',
			'endsOn',
			'site',
			'hostDoctorId',
			'hostName',
			'supervisor',
			'contactId',
		],
	},
	{
		title: 'Vie sur place',
		fields: ['housing', 'housingUntil', 'housingPlace', 'transport', 'spouseWork', 'childcare'],
	},
	{
		title: 'Projet professionnel',
		fields: ['wantsToStay', 'projectForm', 'projectPlace', 'projectFrom', 'project'],
	},
	{
		title: 'Ce que la personne partage',
		fields: ['shareName', 'shareContact', 'sharingOn', 'informedOn'],
	},
];

/** Without these there is no record. */
export const INTERN_REQUIRED: readonly string[] = [
	'level',
	'communeCode',
	'startsOn',
	'endsOn',
] satisfies InternField[];

/** Lists whose fields always have a value. */
export const INTERN_DECIDED: readonly string[] = [
	'level',
	'shareName',
	'shareContact',
] satisfies InternField[];
