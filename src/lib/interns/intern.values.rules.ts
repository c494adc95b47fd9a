/** The values that the closed fields of an intern's record may take, and the words that name them. */

export const LEVELS = ['extern', 'intern', 'junior-doctor'] as const;
export type Level = (typeof LEVELS)[number];
export const LEVEL_LABEL: Record<Level, string> = {
	extern: 'Externe',
	intern: 'Interne',
	'junior-doctor': 'Docteur junior',
};

/** Phases of the third cycle. */
export const PHASES = ['foundation', 'deepening', 'consolidation'] as const;
export type Phase = (typeof PHASES)[number];
export const PHASE_LABEL: Record<Phase, string> = {
	foundation: 'Socle',
	deepening: 'Approfondissement',
	consolidation: 'Consolidation',
};

export const PLACEMENT_KINDS = [
	'ambulatory-1',
	'saspas',
	'junior-doctor',
	'hospital',
	'emergency',
	'pmi',
	'extern-practice',
	'other',
] as const;
export type PlacementKind = (typeof PLACEMENT_KINDS)[number];
export const PLACEMENT_KIND_LABEL: Record<PlacementKind, string> = {
	'ambulatory-1': 'Ambulatoire de niveau 1',
	saspas: 'SASPAS',
	'junior-doctor': 'Docteur junior ambulatoire',
	hospital: 'Hôpital',
	emergency: 'Urgences',
	pmi: 'PMI',
	'extern-practice': 'Externe en cabinet',
	other: 'Autre stage',
};

export const HOUSINGS = ['sought', 'temporary', 'found', 'hospital-lodging', 'own'] as const;
export type Housing = (typeof HOUSINGS)[number];
export const HOUSING_LABEL: Record<Housing, string> = {
	sought: 'Cherche',
	temporary: 'Trouvé pour un temps',
	found: 'Trouvé',
	'hospital-lodging': 'Internat',
	own: 'Personnel',
};

export const STAYS = ['yes', 'perhaps', 'no'] as const;
/** Whether somebody wants to stay in the territory. */
export type Stay = (typeof STAYS)[number];
export const STAY_LABEL: Record<Stay, string> = { yes: 'Souhaite rester', perhaps: 'Hésite', no: 'Partira' };

export const PROJECT_FORMS = ['installation', 'replacement', 'assistant', 'salaried', 'hospital'] as const;
export type ProjectForm = (typeof PROJECT_FORMS)[number];
export const PROJECT_FORM_LABEL: Record<ProjectForm, string> = {
	installation: 'Installation',
	replacement: 'Remplacement',
	assistant: 'Assistanat ou collaboration',
	salaried: 'Exercice salarié',
	hospital: 'Hôpital',
};

/** Subdivisions of the third cycle. */
export const SUBDIVISIONS = {
	amiens: 'Amiens',
	angers: 'Angers',
	'antilles-guyane': 'Antilles-Guyane',
	besancon: 'Besançon',
	bordeaux: 'Bordeaux',
	brest: 'Brest',
	caen: 'Caen',
	'clermont-ferrand': 'Clermont-Ferrand',
	dijon: 'Dijon',
	grenoble: 'Grenoble',
	'ile-de-france': 'Île-de-France',
	lille: 'Lille',
	limoges: 'Limoges',
	lyon: 'Lyon',
	marseille: 'Marseille',
	montpellier: 'Montpellier',
	nancy: 'Nancy',
	nantes: 'Nantes',
	nice: 'Nice',
	'ocean-indien': 'Océan Indien',
	poitiers: 'Poitiers',
	reims: 'Reims',
	rennes: 'Rennes',
	rouen: 'Rouen',
	'saint-etienne': 'Saint-Étienne',
	strasbourg: 'Strasbourg',
	toulouse: 'Toulouse',
	tours: 'Tours',
} as const;
export type Subdivision = keyof typeof SUBDIVISIONS;
export const SUBDIVISION_CODES = Object.keys(SUBDIVISIONS) as Subdivision[];

/** Steps of a welcome: each record has each of them once. */
export const CHECKLIST_ITEMS = [
	'housing',
	'welcome-evening',
	'local-visit',
	'posts',
	'phase-interview',
] as const;
export type ChecklistItem = (typeof CHECKLIST_ITEMS)[number];
export const CHECKLIST_ITEM_LABEL: Record<ChecklistItem, string> = {
	housing: 'Logement',
	'welcome-evening': 'Soirée d’accueil',
	'local-visit': 'Visite du territoire',
	posts: 'Présentation des postes',
	'phase-interview': 'Entretien de fin de phase',
};

/** Where a value of a record comes from. */
export const INTERN_SOURCES = ['import', 'survey', 'call', 'member'] as const;
export type InternSource = (typeof INTERN_SOURCES)[number];
