import { bullets, heading, missing, paragraph, sources, table } from './block.ts';
import type { DemonstrationSection } from './diagnosis.ts';

/** Diagnosis of the Pyrénées-Atlantiques: inhabitants, care, departures. Figures: see SOURCES.md. */
export const territory64: readonly DemonstrationSection[] = [
	{
		section: 'population',
		author: 'animatrice64',
		daysAgo: 34,
		blocks: [
			paragraph(
				"Le département compte **706 564 habitants** dans 545 communes. Onze communes d'au moins 10 000 habitants en réunissent 297 399, soit 42 % : l'agglomération de Pau d'un côté, le littoral basque de l'autre. Entre les deux, l'habitat se disperse vite.",
			),
			paragraph(
				"**338 communes sur 545 ont moins de 500 habitants.** Ensemble, elles ne comptent que 74 501 personnes, un habitant sur dix. Un cabinet ne peut donc pas se penser commune par commune : il se pense à l'échelle d'une vallée ou d'un bourg et de ce qui l'entoure.",
			),
			heading('Dix intercommunalités, deux tailles'),
			paragraph(
				"Dix intercommunalités couvrent le département. La communauté d'agglomération du Pays basque rassemble à elle seule 158 communes et près de la moitié des habitants. Deux communautés débordent sur un département voisin ; le tableau ne retient que leurs communes des Pyrénées-Atlantiques.",
			),
			table(
				['Intercommunalité', 'Communes', 'Habitants'],
				['CA du Pays basque', '158', '329 856'],
				['CA Pau Béarn Pyrénées', '31', '169 255'],
				['CC de Lacq-Orthez', '60', '52 961'],
				['CC du Nord Est Béarn', '73', '34 976'],
				['CC du Haut Béarn', '48', '32 045'],
				['CC des Luys en Béarn', '66', '29 471'],
				['CC Pays de Nay', '27', '28 773'],
				['CC du Béarn des Gaves', '53', '17 683'],
				["CC de la Vallée d'Ossau", '18', '9 718'],
				['CC Adour Madiran', '11', '1 826'],
			),
			paragraph(
				'La Soule illustre ces écarts. Mauléon-Licharre compte 2 972 habitants, Tardets-Sorholus 589, Larrau 179 et Sainte-Engrâce 169. Les douze communes suivies par le mandat de la maire de Mauléon-Licharre totalisent 7 848 habitants.',
			),
			heading('Besoins de soins'),
			missing(
				"âge des habitants, maladies de longue durée, renoncement aux soins, saisonnalité du littoral et de la montagne (données attendues de la CPAM, de la MSA et de l'ARS).",
			),
			sources(
				'Insee, population de référence des communes, et découpage des intercommunalités, repris par @etalab/decoupage-administratif 6.0.0 (édition 2026). Additions et parts : notre calcul.',
			),
		],
	},
	{
		section: 'offer',
		author: 'cpts64',
		daysAgo: 27,
		blocks: [
			paragraph(
				"Le comité ne dispose pas encore d'un dénombrement partagé par profession et par lieu. Deux repères seulement sont établis, tous deux issus du guichet Présence médicale 64 : **21 généralistes installés avec son appui depuis 2019**, et un nombre de généralistes installés en hausse de 2 % entre 2021 et 2022.",
			),
			paragraph(
				"Ces deux chiffres vont dans le bon sens, mais ils ne disent ni où ces médecins se sont installés, ni combien d'heures ils consultent. Le tableau ci-dessous reste donc ouvert : chaque structure s'engage à remplir sa ligne, avec une date.",
			),
			table(
				['Profession', 'En exercice', 'Où le savoir'],
				['Médecins généralistes', 'à compléter', 'Ordre, CPAM'],
				['Autres spécialistes de ville', 'à compléter', 'Ordre, CPAM'],
				['Infirmiers', 'à compléter', 'URPS infirmiers'],
				['Pharmaciens', 'à compléter', 'URPS pharmaciens'],
				['Masseurs-kinésithérapeutes', 'à compléter', 'URPS masseurs-kinésithérapeutes'],
				['Sages-femmes', 'à compléter', 'URPS sages-femmes'],
				['Chirurgiens-dentistes', 'à compléter', 'URPS chirurgiens-dentistes'],
			),
			heading('Des exercices de moins en moins continus'),
			paragraph(
				"À l'échelle nationale, 17 134 médecins exercent de façon intermittente, soit 5,1 % d'entre eux. 46 % des généralistes commencent par des remplacements ; 5,6 % remplacent encore dix ans plus tard. Les remplaçants comptent donc dans l'offre d'un bourg, sans figurer parmi les médecins installés.",
			),
			missing(
				'liste des cabinets, maisons et centres de santé par intercommunalité, et jours où un médecin consulte.',
			),
			sources(
				"guichets uniques départementaux, auditions et recommandations (2022), et atlas des aides (édition 2022), pour Présence médicale 64 ; atlas de l'Ordre des médecins (2025), cité par la proposition 4 du plan de la Conf' Santé des jeunes médecins (avril 2025).",
			),
		],
	},
	{
		section: 'departures',
		author: 'urps',
		daysAgo: 20,
		blocks: [
			paragraph(
				"**Près d'un médecin en activité sur trois a 60 ans ou plus en France.** Ils étaient 39 690 en 2010, ils sont 72 850 en 2024, soit 31 % des médecins contre 18 % quatorze ans plus tôt. Nous ne savons pas encore ce qu'il en est dans le département : c'est l'objet de cette partie.",
			),
			table(
				['France entière', '2010', '2024', 'Évolution'],
				['Médecins en activité', '215 663', '237 300', '+ 10 %'],
				['dont 60 ans et plus', '39 690', '72 850', '+ 84 %'],
				['dont 60 à 64 ans', '29 875', '31 659', '+ 6 %'],
				['dont 65 à 80 ans', '9 451', '39 847', 'multiplié par 4,2'],
				['dont moins de 40 ans', '35 368', '70 240', 'multiplié par 2,0'],
			),
			paragraph(
				'La hausse vient presque entièrement des 65 à 80 ans : ils sont passés de moins de 10 000 à près de 40 000. En 2024, 27 100 médecins de 60 ans et plus, soit 37 %, avaient une activité non régulière. Le plan situe la fin de la période la plus tendue en 2030.',
			),
			heading('Ce que nous cherchons à savoir ici'),
			bullets(
				'combien de médecins de 60 ans et plus exercent dans le département, et dans quelles communes ;',
				"combien pensent s'arrêter d'ici trois ans, et combien sans successeur ;",
				'à quelles conditions ils continueraient : moins de démarches, un confrère pour partager, un local ;',
				"qui accepterait d'accueillir un jeune médecin sans charge d'enseignement.",
			),
			paragraph(
				"L'URPS médecins tient le registre régional et conduit l'enquête. Aucun nom n'apparaît dans ce document : seuls des totaux y seront portés, et jamais pour un groupe de moins de cinq personnes.",
			),
			missing('totaux du département par bassin de vie, dès les premières réponses à l’enquête.'),
			sources(
				"propositions 5 et 6 du plan de la Conf' Santé des jeunes médecins (avril 2025), chiffres 2010 et 2024. Les deux tranches d'âge n'ont pas la même somme que l'ensemble : le reste a sans doute plus de 80 ans.",
			),
		],
	},
];
