import type { ImportField } from '../registries/column-guess.rules.ts';

/** What a column of a file may become in the registry of interns. Free texts and what somebody agrees to share never come from a file. */
export type InternColumn =
	| 'fullName'
	| 'lastName'
	| 'firstName'
	| 'civility'
	| 'rpps'
	| 'email'
	| 'phone'
	| 'level'
	| 'isJuniorDoctor'
	| 'phase'
	| 'semester'
	| 'studyYear'
	| 'university'
	| 'subdivision'
	| 'specialty'
	| 'serviceCommitment'
	| 'site'
	| 'communeCode'
	| 'commune'
	| 'postcode'
	| 'hostName'
	| 'supervisor'
	| 'placementKind'
	| 'startsOn'
	| 'endsOn'
	| 'housing'
	| 'wantsToStay'
	| 'informedOn';

const field = (key: InternColumn, label: string, ...synonyms: string[]): ImportField<InternColumn> => ({
	key,
	label,
	synonyms,
});

/** Synonyms are folded as titles are: lower case, no accents, no signs. */
export const INTERN_COLUMNS: readonly ImportField<InternColumn>[] = [
	field('fullName', 'Nom et prénom, à séparer', 'nom prenom', 'nom et prenom', 'interne', 'etudiant'),
	field('lastName', 'Nom', 'nom de famille', 'nom usuel', 'patronyme'),
	field('firstName', 'Prénom', 'prenoms'),
	field('civility', 'Civilité', 'sexe', 'titre', 'genre'),
	field('rpps', 'RPPS', 'n rpps', 'numero rpps', 'num rpps', 'identifiant rpps'),
	field('email', 'Courriel', 'mail', 'email', 'e mail', 'adresse electronique', 'adresse mail'),
	field('phone', 'Téléphone', 'tel', 'portable', 'mobile', 'numero de telephone'),
	field('level', 'Niveau', 'statut', 'externe ou interne'),
	field('isJuniorDoctor', 'Docteur junior, oui ou non', 'docteur junior', 'dj'),
	field('phase', 'Phase', 'phase du des', 'phase d internat'),
	field('semester', 'Semestre', 'semestre valide', 'numero de semestre', 'sem', 'rang du semestre'),
	field('studyYear', 'Année d’études, pour un externe', 'annee d etudes', 'annee', 'dfasm'),
	field('university', 'Université', 'faculte', 'fac', 'ufr', 'universite d origine'),
	field('subdivision', 'Subdivision', 'subdivision d internat'),
	field('specialty', 'Spécialité', 'des', 'discipline', 'diplome d etudes specialisees'),
	field('serviceCommitment', 'CESP', 'contrat d engagement', 'contrat cesp', 'contrat d engagement cesp'),
	field('site', 'Lieu du stage', 'terrain', 'terrain de stage', 'lieu de stage', 'site', 'etablissement'),
	field('communeCode', 'Code INSEE de la commune', 'code commune', 'code insee', 'insee'),
	field('commune', 'Commune du stage', 'commune', 'ville', 'cp ville', 'localite'),
	field('postcode', 'Code postal', 'cp', 'codepostal'),
	field('hostName', 'Hôte hors registre', 'hote', 'accueilli par', 'referent local'),
	field('supervisor', 'Encadrement', 'maitre de stage', 'msu', 'encadrant', 'praticien', 'responsable'),
	field('placementKind', 'Type de stage', 'stage', 'nature du stage', 'type stage'),
	field('startsOn', 'Début du stage', 'debut', 'date debut', 'date de debut', 'du', 'arrivee'),
	field('endsOn', 'Fin du stage', 'fin', 'date fin', 'date de fin', 'au', 'depart'),
	field('housing', 'Logement', 'hebergement', 'logement trouve'),
	field('wantsToStay', 'Souhaite rester', 'souhaite s installer', 'installation', 'projet d installation'),
	field('informedOn', 'Informé le', 'date d information', 'informe', 'information le'),
];

export const INTERN_COLUMN_KEYS = INTERN_COLUMNS.map(({ key }) => key);

/** Which of them a record cannot do without, each with what may stand for it. */
export const NEEDED_INTERN_COLUMNS: readonly { columns: readonly InternColumn[]; label: string }[] = [
	{ columns: ['lastName', 'fullName'], label: 'le nom' },
	{
		columns: ['level', 'isJuniorDoctor', 'phase', 'semester', 'studyYear'],
		label: 'le niveau, la phase ou le semestre',
	},
	{ columns: ['commune', 'communeCode', 'postcode'], label: 'la commune du stage' },
	{ columns: ['startsOn'], label: 'le début du stage' },
];
