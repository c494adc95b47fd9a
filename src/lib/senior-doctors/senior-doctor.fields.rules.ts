import type { RecordField } from '#lib/registries/field.rules.ts';
import type { SeniorDoctorField } from './senior-doctor.rules.ts';
import {
	ACTIVITY_LABEL,
	CIVILITY_LABEL,
	DEPARTURE_CERTAINTY_LABEL,
	PLACE_KIND_LABEL,
	PRACTICE_MODE_LABEL,
	SECTOR_LABEL,
	SHARING_LABEL,
	SHARINGS,
	SUCCESSOR_LABEL,
	TRAINING_SUPERVISOR_LABEL,
	type Sharing,
} from './senior-doctor.values.rules.ts';
import { SPECIALTIES } from './specialty.catalogue.ts';

export interface FieldDefinition extends RecordField {
	/** Who reads it at most, of those with whom the doctor shares the record. */
	readers: Sharing;
}

const NO_HEALTH =
	'N’écrivez ni donnée de santé, ni motif personnel, ni numéro de sécurité sociale. Le médecin peut lire ce champ.';

/** Each field of a record: its words, its kind, and the widest circle that may read it. */
export const FIELDS: Readonly<Record<SeniorDoctorField, FieldDefinition>> = {
	lastName: { label: 'Nom', kind: 'text', readers: 'elected' },
	firstName: { label: 'Prénom', kind: 'text', readers: 'elected' },
	civility: { label: 'Civilité', kind: 'choice', readers: 'elected', choices: CIVILITY_LABEL },
	rpps: { label: 'Numéro RPPS', kind: 'text', readers: 'urps', help: 'Onze chiffres.' },
	birthYear: { label: 'Année de naissance', kind: 'year', readers: 'urps' },
	specialty: { label: 'Spécialité', kind: 'choice', readers: 'elected', choices: SPECIALTIES },
	practiceMode: {
		label: 'Mode d’exercice',
		kind: 'choice',
		readers: 'elected',
		choices: PRACTICE_MODE_LABEL,
	},
	sector: { label: 'Secteur', kind: 'choice', readers: 'committee', choices: SECTOR_LABEL },
	communeCode: { label: 'Commune', kind: 'commune', readers: 'elected' },
	placeKind: { label: 'Lieu d’exercice', kind: 'choice', readers: 'elected', choices: PLACE_KIND_LABEL },
	placeShare: { label: 'Part du temps sur ce lieu', kind: 'number', readers: 'committee', help: 'En %.' },
	otherPlaces: { label: 'Autres lieux', kind: 'places', readers: 'elected' },
	halfDays: { label: 'Demi-journées par semaine', kind: 'number', readers: 'committee' },
	patientCount: { label: 'Patientèle', kind: 'number', readers: 'urps' },
	activity: { label: 'Activité', kind: 'choice', readers: 'elected', choices: ACTIVITY_LABEL },
	workingPensionerSince: { label: 'Cumul emploi-retraite depuis', kind: 'date', readers: 'committee' },
	email: { label: 'Adresse électronique', kind: 'text', readers: 'urps' },
	phone: { label: 'Téléphone', kind: 'text', readers: 'urps' },
	address: { label: 'Adresse', kind: 'text', readers: 'urps' },
	departureYear: { label: 'Départ envisagé', kind: 'year', readers: 'elected' },
	departureCertainty: {
		label: 'Certitude du départ',
		kind: 'choice',
		readers: 'elected',
		choices: DEPARTURE_CERTAINTY_LABEL,
	},
	departureDeclaredOn: { label: 'Départ déclaré le', kind: 'date', readers: 'urps' },
	successor: { label: 'Successeur', kind: 'choice', readers: 'elected', choices: SUCCESSOR_LABEL },
	hostDoctor: { label: 'Médecin accueillant', kind: 'yes-no', readers: 'elected' },
	trainingSupervisor: {
		label: 'Maître de stage (MSU)',
		kind: 'choice',
		readers: 'committee',
		choices: TRAINING_SUPERVISOR_LABEL,
	},
	universityPost: {
		label: 'Poste universitaire, engagement de 3 ans',
		kind: 'yes-no',
		readers: 'committee',
	},
	conditions: { label: 'Conditions pour continuer', kind: 'long-text', readers: 'urps', help: NO_HEALTH },
	obstacles: { label: 'Freins', kind: 'long-text', readers: 'urps', help: NO_HEALTH },
	sharing: { label: 'Partage', kind: 'choice', readers: 'committee', choices: SHARING_LABEL },
	sharingOn: { label: 'Partage choisi le', kind: 'date', readers: 'urps' },
	informedOn: { label: 'Médecin informé le', kind: 'date', readers: 'urps' },
};

export const FIELD_NAMES = Object.keys(FIELDS) as SeniorDoctorField[];

/** What one reads of a record as one of those it is shared with: `elected` reads the least, `urps` everything. */
export function fieldsOpenTo(circle: Sharing): SeniorDoctorField[] {
	const reach = SHARINGS.indexOf(circle);
	return FIELD_NAMES.filter((field) => SHARINGS.indexOf(FIELDS[field].readers) >= reach);
}

/** Whether a record that the doctor shares with `sharing` is open to `circle` at all. */
export function isSharedWith(sharing: Sharing, circle: Sharing): boolean {
	return SHARINGS.indexOf(sharing) >= SHARINGS.indexOf(circle);
}
