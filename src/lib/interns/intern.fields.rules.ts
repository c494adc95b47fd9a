import { CIVILITY_LABEL } from '#lib/senior-doctors/senior-doctor.values.rules.ts';
import { SPECIALTIES } from '#lib/senior-doctors/specialty.catalogue.ts';
import type { InternField, InternValues } from './intern.rules.ts';
import {
	HOUSING_LABEL,
	LEVEL_LABEL,
	PHASE_LABEL,
	PLACEMENT_KIND_LABEL,
	PROJECT_FORM_LABEL,
	STAY_LABEL,
	SUBDIVISIONS,
} from './intern.values.rules.ts';

export type InternFieldKind =
	'text' | 'long-text' | 'choice' | 'yes-no' | 'number' | 'date' | 'commune' | 'doctor' | 'account';

/** What an elected official of the commune reads: always, only when the intern shares it, or never. */
export type ElectedReading = 'always' | 'with-name' | 'with-contact' | 'never';

export interface InternFieldDefinition {
	label: string;
	kind: InternFieldKind;
	elected: ElectedReading;
	/** Words of a closed list, by value. */
	choices?: Readonly<Record<string, string>>;
	/** Words that tell how to fill it in. */
	help?: string;
}

const NO_HEALTH =
	'N’écrivez ni donnée de santé, ni motif personnel, ni numéro de sécurité sociale. La personne peut lire ce champ.';

/** Each field of a record: its words, its kind, and what an elected official of the commune reads of it. */
export const INTERN_FIELDS: Readonly<Record<InternField, InternFieldDefinition>> = {
	lastName: { label: 'Nom', kind: 'text', elected: 'with-name' },
	firstName: { label: 'Prénom', kind: 'text', elected: 'with-name' },
	civility: { label: 'Civilité', kind: 'choice', elected: 'with-name', choices: CIVILITY_LABEL },
	rpps: { label: 'Numéro RPPS', kind: 'text', elected: 'never', help: 'Onze chiffres.' },
	email: { label: 'Adresse électronique', kind: 'text', elected: 'with-contact' },
	phone: { label: 'Téléphone', kind: 'text', elected: 'with-contact' },
	shareName: { label: 'Nom partagé avec les élus', kind: 'yes-no', elected: 'never' },
	shareContact: { label: 'Coordonnées partagées avec les élus', kind: 'yes-no', elected: 'never' },
	sharingOn: { label: 'Partage choisi le', kind: 'date', elected: 'never' },
	informedOn: { label: 'Personne informée le', kind: 'date', elected: 'never' },
	level: { label: 'Niveau', kind: 'choice', elected: 'always', choices: LEVEL_LABEL },
	phase: { label: 'Phase', kind: 'choice', elected: 'always', choices: PHASE_LABEL },
	semester: { label: 'Semestre d’internat', kind: 'number', elected: 'always' },
	studyYear: { label: 'Année d’études', kind: 'number', elected: 'always', help: 'Pour un externe.' },
	university: { label: 'Université', kind: 'text', elected: 'with-name' },
	subdivision: { label: 'Subdivision', kind: 'choice', elected: 'never', choices: SUBDIVISIONS },
	specialty: { label: 'Spécialité', kind: 'choice', elected: 'always', choices: SPECIALTIES },
	serviceCommitment: { label: 'Contrat d’engagement (CESP)', kind: 'yes-no', elected: 'never' },
	site: { label: 'Lieu du stage', kind: 'text', elected: 'always' },
	communeCode: { label: 'Commune du stage', kind: 'commune', elected: 'always' },
	hostDoctorId: { label: 'Hôte, médecin du registre', kind: 'doctor', elected: 'always' },
	hostName: { label: 'Hôte hors registre', kind: 'text', elected: 'always' },
	supervisor: { label: 'Encadrement', kind: 'text', elected: 'never' },
	placementKind: { label: 'Type de stage', kind: 'choice', elected: 'always', choices: PLACEMENT_KIND_LABEL },
	startsOn: { label: 'Début du stage', kind: 'date', elected: 'always' },
	endsOn: { label: 'Fin du stage', kind: 'date', elected: 'always' },
	housing: { label: 'Logement', kind: 'choice', elected: 'always', choices: HOUSING_LABEL },
	housingUntil: { label: 'Logement jusqu’au', kind: 'date', elected: 'always' },
	housingPlace: { label: 'Adresse du logement', kind: 'text', elected: 'with-contact' },
	transport: { label: 'Transport', kind: 'text', elected: 'with-name' },
	spouseWork: { label: 'Travail du conjoint', kind: 'text', elected: 'with-name' },
	childcare: { label: 'Garde d’enfants', kind: 'text', elected: 'with-name' },
	wantsToStay: { label: 'Rester sur le territoire', kind: 'choice', elected: 'never', choices: STAY_LABEL },
	projectPlace: { label: 'Où', kind: 'text', elected: 'never' },
	projectFrom: { label: 'À partir du', kind: 'date', elected: 'never' },
	projectForm: { label: 'Sous quelle forme', kind: 'choice', elected: 'never', choices: PROJECT_FORM_LABEL },
	project: { label: 'Projet professionnel', kind: 'long-text', elected: 'never', help: NO_HEALTH },
	contactId: { label: 'Référent au comité', kind: 'account', elected: 'always' },
};

export const INTERN_FIELD_NAMES = Object.keys(INTERN_FIELDS) as InternField[];

/** Who reads records: those who keep them (URPS, facilitator), and the elected officials of their communes. */
export type InternCircle = 'keepers' | 'elected';

/** What a record shares with the elected officials of its commune. */
export type InternConsent = Pick<InternValues, 'shareName' | 'shareContact'>;

/** The fields that this circle reads of a record that shares this much. */
export function internFieldsOpenTo(circle: InternCircle, consent: InternConsent): InternField[] {
	if (circle === 'keepers') return INTERN_FIELD_NAMES;
	return INTERN_FIELD_NAMES.filter((field) => isReadByElected(INTERN_FIELDS[field].elected, consent));
}

function isReadByElected(reading: ElectedReading, { shareName, shareContact }: InternConsent): boolean {
	if (reading === 'with-name') return shareName;
	if (reading === 'with-contact') return shareContact;
	return reading === 'always';
}
