/**
 * The sixteen colleges of a committee. Which bodies sit comes from propositions 8, 9 and 10 of the plan of
 * April 2025 (P8, P9, P10) and from recommendations 2 and 10 on the one-stop desk of 2022 (GU-R2, GU-R10;
 * GU for its hearings). `suggestedSeats` comes from no source: it is our own starting point.
 */
export interface College {
	slug: CollegeSlug;
	label: string;
	/** Part of the core of P9; the others come from the desk's steering group. */
	core: boolean;
	/** What the committee expects of this college, in one line. */
	purpose: string;
	suggestedSeats: number;
	organisations: readonly TypicalOrganisation[];
	sources: readonly string[];
}

export interface TypicalOrganisation {
	acronym: string;
	name: string;
	/** Several exist in a département, each with a name of its own: none is made when a committee is opened. */
	many?: true;
}

export const COLLEGE_SLUGS = [
	'elus',
	'departement',
	'region',
	'professionnels',
	'urps-medecins',
	'urps-autres',
	'ordre',
	'usagers',
	'assurance-maladie',
	'ars',
	'universite',
	'etudiants',
	'internes',
	'jeunes-medecins',
	'urssaf',
	'secours',
] as const;
export type CollegeSlug = (typeof COLLEGE_SLUGS)[number];

/** Colleges whose organisation is regional: the same for every committee of the region. */
export const REGIONAL_COLLEGES = ['urps-medecins', 'ars'] as const satisfies readonly CollegeSlug[];

export const COLLEGES: readonly College[] = [
	{
		slug: 'elus',
		label: 'Élus locaux',
		core: true,
		purpose: 'Accueillent internes et médecins dans leurs communes et proposent des lieux.',
		suggestedSeats: 4,
		organisations: [
			{ acronym: '', name: 'Communes', many: true },
			{ acronym: 'AMF', name: 'Association des maires' },
			{ acronym: 'AMRF', name: 'Association des maires ruraux' },
			{ acronym: 'EPCI', name: 'Intercommunalités', many: true },
		],
		sources: ['P9'],
	},
	{
		slug: 'departement',
		label: 'Conseil départemental',
		core: false,
		purpose: 'Porte ou cofinance le guichet unique et accorde les aides entre elles.',
		suggestedSeats: 2,
		organisations: [{ acronym: 'CD', name: 'Conseil départemental' }],
		sources: ['P8', 'GU-R2'],
	},
	{
		slug: 'region',
		label: 'Conseil régional',
		core: false,
		purpose: 'Agit sur la formation, la mobilité et le logement des étudiants.',
		suggestedSeats: 1,
		organisations: [{ acronym: 'CR', name: 'Conseil régional' }],
		sources: ['P8', 'GU-R2'],
	},
	{
		slug: 'professionnels',
		label: 'Professionnels de santé de terrain',
		core: true,
		purpose: 'Organisent les soins et accueillent stagiaires et nouveaux installés.',
		suggestedSeats: 4,
		organisations: [
			{ acronym: 'CPTS', name: 'Communautés professionnelles territoriales de santé', many: true },
			{ acronym: 'MSU', name: 'Maîtres de stage universitaires' },
			{ acronym: '', name: 'Centres hospitaliers', many: true },
		],
		sources: ['P9', 'GU'],
	},
	{
		slug: 'urps-medecins',
		label: 'URPS médecins',
		core: true,
		purpose: 'Pilote le plan et conduit l’enquête auprès des médecins de 60 ans et plus.',
		suggestedSeats: 1,
		organisations: [
			{ acronym: 'URPS', name: 'Union régionale des professionnels de santé, médecins libéraux' },
		],
		sources: ['P5', 'P9', 'P10'],
	},
	{
		slug: 'urps-autres',
		label: 'Autres URPS',
		core: false,
		purpose: 'Accordent les professions entre elles et partagent les tâches.',
		suggestedSeats: 2,
		organisations: [
			{ acronym: 'URPS', name: 'URPS pharmaciens' },
			{ acronym: 'URPS', name: 'URPS infirmiers' },
			{ acronym: 'URPS', name: 'URPS masseurs-kinésithérapeutes' },
			{ acronym: 'URPS', name: 'URPS chirurgiens-dentistes' },
			{ acronym: 'URPS', name: 'URPS orthophonistes' },
			{ acronym: 'URPS', name: 'URPS pédicures-podologues' },
			{ acronym: 'URPS', name: 'URPS biologistes' },
			{ acronym: 'URPS', name: 'URPS sages-femmes' },
			{ acronym: 'URPS', name: 'URPS orthoptistes' },
		],
		sources: ['P10'],
	},
	{
		slug: 'ordre',
		label: 'Ordre des médecins',
		core: true,
		purpose: 'Connaît les inscriptions, les contrats, les lieux multiples et les départs annoncés.',
		suggestedSeats: 1,
		organisations: [{ acronym: 'CDOM', name: 'Conseil départemental de l’Ordre des médecins' }],
		sources: ['P9', 'GU-R2'],
	},
	{
		slug: 'usagers',
		label: 'Usagers et citoyens',
		core: true,
		purpose: 'Disent les besoins et veillent à ce que chacun ait accès aux soins.',
		suggestedSeats: 2,
		organisations: [
			{ acronym: '', name: 'Associations de patients', many: true },
			{ acronym: '', name: 'Associations de citoyens', many: true },
			{ acronym: 'FAS', name: 'France Assos Santé' },
		],
		sources: ['P9'],
	},
	{
		slug: 'assurance-maladie',
		label: 'Assurance maladie',
		core: true,
		purpose: 'Apporte les données d’activité et suit les patients sans médecin traitant.',
		suggestedSeats: 1,
		organisations: [
			{ acronym: 'CPAM', name: 'Caisse primaire d’assurance maladie' },
			{ acronym: 'MSA', name: 'Mutualité sociale agricole' },
		],
		sources: ['P9', 'GU-R2'],
	},
	{
		slug: 'ars',
		label: 'Agence régionale de santé',
		core: true,
		purpose: 'Prête ses moyens, fixe le zonage et évalue, sans prendre part à la rédaction.',
		suggestedSeats: 1,
		organisations: [{ acronym: 'ARS', name: 'Agence régionale de santé' }],
		sources: ['P9', 'P10', 'GU-R10'],
	},
	{
		slug: 'universite',
		label: 'Université',
		core: false,
		purpose: 'Agrée les terrains de stage et ouvre les postes d’assistants et d’associés.',
		suggestedSeats: 1,
		organisations: [
			{ acronym: 'UFR', name: 'Faculté de médecine' },
			{ acronym: 'DMG', name: 'Département de médecine générale' },
		],
		sources: ['P8', 'GU-R2'],
	},
	{
		slug: 'etudiants',
		label: 'Étudiants en médecine',
		core: false,
		purpose: 'Font connaître les besoins de stage, de logement et de trajet.',
		suggestedSeats: 1,
		organisations: [{ acronym: 'ANEMF', name: 'Corporation des étudiants en médecine' }],
		sources: ['P8', 'GU-R2'],
	},
	{
		slug: 'internes',
		label: 'Internes et docteurs juniors',
		core: false,
		purpose: 'Font connaître leurs projets et les conditions de leurs stages.',
		suggestedSeats: 1,
		organisations: [
			{ acronym: 'ISNAR-IMG', name: 'Syndicat des internes de médecine générale' },
			{ acronym: 'ISNI', name: 'Syndicat des internes des autres spécialités' },
		],
		sources: ['P8', 'GU-R2'],
	},
	{
		slug: 'jeunes-medecins',
		label: 'Jeunes installés et remplaçants',
		core: false,
		purpose: 'Racontent leur installation et signalent les remplacements à prendre.',
		suggestedSeats: 1,
		organisations: [{ acronym: 'ReAGJIR', name: 'Jeunes installés et remplaçants' }],
		sources: ['P8', 'GU-R2'],
	},
	{
		slug: 'urssaf',
		label: 'URSSAF',
		core: false,
		purpose: 'Allège les démarches sociales de ceux qui s’installent.',
		suggestedSeats: 1,
		organisations: [{ acronym: 'URSSAF', name: 'Caisse régionale URSSAF' }],
		sources: ['P8', 'GU-R2'],
	},
	{
		slug: 'secours',
		label: 'Secours et autres partenaires',
		core: false,
		purpose: 'Prêtent terrains de stage et diagnostics ; viennent selon l’ordre du jour.',
		suggestedSeats: 1,
		organisations: [
			{ acronym: 'SDIS', name: 'Service départemental d’incendie et de secours' },
			{ acronym: 'CTS', name: 'Conseil territorial de santé' },
			{ acronym: 'CLS', name: 'Coordination des contrats locaux de santé' },
		],
		sources: ['GU'],
	},
];

