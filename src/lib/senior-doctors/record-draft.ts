import { parseNumberText } from '#lib/ui/number-text.ts';
import { FIELDS } from './senior-doctor.fields.rules.ts';
import type { OtherPlace, SeniorDoctorField, SeniorDoctorValues } from './senior-doctor.rules.ts';

/** The fields of a record as a form holds them: text, but for the other places. */
export type RecordDraft = Record<Exclude<SeniorDoctorField, 'otherPlaces'>, string> & {
	otherPlaces: OtherPlace[];
};

export const FORM_GROUPS: readonly {
	title: string;
	fields: readonly Exclude<SeniorDoctorField, 'otherPlaces'>[];
}[] = [
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
export const REQUIRED: readonly SeniorDoctorField[] = [
	'lastName',
	'firstName',
	'birthYear',
	'specialty',
	'communeCode',
];

export function draftOf(values: Partial<SeniorDoctorValues>): RecordDraft {
	const draft: Record<string, unknown> = { otherPlaces: values.otherPlaces ?? [] };
	for (const field of Object.keys(FIELDS) as SeniorDoctorField[]) {
		if (field === 'otherPlaces') continue;
		const value = values[field];
		draft[field] =
			value === null || value === undefined
				? ''
				: value === true
					? 'yes'
					: value === false
						? 'no'
						: String(value);
	}
	return draft as RecordDraft;
}

/** What a field of the form is worth; text that is no number stays text, for the server to refuse by its sentence. */
function valueOf(field: SeniorDoctorField, text: string): unknown {
	const { kind } = FIELDS[field];
	if (text.trim() === '') return null;
	if (kind === 'yes-no') return text === 'yes';
	if (kind === 'number' || kind === 'year') {
		const parsed = parseNumberText(text);
		return parsed.ok ? parsed.value : text;
	}
	return text.trim();
}

/** The fields that the form changed, by the values it began with. */
export function changesOf(draft: RecordDraft, start: RecordDraft): Record<string, unknown> {
	const changes: Record<string, unknown> = {};
	for (const field of Object.keys(FIELDS) as SeniorDoctorField[]) {
		if (field === 'otherPlaces') {
			if (JSON.stringify(draft.otherPlaces) !== JSON.stringify(start.otherPlaces))
				changes[field] = draft.otherPlaces;
		} else if (draft[field] !== start[field]) changes[field] = valueOf(field, draft[field]);
	}
	return changes;
}
