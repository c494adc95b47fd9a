/** The values that the closed fields of a record may take, and the words that name them. */

export const CIVILITIES = ['madame', 'monsieur'] as const;
export type Civility = (typeof CIVILITIES)[number];
export const CIVILITY_LABEL: Record<Civility, string> = { madame: 'Madame', monsieur: 'Monsieur' };

export const PRACTICE_MODES = ['liberal', 'salaried', 'hospital', 'mixed'] as const;
export type PracticeMode = (typeof PRACTICE_MODES)[number];
export const PRACTICE_MODE_LABEL: Record<PracticeMode, string> = {
	liberal: 'Libéral',
	salaried: 'Salarié',
	hospital: 'Hospitalier',
	mixed: 'Mixte',
};

export const SECTORS = ['1', '2', '2-optam', 'outside'] as const;
export type Sector = (typeof SECTORS)[number];
export const SECTOR_LABEL: Record<Sector, string> = {
	'1': 'Secteur 1',
	'2': 'Secteur 2',
	'2-optam': 'Secteur 2, OPTAM',
	outside: 'Non conventionné',
};

export const PLACE_KINDS = ['practice', 'msp', 'health-centre', 'hospital', 'ehpad'] as const;
export type PlaceKind = (typeof PLACE_KINDS)[number];
export const PLACE_KIND_LABEL: Record<PlaceKind, string> = {
	practice: 'Cabinet',
	msp: 'Maison de santé',
	'health-centre': 'Centre de santé',
	hospital: 'Hôpital ou clinique',
	ehpad: 'EHPAD',
};

export const ACTIVITIES = ['regular', 'occasional'] as const;
export type Activity = (typeof ACTIVITIES)[number];
export const ACTIVITY_LABEL: Record<Activity, string> = { regular: 'Régulière', occasional: 'Occasionnelle' };

export const DEPARTURE_CERTAINTIES = ['declared', 'estimated', 'unknown'] as const;
export type DepartureCertainty = (typeof DEPARTURE_CERTAINTIES)[number];
export const DEPARTURE_CERTAINTY_LABEL: Record<DepartureCertainty, string> = {
	declared: 'Déclarée par le médecin',
	estimated: 'Estimée',
	unknown: 'Inconnue',
};

export const SUCCESSORS = ['not-yet', 'sought', 'in-discussion', 'found'] as const;
export type Successor = (typeof SUCCESSORS)[number];
export const SUCCESSOR_LABEL: Record<Successor, string> = {
	'not-yet': 'Pas encore',
	sought: 'Cherche',
	'in-discussion': 'En discussion',
	found: 'Trouvé',
};

export const TRAINING_SUPERVISORS = ['no', 'willing', 'now'] as const;
export type TrainingSupervisor = (typeof TRAINING_SUPERVISORS)[number];
export const TRAINING_SUPERVISOR_LABEL: Record<TrainingSupervisor, string> = {
	no: 'Non',
	willing: 'Prêt à le devenir',
	now: 'Oui, actuellement',
};

/** Who a doctor agrees to be shown to: each one takes in the ones before it. */
export const SHARINGS = ['urps', 'committee', 'elected'] as const;
export type Sharing = (typeof SHARINGS)[number];
export const SHARING_LABEL: Record<Sharing, string> = {
	urps: 'Avec l’URPS seule',
	committee: 'Avec l’URPS et le comité',
	elected: 'Avec l’URPS, le comité et les élus de ses communes',
};

/** Where a value of a record comes from. */
export const SOURCE_KINDS = ['import', 'survey', 'call', 'member'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];
export const SOURCE_KIND_LABEL: Record<SourceKind, string> = {
	import: 'Fichier importé',
	survey: 'Enquête',
	call: 'Appel',
	member: 'Saisie',
};

/** What one writes down of a contact; `plan` is a step decided without one, which dates no contact. */
export const CONTACT_KINDS = ['call', 'visit', 'letter', 'email', 'meeting'] as const;
export type FollowUpKind = (typeof CONTACT_KINDS)[number] | 'plan';
export const FOLLOW_UP_KIND_LABEL: Record<FollowUpKind, string> = {
	call: 'Appel',
	visit: 'Visite',
	letter: 'Lettre',
	email: 'Courriel',
	meeting: 'Rendez-vous',
	plan: 'À faire',
};
