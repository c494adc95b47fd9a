import type { ImportField } from '../registries/column-guess.rules.ts';

/** What a column of a file may become in the registry of doctors. Free texts and what a doctor agrees to share never come from a file. */
export type DoctorColumn =
	| 'fullName'
	| 'lastName'
	| 'firstName'
	| 'civility'
	| 'rpps'
	| 'birthYear'
	| 'age'
	| 'specialty'
	| 'practiceMode'
	| 'sector'
	| 'communeCode'
	| 'commune'
	| 'postcode'
	| 'placeKind'
	| 'halfDays'
	| 'patientCount'
	| 'activity'
	| 'workingPensionerSince'
	| 'email'
	| 'phone'
	| 'address'
	| 'departureYear'
	| 'successor'
	| 'hostDoctor'
	| 'trainingSupervisor'
	| 'universityPost'
	| 'informedOn';

const field = (key: DoctorColumn, label: string, ...synonyms: string[]): ImportField<DoctorColumn> => ({
	key,
	label,
	synonyms,
});

/** Synonyms are folded as titles are: lower case, no accents, no signs. */
export const DOCTOR_COLUMNS: readonly ImportField<DoctorColumn>[] = [
	field(
		'fullName',
		'Nom et prénom, à séparer',
		'nom prenom',
		'nom et prenom',
		'nom complet',
		'medecin',
		'praticien',
		'docteur',
	),
	field('lastName', 'Nom', 'nom de famille', 'nom d exercice', 'patronyme', 'nom usuel', 'nom praticien'),
	field('firstName', 'Prénom', 'prenom d exercice', 'prenom praticien', 'prenoms'),
	field('civility', 'Civilité', 'sexe', 'titre', 'genre'),
	field(
		'rpps',
		'RPPS',
		'n rpps',
		'no rpps',
		'numero rpps',
		'num rpps',
		'identifiant rpps',
		'identifiant pp',
		'id rpps',
	),
	field(
		'birthYear',
		'Année ou date de naissance',
		'annee naissance',
		'annee de naissance',
		'date de naissance',
		'naissance',
		'ne e en',
		'ne en',
		'nee en',
		'ne e le',
		'ne le',
		'nee le',
		'date naissance',
		'dn',
		'ddn',
	),
	field('age', 'Âge, si la naissance manque', 'age', 'ans'),
	field(
		'specialty',
		'Spécialité',
		'discipline',
		'specialites',
		'specialite principale',
		'libelle specialite',
		'libelle savoir faire',
		'qualification',
	),
	field(
		'practiceMode',
		'Mode d’exercice',
		'mode exercice',
		'type',
		'type d exercice',
		'exercice',
		'statut exercice',
		'libelle mode exercice',
	),
	field(
		'sector',
		'Secteur conventionnel',
		'secteur',
		'convention',
		'conventionnement',
		'secteur de conventionnement',
	),
	field(
		'communeCode',
		'Code INSEE de la commune',
		'code commune',
		'code insee',
		'insee',
		'commune code',
		'code officiel commune',
	),
	field(
		'commune',
		'Commune',
		'ville',
		'cp ville',
		'localite',
		'lieu d exercice',
		'commune d exercice',
		'libelle commune',
		'code postal ville',
	),
	field('postcode', 'Code postal', 'cp', 'code postal coord structure', 'codepostal'),
	field('placeKind', 'Type de lieu', 'lieu', 'structure', 'type de structure', 'type lieu'),
	field('halfDays', 'Demi-journées par semaine', 'demi journees', 'nb demi journees', 'demi journees hebdo'),
	field(
		'patientCount',
		'Patientèle',
		'patients',
		'nombre de patients',
		'patientele mt',
		'patientele medecin traitant',
		'nb patients',
	),
	field('activity', 'Activité régulière', 'activite', 'regularite', 'activite reguliere ou occasionnelle'),
	field(
		'workingPensionerSince',
		'Cumul emploi-retraite depuis',
		'cumul',
		'cumul depuis',
		'cumul emploi retraite',
		'retraite active',
	),
	field('email', 'Courriel', 'mail', 'email', 'e mail', 'adresse mail', 'adresse electronique', 'mel'),
	field(
		'phone',
		'Téléphone',
		'tel',
		'telephone',
		'portable',
		'mobile',
		'n de telephone',
		'numero de telephone',
		'tel cabinet',
	),
	field('address', 'Adresse', 'adresse postale', 'adresse du cabinet', 'rue', 'voie', 'numero et voie'),
	field(
		'departureYear',
		'Départ envisagé',
		'annee depart envisagee',
		'depart',
		'part en',
		'date de depart',
		'annee de depart',
		'depart prevu',
		'depart en retraite',
		'depart a la retraite',
	),
	field('successor', 'Successeur', 'succession', 'remplacant prevu', 'reprise'),
	field(
		'hostDoctor',
		'Peut accueillir un jeune médecin',
		'accueil jeune',
		'medecin accueillant',
		'accueillant',
		'accueil',
	),
	field(
		'trainingSupervisor',
		'Maître de stage (MSU)',
		'msu',
		'maitre de stage',
		'maitre de stage universitaire',
		'maitre de stages',
	),
	field(
		'universityPost',
		'Intérêt pour un poste universitaire',
		'interet universitaire',
		'poste universitaire',
		'universitaire',
	),
	field('informedOn', 'Informé le', 'date d information', 'informe', 'information le'),
];

export const DOCTOR_COLUMN_KEYS = DOCTOR_COLUMNS.map(({ key }) => key);

/** Which of them a record cannot do without, each with what may stand for it. */
export const NEEDED_COLUMNS: readonly { columns: readonly DoctorColumn[]; label: string }[] = [
	{ columns: ['lastName', 'fullName'], label: 'le nom' },
	{ columns: ['birthYear', 'age'], label: 'l’année de naissance ou l’âge' },
	{ columns: ['specialty'], label: 'la spécialité' },
	{ columns: ['commune', 'communeCode', 'postcode'], label: 'la commune' },
];
