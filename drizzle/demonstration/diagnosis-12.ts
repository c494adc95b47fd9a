import { bullets, missing, paragraph, sources, table, tasks } from './block.ts';
import type { DemonstrationSection } from './diagnosis.ts';

/** Diagnosis of the Aveyron, at its beginning. Figures: see SOURCES.md. */
export const diagnosis12: readonly DemonstrationSection[] = [
	{
		section: 'population',
		author: 'animatrice12',
		daysAgo: 16,
		blocks: [
			paragraph(
				"L'Aveyron compte **279 609 habitants** dans 285 communes et 20 intercommunalités, dont trois débordent sur un département voisin. 156 communes ont moins de 500 habitants ; quatre seulement en ont 10 000 ou plus : Rodez, Millau, Onet-le-Château et Villefranche-de-Rouergue.",
			),
			missing('âge des habitants et maladies de longue durée (CPAM, MSA).'),
			sources(
				'Insee, population de référence des communes, et découpage des intercommunalités, repris par @etalab/decoupage-administratif 6.0.0 (édition 2026).',
			),
		],
	},
	{
		section: 'offer',
		author: 'membre12',
		daysAgo: 13,
		blocks: [
			paragraph(
				'Le guichet du département compte **107 médecins installés depuis 2015**, dont 21 pour la seule année 2021. Cette année-là, les arrivées ont presque égalé les départs : le taux de renouvellement est de 97 %.',
			),
			missing('répartition de ces installations par bassin de vie, et médecins en exercice aujourd’hui.'),
			sources(
				'guichets uniques départementaux, auditions et recommandations (2022) ; atlas des aides (édition 2022).',
			),
		],
	},
	{
		section: 'departures',
		author: 'membre12',
		daysAgo: 12,
		blocks: [
			paragraph(
				'En France, 31 % des médecins en activité ont 60 ans ou plus en 2024, contre 18 % en 2010. Un taux de renouvellement de 97 % laisse peu de marge si plusieurs départs tombent la même année.',
			),
			missing('médecins de 60 ans et plus dans le département, en totaux.'),
			sources("proposition 5 du plan de la Conf' Santé des jeunes médecins (avril 2025)."),
		],
	},
	{
		section: 'training',
		author: 'membre12',
		daysAgo: 9,
		blocks: [
			table(
				['Pôle, en 2022', 'Spécialités médicales', 'dont médecine générale', 'Urgences'],
				['Toulouse', '336', '153', '24'],
				['Montpellier', '312', '139', '23'],
			),
			missing('maîtres de stage et terrains ouverts dans le département.'),
			sources('atlas des aides (édition 2022), capacités de formation en Occitanie.'),
		],
	},
	{
		section: 'access',
		author: 'animatrice12',
		daysAgo: 8,
		blocks: [
			paragraph(
				"136 509 habitants, près d'un sur deux, vivent dans une commune de moins de 2 000 habitants. Les secteurs de l'Aubrac et du Lévézou seront étudiés les premiers.",
			),
			missing('zonage en vigueur et temps d’accès au médecin le plus proche.'),
		],
	},
	{
		section: 'aids',
		author: 'animatrice12',
		daysAgo: 7,
		blocks: [
			bullets(
				'**Guichet unique** : une chargée de mission depuis 2011, des réunions de projet avec tous les partenaires.',
				'**Logement des internes** : 600 € par semestre en stage ambulatoire et internats territoriaux (2019) ; aide maintenue (2022).',
				'**Accueil** : soirée chaque semestre et week-end sportif (2019) ; week-end, soirée d’urgence et attention au bien-être des étudiants (2022).',
				'**Maisons de santé** : 3,5 M€ pour 26 maisons (2019).',
				'**Stage de médecin pompier** (2019 et 2022).',
			),
			sources(
				'atlas des aides (éditions 2019 et 2022), fiche de l’Aveyron, p. 270 ; guichets uniques départementaux, auditions et recommandations (2022).',
			),
		],
	},
	{
		section: 'strengths',
		author: 'membre12',
		daysAgo: 6,
		blocks: [
			bullets(
				'une équipe d’accueil en place depuis 2011 ;',
				'26 maisons de santé soutenues (2019) : 81 % des internes veulent d’autres professionnels auprès d’eux ;',
				'une difficulté : deux pôles de formation, tous deux hors du département.',
			),
			sources("enquête de l'Ordre et des organisations de jeunes médecins (2019), dans l'atlas des aides."),
		],
	},
	{
		section: 'priorities',
		author: 'animatrice12',
		daysAgo: 4,
		blocks: [
			paragraph('Deux priorités sont proposées : préparer les départs, et loger les docteurs juniors.'),
			tasks('Mettre les deux priorités en discussion', 'Demander à l’Ordre les départs annoncés, en totaux'),
		],
	},
];
