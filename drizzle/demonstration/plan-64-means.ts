import type { DemonstrationChange } from './plan.ts';

/** Who waits for whom in the plan of the Pyrénées-Atlantiques, and what actions cost. Sums are fictional. */
export const means64: readonly DemonstrationChange[] = [
	{
		author: 'animatrice64',
		daysAgo: 12,
		action: 'Accueillir chaque docteur junior avec un référent, un bureau et un logement',
		waitsFor: 'Trouver dix médecins accueillants',
		responsible: 'cpts64',
		staffingHundredths: 50,
		obstacle: {
			text: 'Deux cabinets de Soule n’ont pas de second bureau.',
			answer: 'La commune de Mauléon prête une salle de la maison de santé, deux jours par semaine.',
			lifted: true,
		},
	},
	{
		author: 'urps',
		daysAgo: 12,
		action: "Rencontrer chaque médecin qui pense partir d'ici trois ans",
		waitsFor: "Envoyer l'enquête aux médecins de 60 ans et plus, puis relancer",
		responsible: 'urps',
		staffingHundredths: 100,
		budget: [
			{ inYears: 0, funder: 'URPS médecins', planned: 18_000, committed: 18_000, spent: 11_400 },
			{ inYears: 1, funder: 'Agence régionale de santé', planned: 42_000, committed: 20_000, spent: null },
		],
	},
	{
		author: 'maire64',
		daysAgo: 12,
		action: 'Réserver seize logements meublés pour les stagiaires des vallées',
		responsible: 'maire64',
		staffingHundredths: 20,
		budget: [
			{ inYears: 0, funder: 'Conseil départemental', planned: 36_000, committed: 36_000, spent: 22_750 },
			{ inYears: 1, funder: 'Conseil départemental', planned: 40_000, committed: null, spent: null },
			{ inYears: 1, funder: 'FEDER', planned: 20_000, committed: null, spent: null },
		],
		obstacle: {
			text: 'Les propriétaires louent à la semaine en saison.',
			answer: '',
			lifted: false,
		},
	},
	{
		author: 'animatrice64',
		daysAgo: 11,
		action: 'Étudier une présence médicale partagée à Tardets-Sorholus',
		waitsFor: 'Constituer un groupe de remplaçants pour les cabinets isolés',
	},
];
