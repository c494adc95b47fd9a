import { SPACE, regionOf, type Expectation } from '../route-rights.ts';

const NO_IMPORT = '01900000-0000-7000-8000-000000000001';

/** A step of the pages of an import: of one that is not there, so that who may not finds nothing else than who may. */
const importStep = (form: Record<string, string> = {}): Expectation => ({
	right: 'follow-up',
	parameters: () => ({ import: NO_IMPORT }),
	form: () => form,
	refusalsOnly: true,
});

/** The pages of the imports of a registry, and what each of their forms sends. */
const importPages = (path: string, text: string): Record<string, Expectation> => ({
	[`page ${SPACE}/${path}/importer GET`]: { right: 'follow-up' },
	[`action ${SPACE}/${path}/importer default`]: {
		right: 'follow-up',
		file: { name: `${path}.csv`, text },
	},
	[`page ${SPACE}/${path}/importer/[import] GET`]: {
		right: 'follow-up',
		parameters: () => ({ import: NO_IMPORT }),
		refusalsOnly: true,
	},
	[`action ${SPACE}/${path}/importer/[import] columns`]: importStep({ 'column-0': 'lastName' }),
	[`action ${SPACE}/${path}/importer/[import] mend`]: importStep({ line: '2', column: '0', text: 'Oli' }),
	[`action ${SPACE}/${path}/importer/[import] proposals`]: importStep(),
	[`action ${SPACE}/${path}/importer/[import] empty`]: importStep(),
	[`action ${SPACE}/${path}/importer/[import] aside`]: importStep({ line: '2' }),
	[`action ${SPACE}/${path}/importer/[import] merge`]: importStep({ line: '2', 'field-phone': 'brought' }),
	[`action ${SPACE}/${path}/importer/[import] separate`]: importStep({ line: '2' }),
	[`action ${SPACE}/${path}/importer/[import] rule`]: importStep({ rule: 'keep' }),
	[`action ${SPACE}/${path}/importer/[import] apply`]: importStep(),
	[`action ${SPACE}/${path}/importer/[import] end`]: importStep(),
});

/** The same from outside. */
const importEndpoints = (path: string, text: string): Record<string, Expectation> => ({
	[`endpoint /api/regions/[code]/${path}/imports POST`]: {
		right: 'follow-up',
		parameters: (to) => ({ code: regionOf(to) }),
		query: '?dry=1',
		file: { name: `${path}.csv`, text },
	},
	[`endpoint /api/regions/[code]/${path}/imports/[id] GET`]: {
		right: 'follow-up',
		parameters: (to) => ({ code: regionOf(to), id: NO_IMPORT }),
		refusalsOnly: true,
	},
	[`endpoint /api/regions/[code]/${path}/imports/[id] DELETE`]: {
		right: 'follow-up',
		parameters: (to) => ({ code: regionOf(to), id: NO_IMPORT }),
		refusalsOnly: true,
	},
});

