/** An indicator that the propositions call for; its values belong to the indicators’ part of the product. */
export interface SuggestedIndicator {
	/** `I5.2`: second indicator of proposition 5; the codes are ours. */
	code: string;
	proposition: number;
	label: string;
	unit: string;
}

/** The 45 indicators drawn from the ten propositions (April 2025), in our own wording. */
export const SUGGESTED_INDICATORS: readonly SuggestedIndicator[] = [
	{ code: 'I1.1', proposition: 1, label: 'Stages d’externes réalisés en zone sous-dense', unit: '%' },
	{ code: 'I1.2', proposition: 1, label: 'Stages d’internes réalisés en zone sous-dense', unit: '%' },
	{ code: 'I1.3', proposition: 1, label: 'Maîtres de stage universitaires en activité', unit: 'nombre' },
	{ code: 'I1.4', proposition: 1, label: 'Part des généralistes installés qui sont MSU', unit: '%' },
	{
		code: 'I1.5',
		proposition: 1,
		label: 'Communes de stage sous-denses pourvues d’un hébergement',
		unit: '%',
	},
	{ code: 'I1.6', proposition: 1, label: 'Titulaires d’un CESP en stage sous-dense', unit: '%' },
	{ code: 'I1.7', proposition: 1, label: 'Reste à charge de trajet des externes', unit: '€ par mois' },
	{ code: 'I2.1', proposition: 2, label: 'Docteurs juniors accueillis', unit: 'nombre' },
	{ code: 'I2.2', proposition: 2, label: 'Docteurs juniors placés en zone sous-dense', unit: '%' },
	{ code: 'I2.3', proposition: 2, label: 'MSU exerçant en zone sous-dense', unit: '%' },
	{
		code: 'I2.4',
		proposition: 2,
		label: 'Installation dans le département un an après la phase junior',
		unit: '%',
	},
	{
		code: 'I2.5',
		proposition: 2,
		label: 'Docteurs juniors dotés d’un projet professionnel écrit',
		unit: '%',
	},
	{
		code: 'I3.1',
		proposition: 3,
		label: 'Assistants universitaires de médecine générale en poste',
		unit: 'nombre',
	},
	{ code: 'I3.2', proposition: 3, label: 'Assistants spécialistes à temps partagé en ville', unit: 'nombre' },
	{
		code: 'I3.3',
		proposition: 3,
		label: 'Chefs de clinique universitaires de médecine générale',
		unit: 'nombre',
	},
	{
		code: 'I3.4',
		proposition: 3,
		label: 'Internes de médecine générale par chef de clinique',
		unit: 'internes par CCU',
	},
	{ code: 'I4.1', proposition: 4, label: 'Remplaçants actifs en zone sous-dense', unit: 'nombre' },
	{ code: 'I4.2', proposition: 4, label: 'Délai entre la fin d’études et l’installation', unit: 'années' },
	{ code: 'I4.3', proposition: 4, label: 'Délai de validation des contrats d’assistant', unit: 'jours' },
	{ code: 'I4.4', proposition: 4, label: 'Installés ayant déjà remplacé sur place', unit: '%' },
	{ code: 'I5.1', proposition: 5, label: 'Complétude du registre des 60 ans et plus', unit: '%' },
	{ code: 'I5.2', proposition: 5, label: 'Réponses à l’enquête seniors', unit: '%' },
	{ code: 'I5.3', proposition: 5, label: 'Part des médecins actifs de 60 ans et plus', unit: '%' },
	{ code: 'I5.4', proposition: 5, label: 'Seniors de 65 à 80 ans maintenus en activité', unit: 'nombre' },
	{ code: 'I5.5', proposition: 5, label: 'Départs prévus sous trois ans sans successeur', unit: 'nombre' },
	{ code: 'I5.6', proposition: 5, label: 'Seniors suivis par un accompagnement personnalisé', unit: '%' },
	{ code: 'I5.7', proposition: 5, label: 'Médecins accueillants déclarés', unit: 'nombre' },
	{ code: 'I6.1', proposition: 6, label: 'Seniors engagés pour trois ans après 65 ans', unit: 'nombre' },
	{
		code: 'I6.2',
		proposition: 6,
		label: 'Postes d’enseignants associés occupés en zone sous-dense',
		unit: 'nombre',
	},
	{ code: 'I6.3', proposition: 6, label: 'Seniors intéressés par l’enseignement ou la recherche', unit: '%' },
	{ code: 'I6.4', proposition: 6, label: 'Part des seniors en activité régulière', unit: '%' },
	{
		code: 'I7.1',
		proposition: 7,
		label: 'Jours de présence médicale en secteur critique',
		unit: 'jours par mois',
	},
	{
		code: 'I7.2',
		proposition: 7,
		label: 'Patients sans médecin traitant reçus par un dispositif solidaire',
		unit: 'patients',
	},
	{ code: 'I7.3', proposition: 7, label: 'Médecins volontaires mobilisés', unit: 'nombre' },
	{ code: 'I7.4', proposition: 7, label: 'Dispositifs temporaires devenus offre durable', unit: 'nombre' },
	{ code: 'I8.1', proposition: 8, label: 'Aides dont la contrepartie est mesurable et suivie', unit: '%' },
	{ code: 'I8.2', proposition: 8, label: 'Intercommunalités liées par un accord d’harmonisation', unit: '%' },
	{ code: 'I8.3', proposition: 8, label: 'Maintien en exercice trois ans après une aide', unit: '%' },
	{ code: 'I8.4', proposition: 8, label: 'Porteurs de projet suivis par le guichet unique', unit: 'nombre' },
	{ code: 'I9.1', proposition: 9, label: 'Collèges du socle représentés aux séances', unit: '%' },
	{
		code: 'I9.2',
		proposition: 9,
		label: 'Communes de stage dont l’élu a reçu la liste des stagiaires',
		unit: '%',
	},
	{ code: 'I9.3', proposition: 9, label: 'Actions décidées et terminées dans les délais', unit: '%' },
	{ code: 'I10.1', proposition: 10, label: 'Convention URPS-ARS couvrant le département', unit: 'oui/non' },
	{ code: 'I10.2', proposition: 10, label: 'Autres URPS associées aux actions', unit: 'nombre sur 9' },
	{ code: 'I10.3', proposition: 10, label: 'Évaluations du plan rendues à la date prévue', unit: '%' },
];

const INDICATOR_BY_CODE: ReadonlyMap<string, SuggestedIndicator> = new Map(
	SUGGESTED_INDICATORS.map((indicator) => [indicator.code, indicator]),
);

export function findSuggestedIndicator(code: string): SuggestedIndicator | undefined {
	return INDICATOR_BY_CODE.get(code);
}