/** The college of a slug; an unknown slug (older data) gets a group of its own rather than an error. */
export function collegeLabel(slug: string): string {
	return COLLEGES.find((college) => college.slug === slug)?.label ?? 'Autres';
}

/** Acronyms of kinds of bodies (CPTS, EPCI): each body of the kind has a name of its own, which alone tells which. */
const KIND_ACRONYMS: ReadonlySet<string> = new Set(
	COLLEGES.flatMap((college) => college.organisations)
		.filter((organisation) => organisation.many === true)
		.map((organisation) => organisation.acronym),
);

/** Name of an organisation with its acronym, when that says more than the name: « Association des maires (AMF) ». */
export function fullName(organisation: { acronym: string; name: string }): string {
	const { acronym, name } = organisation;
	const saysNothing = acronym === '' || KIND_ACRONYMS.has(acronym) || name.includes(acronym);
	return saysNothing ? name : `${name} (${acronym})`;
}

/** Shortest name that still tells which organisation: its acronym, or its name. */
export function shortName(organisation: { acronym: string; name: string }): string {
	const { acronym, name } = organisation;
	return acronym === '' || KIND_ACRONYMS.has(acronym) || acronym === 'URPS' ? name : acronym;
}

export interface StandardOrganisation {
	college: CollegeSlug;
	acronym: string;
	name: string;
}

/** Organisations made with a committee: one per typical body of which a département has exactly one. */
export function standardOrganisations(): StandardOrganisation[] {
	const regional: readonly CollegeSlug[] = REGIONAL_COLLEGES;
	return COLLEGES.filter((college) => !regional.includes(college.slug)).flatMap((college) =>
		college.organisations
			.filter((organisation) => organisation.many !== true)
			.map(({ acronym, name }) => ({ college: college.slug, acronym, name })),
	);
}

/** Organisations of a region, shared by its committees; `regionName` tells those of two regions apart. */
export function regionalOrganisations(regionName: string): StandardOrganisation[] {
	return [
		{ college: 'urps-medecins', acronym: 'URPS', name: `URPS médecins ${regionName}` },
		{ college: 'ars', acronym: 'ARS', name: `ARS ${regionName}` },
	];
}
