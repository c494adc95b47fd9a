import type { CollegeSlug } from '#lib/committee/college.catalogue.ts';

export interface DemonstrationOrganisation {
	college: CollegeSlug;
	acronym: string;
	name: string;
}

const commune = (name: string): DemonstrationOrganisation => ({ college: 'elus', acronym: '', name });
const intercommunality = (name: string): DemonstrationOrganisation => ({
	college: 'elus',
	acronym: 'EPCI',
	name,
});
const cpts = (name: string): DemonstrationOrganisation => ({
	college: 'professionnels',
	acronym: 'CPTS',
	name,
});
const hospital = (name: string): DemonstrationOrganisation => ({
	college: 'professionnels',
	acronym: '',
	name,
});
const association = (name: string): DemonstrationOrganisation => ({ college: 'usagers', acronym: '', name });

/**
 * Bodies of which a département has several; those of which it has one are made with the committee. Communes
 * and intercommunalities exist; what is said of them in the plan, and the associations, are fictional.
 */
export const ORGANISATIONS: Readonly<Record<string, readonly DemonstrationOrganisation[]>> = {
	'64': [
		commune('Commune de Mauléon-Licharre'),
		commune('Commune d’Orthez'),
		commune('Commune d’Arudy'),
		intercommunality('Communauté d’agglomération du Pays basque'),
		intercommunality('Communauté de communes du Haut Béarn'),
		intercommunality('Communauté de communes de la Vallée d’Ossau'),
		cpts('CPTS de la Soule'),
		cpts('CPTS du Béarn des Gaves'),
		hospital('Centre hospitalier d’Oloron-Sainte-Marie'),
		hospital('Centre hospitalier de Pau'),
		association('Association des malades chroniques des vallées'),
		association('Association des aidants du Béarn'),
	],
	'40': [
		commune('Commune de Parentis-en-Born'),
		intercommunality('Communauté de communes Terres de Chalosse'),
		cpts('CPTS de la Chalosse'),
		hospital('Centre hospitalier de Mont-de-Marsan'),
		association('Association des patients de la Haute Lande'),
		association('Association des habitants de Chalosse pour la santé'),
	],
	'12': [
		commune('Commune d’Espalion'),
		intercommunality('Communauté de communes de Lévézou Pareloup'),
		cpts('CPTS du Lévézou'),
		hospital('Centre hospitalier de Rodez'),
		association('Association des patients de l’Aubrac'),
		association('Association des habitants du Lévézou pour la santé'),
	],
};
