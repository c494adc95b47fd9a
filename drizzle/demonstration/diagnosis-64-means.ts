import { bullets, heading, missing, numbers, paragraph, quote, sources, table, tasks } from './block.ts';
import type { DemonstrationSection } from './diagnosis.ts';

/** Diagnosis of the Pyrénées-Atlantiques: training, access, aids, strengths, priorities. Figures: see SOURCES.md. */
export const means64: readonly DemonstrationSection[] = [
	{
		section: 'training',
		author: 'cpts64',
		daysAgo: 18,
		blocks: [
			paragraph(
				'Bordeaux est, en Nouvelle-Aquitaine, le pôle de formation le plus proche du département. En 2022, il a formé 358 internes de spécialités médicales, **dont 159 en médecine générale**, contre 370 dont 156 en 2018. La médecine générale progresse donc un peu, sans que le total augmente.',
			),
			table(
				[
					'Pôle, en 2022',
					'Chirurgie',
					'Spécialités médicales',
					'dont médecine générale',
					'Urgences',
					'Anesthésie',
				],
				['Bordeaux', '20', '358', '159', '22', '20'],
				['Poitiers', '13', '244', '112', '17', '12'],
				['Limoges', '9', '146', '60', '7', '9'],
			),
			paragraph(
				"À partir de la fin de 2026, 4 000 docteurs juniors de médecine générale par an feront leur quatrième année en France, en deux stages de six mois. Les accueillir demande trois choses à la fois : un maître de stage, un bureau et un logement. S'il en manque une, le stage se fait ailleurs.",
			),
			heading('Maîtres de stage'),
			paragraph(
				'La France compte 14 000 maîtres de stage universitaires de médecine générale en 2024. Dans le département, des formations ont été tenues hors de la faculté, au plus près des cabinets (2022).',
			),
			missing('nombre de maîtres de stage, de terrains agréés et de semestres pourvus, par bassin de vie.'),
			sources(
				"atlas des aides (éditions 2019 et 2022), capacités de formation et fiche des Pyrénées-Atlantiques ; propositions 1 et 2 du plan de la Conf' Santé des jeunes médecins (avril 2025).",
			),
		],
	},
	{
		section: 'access',
		author: 'maire64',
		daysAgo: 12,
		blocks: [
			paragraph(
				"En Soule comme dans les autres vallées, la distance se compte en temps de route, et ce temps n'est pas le même en février qu'en juin. Les élus demandent donc qu'on mesure l'accès en minutes, de porte à porte, plutôt qu'en kilomètres, et qu'on regarde la vallée entière avant de regarder la commune.",
			),
			paragraph(
				"Le zonage décide des aides. Les élus souhaitent pouvoir proposer des évolutions à l'ARS, chiffres à l'appui, comme le prévoit la proposition 9 du plan.",
			),
			bullets(
				'**Zonage en vigueur** : ==à compléter par le comité, avec la liste des communes et la date de la décision (ARS).==',
				"**Temps d'accès** : ==à compléter par le comité, en minutes, au médecin, à la pharmacie et aux urgences.==",
				'**Patients sans médecin traitant** : ==à compléter par le comité, par intercommunalité (CPAM).==',
			),
			paragraph(
				"Deux repères nationaux, déjà anciens, donnent l'échelle : en 2018, 8,6 % des assurés de plus de 16 ans n'avaient pas de médecin traitant, et 8,6 % de la population vivait dans une commune sous-dense, où un habitant dispose de moins de 2,5 consultations par an.",
			),
			sources(
				"assurance maladie et DREES (2018), cités par le rapport des délégués nationaux à l'accès aux soins (2018). Les deux premiers paragraphes rapportent des demandes d'élus, sans chiffre.",
			),
		],
	},
	{
		section: 'aids',
		author: 'departement64',
		daysAgo: 9,
		blocks: [
			paragraph(
				"**Présence médicale 64** est le guichet unique du département. Créé en 2017, copiloté par le Département et l'ARS, il accueille internes et généralistes et les suit de la première question à l'installation. En 2022, son équipe compte huit équivalents temps plein ; son budget est de 419 000 €, dont 75 % pour l'équipe.",
			),
			paragraph(
				'Une vingtaine de projets étaient suivis pour une installation en 2023 ou 2024 : 22 selon une source, 21 selon une autre. Toutes les intercommunalités ont signé une convention (2022).',
			),
			table(
				['Aide', '2019', '2022'],
				['Coordination', 'copilotage Département et ARS', 'toutes les intercommunalités conventionnées'],
				[
					"Aide à l'installation",
					"plateforme d'accueil personnalisé",
					'guichet unique, appui de bout en bout',
				],
				[
					'Accueil des internes',
					'démarchage et accueil',
					"soirée chaque semestre, week-end d'intégration, séjours de découverte",
				],
				['Emploi du conjoint', 'aide en zone rurale', 'accompagnement'],
				['Maîtres de stage', 'mesures pour en former davantage', 'formations hors de la faculté'],
				['Logement', '–', 'aide à la recherche'],
				['Promotion', '–', 'salons et congrès'],
				['Autre', 'cours de français pour généralistes étrangers', '–'],
			),
			paragraph(
				"La fiche du département ne cite aucune prime à l'installation : l'aide y passe par des personnes. L'accueil d'internes en protection maternelle et infantile figure au tableau de 2022, sans que la fiche le confirme.",
			),
			missing('montants par commune et par intercommunalité, contreparties demandées, bilan par aide.'),
			sources(
				'atlas des aides (éditions 2019 et 2022), fiche des Pyrénées-Atlantiques, p. 256, et tableaux p. 32 à 43 ; guichets uniques départementaux, auditions et recommandations (2022). Un tiret : la source ne le cite pas cette année-là, ce qui ne veut pas dire que l’aide n’existait pas.',
			),
		],
	},
	{
		section: 'strengths',
		author: 'usagers64',
		daysAgo: 6,
		blocks: [
			heading('Sur quoi nous appuyer'),
			bullets(
				"un guichet connu, doté d'une équipe, et des intercommunalités toutes engagées ;",
				'des séjours de découverte et des formations tenues sur place ;',
				'des attentes auxquelles un territoire peut répondre : 82 % des internes regardent les horaires et le rythme de travail, 62 % les services publics de proximité, 61 % la proximité de leur famille (2019).',
			),
			heading('Ce qui retient'),
			bullets(
				"**la solitude** : 81 % des internes veulent d'autres professionnels de santé auprès d'eux (2019) ;",
				'**le risque économique**, cité par 59 % des internes (2019) ;',
				'**la route et le second logement** pendant les stages, jusqu’à 400 € de carburant par mois dans certains témoignages (2018) ;',
				"**le temps** : dans l'Ain, 67 % des médecins sollicités pour devenir maîtres de stage disaient en manquer (66 médecins, 2016).",
			),
			quote(
				"Annoncer une somme ne suffit pas : 69 % des médecins installés et un interne sur deux jugent les aides financières peu influentes. Ce qui décide, c'est d'être attendu.",
			),
			missing('ce que disent les habitants et les patients, à recueillir avec France Assos Santé.'),
			sources(
				"enquête de l'Ordre et des organisations de jeunes médecins (2019), dans l'atlas des aides ; rapport des délégués nationaux à l'accès aux soins (2018) ; propositions 3 et 8 du plan de la Conf' Santé des jeunes médecins (avril 2025).",
			),
		],
	},
	{
		section: 'priorities',
		author: 'animatrice64',
		daysAgo: 2,
		blocks: [
			paragraph('Le comité retient quatre priorités, soumises à discussion avant la prochaine rencontre :'),
			numbers(
				'**Ne laisser partir aucun médecin sans lui avoir parlé**, en commençant par la Soule et la vallée d’Ossau.',
				'**Loger et accueillir** chaque interne et chaque docteur junior, avec une personne qui l’attend.',
				'**Former sur place** des maîtres de stage, pour que le stage existe là où le médecin manque.',
				'**Parler d’une seule voix** : un accord entre intercommunalités, des annonces vérifiées, un seul guichet.',
			),
			paragraph(
				"Chaque priorité a ses actions dans le [plan d'action](/64/plan). Le diagnostic sera relu à chaque rencontre : ce qui est surligné est ce qui nous manque.",
			),
			tasks(
				'Demander à l’ARS la liste des communes du zonage en vigueur',
				'Demander à la CPAM et à la MSA les patients sans médecin traitant, par intercommunalité',
				'Compléter le tableau des professions avec les URPS',
				'Porter les premiers totaux de l’enquête auprès des médecins de 60 ans et plus',
			),
			sources('échanges du comité ; aucun chiffre nouveau.'),
		],
	},
];
