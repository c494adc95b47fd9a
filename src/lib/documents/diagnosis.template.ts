/** A part of a document made from a template: a heading, and a line that says what belongs under it. */
export type TemplateSection = { title: string; hint: string };

/** The parts of the territorial health diagnosis, in the order in which a committee reads them. */
export const DIAGNOSIS_SECTIONS: readonly TemplateSection[] = [
	{
		title: 'La population et ses besoins',
		hint: 'Combien d’habitants, où et de quels âges ; maladies chroniques, personnes sans médecin traitant, ce qui va changer d’ici dix ans.',
	},
	{
		title: 'L’offre de soins, par profession et par lieu',
		hint: 'Médecins généralistes et spécialistes, autres professions, maisons et centres de santé, hôpitaux : qui exerce où, à quel rythme, avec quelles absences.',
	},
	{
		title: 'Les médecins de plus de 60 ans et les départs à venir',
		hint: 'Combien ils sont et où, ce qu’ils envisagent, quels cabinets ferment sans successeur. Des nombres, jamais de nom.',
	},
	{
		title: 'Les terrains de stage et les internes',
		hint: 'Maîtres de stage, terrains ouverts ou à ouvrir, internes, externes et docteurs juniors accueillis, logement et transports.',
	},
	{
		title: 'L’accès aux soins, le zonage, les distances',
		hint: 'Zones d’intervention prioritaire et complémentaire, temps de trajet, délais de rendez-vous, permanence des soins, transports.',
	},
	{
		title: 'Les aides en place',
		hint: 'Aides de l’État, de l’assurance maladie, de la région, du département, des communes : pour qui, combien, avec quelle contrepartie et quel effet.',
	},
	{
		title: 'Nos forces et nos obstacles',
		hint: 'Ce qui donne envie de venir et de rester, ce qui fait renoncer ; ce que disent les jeunes médecins, les élus, les patients.',
	},
	{
		title: 'Nos priorités',
		hint: 'Trois à cinq choix, dans l’ordre, chacun avec sa raison ; le plan d’action les reprend.',
	},
];