/** Doctors over 60, interns, and what is held on a person. */
export const REGISTRIES_DOORS: Record<string, Expectation> = {
	[`page ${SPACE}/internes/[[fiche]] GET`]: {
		right: 'read',
		parameters: (to) => ({ fiche: to.welcomedId }),
	},
	[`action ${SPACE}/internes/[[fiche]] keep`]: {
		right: 'records',
		parameters: (to) => ({ fiche: to.welcomedId }),
		form: () => ({ name: 'Essai', filters: '', sort: 'name', columns: '' }),
	},
	[`action ${SPACE}/internes/[[fiche]] rename`]: {
		right: 'records',
		parameters: (to) => ({ fiche: to.welcomedId }),
		form: () => ({ viewId: '01900000-0000-7000-8000-000000000001', name: 'Essai de droits' }),
		refusalsOnly: true,
	},
	[`action ${SPACE}/internes/[[fiche]] drop`]: {
		right: 'records',
		parameters: (to) => ({ fiche: to.welcomedId }),
		form: () => ({ viewId: '01900000-0000-7000-8000-000000000001' }),
		refusalsOnly: true,
	},
	[`action ${SPACE}/internes/[[fiche]] tick`]: {
		right: 'records',
		parameters: (to) => ({ fiche: to.welcomedId }),
		form: (to) => ({ internId: to.welcomedId, item: 'local-visit', version: '1', done: 'yes' }),
	},
	[`page ${SPACE}/internes/nouvelle GET`]: { right: 'interns' },
	[`endpoint ${SPACE}/internes/choix GET`]: { right: 'interns', query: '?de=hote&q=a' },
	[`page ${SPACE}/medecins/[[fiche]] GET`]: {
		right: 'read',
		parameters: (to) => ({ fiche: to.seniorDoctorId }),
	},
	[`page ${SPACE}/medecins/nouvelle GET`]: { right: 'follow-up' },
	[`page ${SPACE}/medecins/horizon GET`]: { right: 'records', query: '?par=commune&filtres=zone:ZIP' },
	[`page ${SPACE}/medecins/zonage GET`]: { right: 'follow-up' },
	[`action ${SPACE}/medecins/zonage bring`]: {
		right: 'follow-up',
		file: { name: 'zonage.csv', text: 'Code commune;Zone\n64371;ZIP\n' },
		form: () => ({ source: 'Essai de droits', decidedOn: '2026-11-20' }),
	},
	[`action ${SPACE}/medecins/zonage correct`]: {
		right: 'follow-up',
		form: () => ({
			communeCode: '64371',
			zone: 'ZAC',
			source: 'Essai de droits',
			decidedOn: '2026-11-20',
		}),
	},
	[`action ${SPACE}/medecins/[[fiche]] follow`]: {
		right: 'follow-up',
		parameters: (to) => ({ fiche: to.seniorDoctorId }),
		form: () => ({
			kind: 'call',
			happenedOn: '2026-11-20',
			outcome: 'Essai de droits',
			nextStep: '',
			nextStepOn: '',
		}),
	},
	[`action ${SPACE}/medecins/[[fiche]] done`]: {
		right: 'follow-up',
		parameters: (to) => ({ fiche: to.seniorDoctorId }),
		form: () => ({ followUpId: '01900000-0000-7000-8000-000000000001' }),
		refusalsOnly: true,
	},
	[`action ${SPACE}/medecins/[[fiche]] keep`]: {
		right: 'records',
		parameters: (to) => ({ fiche: to.seniorDoctorId }),
		form: () => ({ name: 'Essai de droits', filters: '', sort: 'name', columns: '' }),
	},
	[`action ${SPACE}/medecins/[[fiche]] rename`]: {
		right: 'records',
		parameters: (to) => ({ fiche: to.seniorDoctorId }),
		form: () => ({ viewId: '01900000-0000-7000-8000-000000000001', name: 'Essai de droits' }),
		refusalsOnly: true,
	},
	[`action ${SPACE}/medecins/[[fiche]] drop`]: {
		right: 'records',
		parameters: (to) => ({ fiche: to.seniorDoctorId }),
		form: () => ({ viewId: '01900000-0000-7000-8000-000000000001' }),
		refusalsOnly: true,
	},
	[`page ${SPACE}/donnees-personnelles GET`]: { right: 'protection', query: '?q=labourdette' },
	[`page ${SPACE}/donnees-personnelles/[registre]/[fiche] GET`]: {
		right: 'follow-up',
		parameters: (to) => ({ registre: 'medecins', fiche: to.seniorDoctorId }),
	},
	[`endpoint ${SPACE}/donnees-personnelles/[registre]/[fiche]/copie GET`]: {
		right: 'follow-up',
		parameters: (to) => ({ registre: 'medecins', fiche: to.seniorDoctorId }),
		query: '?format=json',
	},
	[`action ${SPACE}/donnees-personnelles/[registre]/[fiche] oppose`]: {
		right: 'follow-up',
		parameters: (to) => ({ registre: 'medecins', fiche: to.seniorDoctorId }),
		form: () => ({ kind: 'oppose', askedOn: '2026-11-20', reason: 'asked' }),
		refusalsOnly: true,
	},
	[`action ${SPACE}/donnees-personnelles/[registre]/[fiche] erase`]: {
		right: 'follow-up',
		parameters: (to) => ({ registre: 'medecins', fiche: to.seniorDoctorId }),
		form: () => ({ askedOn: '2026-11-20', reason: 'asked', words: 'EFFACER' }),
		refusalsOnly: true,
	},
	[`page ${SPACE}/registre-des-traitements GET`]: { right: 'read' },
	...importPages('medecins', 'Nom;Ville\nOli;Pau\n'),
	...importPages('internes', 'Nom;Ville\nOli;Pau\n'),
	[`page ${SPACE}/internes/semestre/[[semestre]] GET`]: {
		right: 'interns',
		parameters: () => ({ semestre: '2026-11' }),
	},
	[`page ${SPACE}/internes/calendrier/[[mois]] GET`]: {
		right: 'records',
		parameters: () => ({ mois: '2026-11' }),
	},
	[`page ${SPACE}/internes/maire/[[commune]] GET`]: {
		right: 'records',
		parameters: (to) => ({ commune: to.welcomeCommune }),
	},
	[`action ${SPACE}/internes/maire/[[commune]] tick`]: {
		right: 'records',
		parameters: (to) => ({ commune: to.welcomeCommune }),
		form: (to) => ({ internId: to.welcomedId, item: 'local-visit', version: '1', done: 'yes' }),
	},
	'endpoint /api/departements/[code]/internes GET': {
		right: 'records',
		query: '?q=a&filters=arrival:2026-11&sort=-startsOn',
	},
	'endpoint /api/departements/[code]/internes POST': {
		right: 'interns',
		json: { level: 'intern', communeCode: '64371', startsOn: '2026-11-02', endsOn: '2027-04-30' },
	},
	'endpoint /api/departements/[code]/internes/agregats GET': { right: 'intern-totals', query: '?by=level' },
	'endpoint /api/departements/[code]/internes/[id] GET': {
		right: 'records',
		parameters: (to) => ({ id: to.welcomedId }),
	},
	'endpoint /api/departements/[code]/internes/[id] PATCH': {
		right: 'interns',
		parameters: (to) => ({ id: to.welcomedId }),
		json: { phase: 'deepening' },
		version: 1,
	},
	'endpoint /api/departements/[code]/medecins GET': {
		right: 'records',
		query: '?q=a&filters=departureYear:2027..&sort=-departureYear',
	},
	'endpoint /api/departements/[code]/internes/calendrier GET': { right: 'records' },
	'endpoint /api/departements/[code]/internes/[id]/accueil GET': {
		right: 'records',
		parameters: (to) => ({ id: to.welcomedId }),
	},
	'endpoint /api/departements/[code]/internes/[id]/accueil/[etape] PATCH': {
		right: 'records',
		parameters: (to) => ({ id: to.welcomedId, etape: 'local-visit' }),
		json: { done: true },
		version: 1,
	},
	'endpoint /api/departements/[code]/flux GET': { right: 'read', streams: true },
	'endpoint /api/departements/[code]/medecins POST': {
		right: 'follow-up',
		json: {
			lastName: 'Essai',
			firstName: 'Anne',
			birthYear: 1955,
			specialty: 'medecine-generale',
			communeCode: '64371',
		},
	},
	'endpoint /api/departements/[code]/medecins/agregats GET': { right: 'totals', query: '?by=commune' },
	'endpoint /api/departements/[code]/medecins/[id] GET': {
		right: 'records',
		parameters: (to) => ({ id: to.seniorDoctorId }),
	},
	'endpoint /api/departements/[code]/medecins/[id] PATCH': {
		right: 'follow-up',
		parameters: (to) => ({ id: to.seniorDoctorId }),
		version: 1,
		json: { successor: 'found' },
	},
	'endpoint /api/departements/[code]/medecins/[id]/presence PUT': {
		right: 'records',
		parameters: (to) => ({ id: to.seniorDoctorId }),
		json: { visit: '01900000-0000-7000-8000-000000000001', here: true, field: null },
	},
	'endpoint /api/departements/[code]/internes/[id]/presence PUT': {
		right: 'records',
		parameters: (to) => ({ id: to.welcomedId }),
		json: { visit: '01900000-0000-7000-8000-000000000001', here: true, field: null },
	},
	'endpoint /api/departements/[code]/medecins/lot POST': {
		right: 'follow-up',
		json: {
			records: [{ id: '01900000-0000-7000-8000-000000000001', version: 1 }],
			action: { kind: 'change', changes: { successor: 'found' } },
		},
	},
	'endpoint /api/departements/[code]/medecins/export POST': {
		right: 'records',
		json: { ids: ['01900000-0000-7000-8000-000000000001'], format: 'csv' },
	},
	'endpoint /api/departements/[code]/medecins/export GET': { right: 'records', query: '?format=csv' },
	'endpoint /api/departements/[code]/internes/export GET': { right: 'records', query: '?format=csv' },
	...importEndpoints('medecins', 'Nom;Naissance;Spécialité;Ville\nOli;1950;MG;Pau\n'),
	...importEndpoints('internes', 'Nom;Prénom;Niveau;Début;Ville\nOli;Léa;interne;02/11/2026;Pau\n'),
};
