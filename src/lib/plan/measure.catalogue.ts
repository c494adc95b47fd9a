/**
 * The 67 measures under the ten propositions of the Conf’ Santé des jeunes médecins (April 2025): the library from which
 * an action can be started. Labels are our own wording of the source; the codes are ours too (proposition 10 numbers none).
 */

export type MeasureType =
	| 'formation'
	| 'incitation'
	| 'accompagnement'
	| 'gouvernance'
	| 'registre'
	| 'enquete'
	| 'evaluation'
	| 'solidarite';

export const MEASURE_TYPE_LABEL: Record<MeasureType, string> = {
	formation: 'Formation',
	incitation: 'Incitation',
	accompagnement: 'Accompagnement',
	gouvernance: 'Gouvernance',
	registre: 'Registre',
	enquete: 'Enquête',
	evaluation: 'Évaluation',
	solidarite: 'Solidarité',
};

export interface Measure {
	/** `P5.3`: third measure of proposition 5. */
	code: string;
	proposition: number;
	label: string;
	/** Who carries it, in the source’s words. */
	actors: readonly string[];
	type: MeasureType;
}

export const MEASURES: readonly Measure[] = [
	{
		code: 'P1.1',
		proposition: 1,
		label:
			'Proposer aux externes des stages de 4 à 8 semaines (4e et 5e année) ou 6 à 12 semaines (6e année) en zone sous-dense',
		actors: ['université', 'externes', 'MSU'],
		type: 'formation',
	},
	{
		code: 'P1.2',
		proposition: 1,
		label:
			'Couvrir tous les frais de trajet des externes, l’indemnité de 130 € brut par mois étant jugée trop basse',
		actors: ['État', 'université', 'Région'],
		type: 'incitation',
	},
	{
		code: 'P1.3',
		proposition: 1,
		label: 'Tenir compte de la commune de naissance ou de vie pour placer les stages',
		actors: ['université', 'subdivision'],
		type: 'formation',
	},
	{
		code: 'P1.4',
		proposition: 1,
		label: 'Étendre l’hébergement territorial étudiant à tous les lieux de stage sous-denses',
		actors: ['communes', 'intercommunalités', 'département'],
		type: 'accompagnement',
	},
	{
		code: 'P1.5',
		proposition: 1,
		label: 'Laisser l’interne choisir son stage, avec de fortes incitations pour les zones sous-denses',
		actors: ['université', 'ARS', 'internes'],
		type: 'incitation',
	},
	{
		code: 'P1.6',
		proposition: 1,
		label: 'Verser une prime de stage en zone sous-dense, à l’hôpital comme en ville',
		actors: ['État', 'ARS'],
		type: 'incitation',
	},
	{
		code: 'P1.7',
		proposition: 1,
		label: 'Donner aux stagiaires l’accès à une formation ouvrant le statut de MSU dès l’installation',
		actors: ['université', 'internes'],
		type: 'formation',
	},
	{
		code: 'P1.8',
		proposition: 1,
		label: 'Réserver et flécher des stages sous-denses pour les titulaires d’un CESP',
		actors: ['université', 'ARS'],
		type: 'formation',
	},
	{
		code: 'P1.9',
		proposition: 1,
		label:
			'Accroître le nombre de MSU dans toutes les spécialités et mieux payer l’ancienneté et l’engagement',
		actors: ['université', 'assurance maladie', 'État'],
		type: 'incitation',
	},
	{
		code: 'P1.10',
		proposition: 1,
		label: 'Confier à la faculté une filière unique de formation des MSU, proche du terrain',
		actors: ['université'],
		type: 'formation',
	},
	{
		code: 'P2.1',
		proposition: 2,
		label: 'Publier les décrets d’application pour préparer la première promotion de 2026',
		actors: ['État'],
		type: 'gouvernance',
	},
	{
		code: 'P2.2',
		proposition: 2,
		label: 'Garantir le libre choix du lieu, sans contrainte, dans un projet professionnel formalisé',
		actors: ['internes', 'université'],
		type: 'accompagnement',
	},
	{
		code: 'P2.3',
		proposition: 2,
		label:
			'Faciliter ou garantir le statut de MSU et un poste d’assistant ou de chef de clinique après une année sous-dense',
		actors: ['université', 'ARS'],
		type: 'incitation',
	},
	{
		code: 'P2.4',
		proposition: 2,
		label: 'Moduler les primes de trajet et d’éloignement selon la densité médicale',
		actors: ['État', 'ARS'],
		type: 'incitation',
	},
	{
		code: 'P2.5',
		proposition: 2,
		label: 'Confier au comité territorial la logistique et les conditions de vie de chaque interne',
		actors: ['comité territorial', 'élus'],
		type: 'accompagnement',
	},
	{
		code: 'P2.6',
		proposition: 2,
		label: 'Couvrir les charges du MSU et rémunérer correctement l’encadrement',
		actors: ['assurance maladie', 'État'],
		type: 'incitation',
	},
	{
		code: 'P2.7',
		proposition: 2,
		label: 'Étendre le statut de docteur junior ambulatoire aux autres spécialités',
		actors: ['État', 'université'],
		type: 'formation',
	},
	{
		code: 'P3.1',
		proposition: 3,
		label:
			'Ouvrir des postes d’assistants ambulatoires à toutes les spécialités, avec enseignement et recherche facultatifs',
		actors: ['université', 'ARS', 'État'],
		type: 'incitation',
	},
	{
		code: 'P3.2',
		proposition: 3,
		label: 'Doubler les postes d’AUMG contre une installation sous-dense, à conditions équitables',
		actors: ['ARS', 'université'],
		type: 'incitation',
	},
	{
		code: 'P3.3',
		proposition: 3,
		label:
			'Allonger le contrat d’AUMG de deux ans renouvelables une fois, soit quatre ans, et simplifier l’accès',
		actors: ['État', 'université'],
		type: 'formation',
	},
	{
		code: 'P3.4',
		proposition: 3,
		label: 'Doubler les assistants spécialistes à temps partagé en les orientant vers les zones sous-denses',
		actors: ['ARS', 'hôpitaux'],
		type: 'incitation',
	},
	{
		code: 'P3.5',
		proposition: 3,
		label: 'Tripler les chefs de clinique de médecine générale, avec engagement territorial possible',
		actors: ['État', 'université'],
		type: 'incitation',
	},
	{
		code: 'P3.6',
		proposition: 3,
		label: 'Supprimer en zone sous-dense la durée d’exercice exigée avant d’encadrer un étudiant',
		actors: ['université', 'État'],
		type: 'formation',
	},
	{
		code: 'P4.1',
		proposition: 4,
		label: 'Soutenir remplacements et assistanats dans les secteurs les moins dotés',
		actors: ['ARS', 'assurance maladie', 'collectivités'],
		type: 'incitation',
	},
	{
		code: 'P4.2',
		proposition: 4,
		label: 'Conventionner les libéraux à exercice intermittent pour les identifier et les accompagner',
		actors: ['assurance maladie'],
		type: 'incitation',
	},
	{
		code: 'P4.3',
		proposition: 4,
		label: 'Verser un forfait de service public pour l’exercice sous-dense, la PDSA et le SAS',
		actors: ['assurance maladie', 'ARS'],
		type: 'incitation',
	},
	{
		code: 'P4.4',
		proposition: 4,
		label: 'Proposer un contrat temporaire de praticien territorial ambulatoire signé avec l’ARS',
		actors: ['ARS'],
		type: 'incitation',
	},
	{
		code: 'P4.5',
		proposition: 4,
		label: 'Valider d’office les contrats d’assistant et d’adjoint en zone sous-dense',
		actors: ['Ordre'],
		type: 'accompagnement',
	},
	{
		code: 'P5.1',
		proposition: 5,
		label: 'Tenir un registre régional des plus de 60 ans : spécialité, mode et lieu d’exercice',
		actors: ['URPS médecins', 'ARS'],
		type: 'registre',
	},
	{
		code: 'P5.2',
		proposition: 5,
		label: 'Envoyer à tous un questionnaire sur leur situation et leurs attentes, bien avant le départ',
		actors: ['URPS médecins', 'ARS', 'Ordre'],
		type: 'enquete',
	},
	{
		code: 'P5.3',
		proposition: 5,
		label: 'Informer et sensibiliser cette génération dans une campagne nationale déclinée localement',
		actors: ['État', 'URPS médecins', 'comité territorial'],
		type: 'enquete',
	},
	{
		code: 'P5.4',
		proposition: 5,
		label:
			'Offrir un ensemble fort d’avantages fiscaux et sociaux après 65 ans en zone sous-dense, si besoin borné à 2030',
		actors: ['État', 'assurance maladie'],
		type: 'incitation',
	},
	{
		code: 'P5.5',
		proposition: 5,
		label: 'Couvrir aussi bien les actifs non retraités que le cumul emploi-retraite',
		actors: ['État'],
		type: 'incitation',
	},
	{
		code: 'P5.6',
		proposition: 5,
		label: 'Accompagner chaque senior selon ses réponses, par une équipe régionale dédiée',
		actors: ['URPS médecins'],
		type: 'accompagnement',
	},
	{
		code: 'P5.7',
		proposition: 5,
		label: 'Affecter à l’opération des moyens humains et financiers déjà présents dans les URPS et les ARS',
		actors: ['URPS médecins', 'ARS'],
		type: 'gouvernance',
	},
	{
		code: 'P5.8',
		proposition: 5,
		label: 'Créer un statut de médecin accueillant, sans charge pédagogique lourde, avec prêt de locaux',
		actors: ['État', 'Ordre'],
		type: 'incitation',
	},
	{
		code: 'P6.1',
		proposition: 6,
		label:
			'Ouvrir dès 2025-2026 de nombreux postes universitaires en médecine générale et spécialités de ville',
		actors: ['État', 'université'],
		type: 'formation',
	},
	{
		code: 'P6.2',
		proposition: 6,
		label:
			'Cibler les zones d’intervention prioritaire et d’action complémentaire, avec un volet jeunes et un volet 65 ans et plus',
		actors: ['État', 'université', 'ARS'],
		type: 'incitation',
	},
	{
		code: 'P6.3',
		proposition: 6,
		label:
			'Échanger un poste d’enseignant associé contre trois ans d’exercice au moins après 65 ans et un projet de recherche',
		actors: ['université', 'médecins seniors'],
		type: 'incitation',
	},
	{
		code: 'P6.4',
		proposition: 6,
		label: 'Rendre les postes d’associés durables et plus simples à gérer',
		actors: ['université', 'État'],
		type: 'gouvernance',
	},
	{
		code: 'P6.5',
		proposition: 6,
		label: 'Évaluer périodiquement ces postes par les pairs',
		actors: ['université'],
		type: 'evaluation',
	},
	{
		code: 'P7.1',
		proposition: 7,
		label: 'Inscrire le temps partagé médical dans le code de la santé publique pour les zones blanches',
		actors: ['État'],
		type: 'solidarite',
	},
	{
		code: 'P7.2',
		proposition: 7,
		label: 'Adapter la carte de professionnel ou doter le centre solidaire d’un équivalent',
		actors: ['État', 'assurance maladie'],
		type: 'solidarite',
	},
	{
		code: 'P7.3',
		proposition: 7,
		label: 'Permettre des contrats courts répétés pour quelques jours d’exercice',
		actors: ['État'],
		type: 'solidarite',
	},
	{
		code: 'P7.4',
		proposition: 7,
		label: 'Ouvrir ces centres aux docteurs juniors volontaires et aux stages d’internes',
		actors: ['université', 'associations'],
		type: 'formation',
	},
	{
		code: 'P7.5',
		proposition: 7,
		label: 'Faire évaluer le bus médical sarthois par l’ARS avant duplication',
		actors: ['ARS', 'département'],
		type: 'evaluation',
	},
	{
		code: 'P8.1',
		proposition: 8,
		label: 'Combiner une enveloppe initiale et une valorisation de l’engagement durable',
		actors: ['assurance maladie'],
		type: 'incitation',
	},
	{
		code: 'P8.2',
		proposition: 8,
		label: 'Réserver les aides aux zones sous-denses, avec une contrepartie mesurable et sans ambiguïté',
		actors: ['assurance maladie', 'ARS'],
		type: 'incitation',
	},
	{
		code: 'P8.3',
		proposition: 8,
		label: 'Limiter la concurrence par des accords entre intercommunalités',
		actors: ['intercommunalités', 'département'],
		type: 'gouvernance',
	},
	{
		code: 'P8.4',
		proposition: 8,
		label: 'Publier des annonces précises sur les conditions de travail et le territoire',
		actors: ['communes', 'guichet unique'],
		type: 'accompagnement',
	},
	{
		code: 'P8.5',
		proposition: 8,
		label: 'Confier le financement des aides à l’assurance maladie en majorant le forfait médecin traitant',
		actors: ['assurance maladie'],
		type: 'gouvernance',
	},
	{
		code: 'P8.6',
		proposition: 8,
		label: 'Déployer les guichets uniques départementaux, pilotés par un comité de tous les acteurs',
		actors: ['département', 'région', 'CPAM', 'ARS', 'CDOM', 'URPS', 'université', 'URSSAF', 'syndicats'],
		type: 'gouvernance',
	},
	{
		code: 'P8.7',
		proposition: 8,
		label: 'Évaluer les aides chaque année, en chiffres et en récits, avec les étudiants et jeunes médecins',
		actors: ['assurance maladie', 'syndicats'],
		type: 'evaluation',
	},
	{
		code: 'P9.1',
		proposition: 9,
		label: 'Créer un comité réunissant au moins élus, soignants, usagers, CPAM et ARS',
		actors: ['élus', 'CPTS', 'URPS', 'CDOM', 'usagers', 'CPAM', 'ARS'],
		type: 'gouvernance',
	},
	{
		code: 'P9.2',
		proposition: 9,
		label:
			'Retenir l’échelon du département et s’appuyer sur diagnostic, projet et contrat territorial de santé',
		actors: ['comité territorial'],
		type: 'gouvernance',
	},
	{
		code: 'P9.3',
		proposition: 9,
		label:
			'Refondre les conseils territoriaux de santé en comités indépendants, l’ARS apportant sa logistique',
		actors: ['État', 'ARS'],
		type: 'gouvernance',
	},
	{
		code: 'P9.4',
		proposition: 9,
		label: 'Faire signer une charte par les représentants nationaux des acteurs',
		actors: ['structures nationales'],
		type: 'gouvernance',
	},
	{
		code: 'P9.5',
		proposition: 9,
		label: 'Faire mandater les représentants locaux par leurs structures nationales',
		actors: ['structures nationales'],
		type: 'gouvernance',
	},
	{
		code: 'P9.6',
		proposition: 9,
		label: 'Donner aux élus la liste des étudiants et internes en stage dans leur commune',
		actors: ['université', 'élus'],
		type: 'registre',
	},
	{
		code: 'P9.7',
		proposition: 9,
		label: 'Donner aux élus un accès encadré au registre des seniors',
		actors: ['URPS médecins', 'élus'],
		type: 'registre',
	},
	{
		code: 'P9.8',
		proposition: 9,
		label: 'Permettre aux élus de proposer des évolutions du zonage à l’ARS',
		actors: ['élus', 'ARS'],
		type: 'gouvernance',
	},
	{
		code: 'P10.1',
		proposition: 10,
		label: 'Missionner l’URPS médecins comme opérateur, sans créer de structure nouvelle',
		actors: ['État', 'URPS médecins'],
		type: 'gouvernance',
	},
	{
		code: 'P10.2',
		proposition: 10,
		label: 'Coordonner l’action avec les URPS des neuf autres professions',
		actors: ['URPS'],
		type: 'gouvernance',
	},
	{
		code: 'P10.3',
		proposition: 10,
		label: 'Tenir compte de tous les modes d’exercice, privés comme publics',
		actors: ['URPS médecins'],
		type: 'gouvernance',
	},
	{
		code: 'P10.4',
		proposition: 10,
		label: 'Décentraliser le pilotage des actions au niveau des territoires',
		actors: ['URPS médecins', 'comités territoriaux'],
		type: 'gouvernance',
	},
	{
		code: 'P10.5',
		proposition: 10,
		label: 'Contractualiser avec l’ARS la nature, la durée et les objectifs de la mission',
		actors: ['URPS médecins', 'ARS'],
		type: 'gouvernance',
	},
	{
		code: 'P10.6',
		proposition: 10,
		label: 'Laisser à l’ARS l’évaluation du plan et de sa conformité',
		actors: ['ARS'],
		type: 'evaluation',
	},
];

const MEASURE_BY_CODE: ReadonlyMap<string, Measure> = new Map(
	MEASURES.map((measure) => [measure.code, measure]),
);

export function findMeasure(code: string): Measure | undefined {
	return MEASURE_BY_CODE.get(code);
}
