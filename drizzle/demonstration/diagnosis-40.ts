import { bullets, missing, paragraph, sources, table, tasks } from './block.ts';
import type { DemonstrationSection } from './diagnosis.ts';

/** Diagnosis of the Landes, at its beginning. Figures: see SOURCES.md. */
export const diagnosis40: readonly DemonstrationSection[] = [
	{
		section: 'population',
		author: 'animatrice40',
		daysAgo: 15,
		blocks: [
			paragraph(
				'Les Landes comptent **433 570 habitants** dans 327 communes et 18 intercommunalités, dont une déborde sur un département voisin. 155 communes ont moins de 500 habitants et réunissent 41 774 personnes.',
			),
			table(
				['Communes les plus peuplées', 'Habitants'],
				['Mont-de-Marsan', '31 592'],
				['Dax', '22 109'],
				['Biscarrosse', '15 836'],
				['Saint-Paul-lès-Dax', '14 481'],
				['Tarnos', '12 957'],
			),
			sources(
				'Insee, population de référence des communes, reprise par @etalab/decoupage-administratif 6.0.0 (édition 2026). Additions : notre calcul.',
			),
		],
	},
	{
		section: 'offer',
		author: 'membre40',
		daysAgo: 11,
		blocks: [
			paragraph(
				"Quatre habitants sur dix, soit 176 514 personnes, vivent dans une commune de moins de 2 000 habitants. L'offre doit donc se lire par bourg et par bassin de vie, non par commune.",
			),
			missing('professionnels en exercice par intercommunalité (Ordre, CPAM, URPS).'),
		],
	},
	{
		section: 'departures',
		author: 'urps',
		daysAgo: 10,
		blocks: [
			paragraph(
				'En France, 72 850 médecins en activité ont 60 ans ou plus en 2024, soit 31 % ; ils étaient 39 690 en 2010, soit 18 %. L’enquête régionale dira ce qu’il en est dans les Landes.',
			),
			missing('totaux du département, sans groupe de moins de cinq médecins.'),
			sources("proposition 5 du plan de la Conf' Santé des jeunes médecins (avril 2025)."),
		],
	},
	{
		section: 'training',
		author: 'membre40',
		daysAgo: 8,
		blocks: [
			paragraph(
				'Le pôle de Bordeaux a formé 358 internes de spécialités médicales en 2022, dont 159 en médecine générale.',
			),
			missing('maîtres de stage et terrains ouverts dans les Landes.'),
			sources('atlas des aides (édition 2022), capacités de formation.'),
		],
	},
	{
		section: 'access',
		author: 'animatrice40',
		daysAgo: 8,
		blocks: [
			paragraph(
				'Trois secteurs seront regardés d’abord : la Haute Lande, l’Armagnac landais et la Chalosse. Le littoral aura sa propre lecture, avec la population d’été.',
			),
			missing('zonage en vigueur, temps d’accès au médecin le plus proche, population saisonnière.'),
		],
	},
	{
		section: 'aids',
		author: 'animatrice40',
		daysAgo: 7,
		blocks: [
			paragraph(
				"En 2019, la fiche du département cite une seule mesure : **100 000 € pour 120 demandes de logement** d'étudiants et de remplaçants. Pour 2022, l'atlas ne permet pas de dire si le département a répondu : l'absence de mesure n'y vaut pas absence d'aide.",
			),
			missing('aides du Département et des intercommunalités aujourd’hui, avec leurs montants.'),
			sources('atlas des aides (éditions 2019 et 2022), fiche des Landes, p. 252.'),
		],
	},
	{
		section: 'strengths',
		author: 'membre40',
		daysAgo: 5,
		blocks: [
			bullets(
				'une aide au logement déjà éprouvée, dont l’expérience peut servir aux docteurs juniors ;',
				'81 % des internes veulent d’autres professionnels de santé auprès d’eux : un argument pour les maisons de santé ;',
				'un frein à lever : 59 % des internes citent le risque économique.',
			),
			sources("enquête de l'Ordre et des organisations de jeunes médecins (2019), dans l'atlas des aides."),
		],
	},
	{
		section: 'priorities',
		author: 'animatrice40',
		daysAgo: 3,
		blocks: [
			paragraph('Le comité commence. Ses premières tâches :'),
			tasks(
				'Réunir les chiffres manquants avant la prochaine rencontre',
				'Choisir trois priorités, une par secteur',
				'Relire la liste des communes du zonage avec l’ARS',
			),
		],
	},
];
