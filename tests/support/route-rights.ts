import { strToU8, zipSync } from 'fflate';
import { encodeAnchor } from '#lib/documents/comment-anchor.content.ts';

/** The people who knock at every door. */
export const KNOCKERS = {
	nobody: null,
	member: { email: 'cpts64@exemple.test', role: 'member', place: '64' },
	elected: { email: 'maire64@exemple.test', role: 'elected', place: '64' },
	facilitator: { email: 'animatrice64@exemple.test', role: 'facilitator', place: '64' },
	neighbour: { email: 'animatrice40@exemple.test', role: 'facilitator', place: '40' },
	urps: { email: 'urps@exemple.test', role: 'urps', place: 'region' },
	ars: { email: 'ars@exemple.test', role: 'ars', place: 'region' },
	administrator: { email: 'admin@exemple.test', role: 'administrator', place: 'platform' },
	/** Sat in the committee of 12 until just before. */
	expired: {
		email: 'membre12@exemple.test',
		name: 'Mathieu Calmels',
		role: 'none',
		place: 'nowhere',
	},
} as const;

export type Knocker = keyof typeof KNOCKERS;

/** The committees: of 64, of another département of the same region, of another region. */
export const COMMITTEES = ['64', '40', '12'] as const;
export type CommitteeCode = (typeof COMMITTEES)[number];

/** Départements of the region of the regional people (75). */
const REGION = new Set<string>(['64', '40']);

/**
 * Who opens what. `public`: everybody; `guest`: everybody, and an account is sent on; `account`: whoever is
 * signed in; `platform`: the administration; `built`: nobody, once built; the others are rights in a space.
 */
export type Right = 'public' | 'account' | 'platform' | 'built' | SpaceRight;

type SpaceRight =
	| 'read'
	| 'write'
	| 'versions'
	| 'roster'
	| 'manage'
	| 'records'
	| 'interns'
	| 'follow-up'
	| 'protection'
	| 'totals'
	| 'intern-totals'
	| 'figures'
	| 'contest'
	| 'region';

/** The rights table of the product, written again on purpose: the policy is not its own witness. */
const SPACE_ROLES: Record<SpaceRight, readonly string[]> = {
	read: ['member', 'elected', 'facilitator', 'urps', 'ars'],
	write: ['member', 'elected', 'facilitator', 'urps'],
	versions: ['facilitator'],
	roster: ['member', 'elected', 'facilitator', 'urps', 'ars', 'administrator'],
	manage: ['facilitator', 'administrator'],
	records: ['elected', 'facilitator', 'urps'],
	interns: ['facilitator', 'urps'],
	'follow-up': ['urps'],
	protection: ['facilitator', 'urps'],
	totals: ['member', 'urps', 'ars'],
	'intern-totals': ['member', 'facilitator', 'urps', 'ars'],
	figures: ['urps'],
	contest: ['member', 'elected', 'facilitator'],
	region: ['urps', 'ars'],
};

/** Whether a knocker must get in, in the committee of `code`. */
export function mayOpen(right: Right, knocker: Knocker, code: CommitteeCode): boolean {
	const person = KNOCKERS[knocker];
	if (right === 'public') return true;
	if (right === 'built' || person === null) return false;
	if (right === 'account') return true;
	if (right === 'platform') return person.role === 'administrator';
	if (!SPACE_ROLES[right].includes(person.role)) return false;
	if (person.place === 'platform') return true;
	return person.place === 'region' ? REGION.has(code) : person.place === code;
}

/** What a request needs to name things of a committee that are really there. */
export interface Targets {
	code: CommitteeCode;
	diagnosisId: string;
	planId: string;
	/** Each call gives one that no request has used yet. */
	note(): string;
	mandate(): string;
	invitation(): string;
	organisationId: string;
	/** A picture of the diagnosis. */
	imageId: string;
	regionalMandateId: string;
	/** A provisional value of I10.2, and an objection to it. */
	valueId: string;
	objectionId: string;
	/** Of a doctor over 60 who shares the record with everybody, of the communes of whoever is elected here. */
	seniorDoctorId: string;
	/** Of a placement whose visit is given to the elected official of its commune, and that commune. */
	welcomedId: string;
	welcomeCommune: string;
}

export interface Expectation {
	right: Right;
	/** Values of the route's parameters other than the committee's. */
	parameters?: (targets: Targets) => Record<string, string>;
	query?: string;
	/** A form that would succeed. */
	form?: (targets: Targets) => Record<string, string>;
	/** A file that would succeed, under the name `file`. */
	file?: { name: string; text: string | Uint8Array<ArrayBuffer> };
	/** It goes on answering until whoever asked has gone. */
	streams?: true;
	/** What `If-Match` says. */
	version?: number;
	/** A JSON body that would succeed. */
	json?: unknown;
	/** Does not depend on a committee: asked once per person. */
	once?: true;
	/** What gets in changes who may knock: asked of those who may not only. */
	refusalsOnly?: true;
}

const SPACE = '/[departement=department]';

const guest = (suffix: number) => ({
	displayName: 'Dominique Lartigue',
	email: `essai-${suffix}@exemple.test`,
});

const PERIOD = { startsOn: '01/01/2026', endsOn: '31/12/2030' };

/** The region of each committee, and an import that is in neither. */
const regionOf = ({ code }: Targets): string => (code === '12' ? '76' : '75');
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

let guests = 0;
let versions = 0;

const invitationForm = (targets: Targets): Record<string, string> => ({
	...guest((guests += 1)),
	organisationId: targets.organisationId,
	seatRole: 'holder',
	role: 'member',
	title: '',
	communes: '',
	...PERIOD,
});

const facilitatorForm = (departmentCode: string) => (): Record<string, string> => ({
	...guest((guests += 1)),
	departmentCode,
	organisationName: 'Conseil départemental',
});

/** The smallest workbook there is: of one cell, which is no plan. */
function planWorkbook(): { name: string; text: Uint8Array<ArrayBuffer> } {
	const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
	const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
	const packaged = 'http://schemas.openxmlformats.org/package/2006';
	const relation = (type: string, target: string): string =>
		`<Relationships xmlns="${packaged}/relationships"><Relationship Id="r1" Type="${office}/${type}" Target="${target}"/></Relationships>`;
	const parts = {
		'[Content_Types].xml': `<Types xmlns="${packaged}/content-types"/>`,
		'_rels/.rels': relation('officeDocument', 'xl/workbook.xml'),
		'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Plan" sheetId="1" r:id="r1"/></sheets></workbook>`,
		'xl/_rels/workbook.xml.rels': relation('worksheet', 'worksheets/sheet1.xml'),
		'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>`,
	};
	const bytes = zipSync(
		Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])),
	);
	return { name: 'plan.xlsx', text: Uint8Array.from(bytes) };
}

const DEFINITION = {
	...{
		name: 'Essai de droits',
		proposition: '1',
		unit: '%',
		direction: 'up',
		formula: 'essai',
		source: 'essai',
	},
	...{ frequency: 'yearly', watchFrom: '5', lateFrom: '25', basedOn: '', ownerId: '', computation: '' },
};

/** The anchor of a comment, as a page encodes it: two characters that the document does not know. */
const COMMENTED = encodeAnchor({ runs: [[1, 0, 2]], passage: 'ab', before: '', after: '' });

/** Every operation of every route: one that is not here fails the matrix. */
export const EXPECTATIONS: Record<string, Expectation> = {
	'page / GET': { right: 'account', once: true },
	[`page ${SPACE} GET`]: { right: 'read' },
	[`action ${SPACE} visite`]: { right: 'read', form: () => ({}) },
	[`endpoint ${SPACE}/communes GET`]: { right: 'account', query: '?q=saint' },
	[`page ${SPACE}/diagnostic GET`]: { right: 'read' },
	[`page ${SPACE}/documents GET`]: { right: 'read' },
	[`action ${SPACE}/documents default`]: {
		right: 'write',
		form: () => ({ kind: 'note', title: 'Essai de droits' }),
	},
	[`page ${SPACE}/documents/importer GET`]: { right: 'write' },
	[`action ${SPACE}/documents/importer default`]: {
		right: 'write',
		file: { name: 'essai.md', text: '# Essai' },
	},
	[`page ${SPACE}/documents/[id] GET`]: { right: 'read', parameters: (to) => ({ id: to.note() }) },
	[`action ${SPACE}/documents/[id] rename`]: {
		right: 'write',
		parameters: (to) => ({ id: to.note() }),
		form: () => ({ title: 'Autre titre' }),
	},
	[`action ${SPACE}/documents/[id] state`]: {
		right: 'write',
		parameters: (to) => ({ id: to.note() }),
		form: () => ({ state: 'review' }),
		refusalsOnly: true,
	},
	[`page ${SPACE}/diagnostic/historique GET`]: { right: 'read' },
	[`page ${SPACE}/documents/[id]/historique GET`]: {
		right: 'read',
		parameters: (to) => ({ id: to.diagnosisId }),
	},
	[`action ${SPACE}/documents/[id]/historique name`]: {
		right: 'versions',
		parameters: (to) => ({ id: to.note() }),
		form: () => ({ name: `Essai ${(versions += 1)}` }),
	},
	[`action ${SPACE}/documents/[id]/historique adopt`]: {
		right: 'versions',
		parameters: (to) => ({ id: to.note() }),
		form: () => ({ name: `Essai ${(versions += 1)}`, then: 'continue' }),
	},
	[`action ${SPACE}/documents/[id]/historique restore`]: {
		right: 'versions',
		parameters: (to) => ({ id: to.note() }),
		form: () => ({ moment: 'maintenant' }),
	},
	[`page ${SPACE}/documents/[id]/historique/[moment] GET`]: {
		right: 'read',
		parameters: (to) => ({ id: to.diagnosisId, moment: 'maintenant' }),
	},
	[`page ${SPACE}/documents/[id]/scinder GET`]: {
		right: 'write',
		parameters: (to) => ({ id: to.diagnosisId }),
	},
	[`action ${SPACE}/documents/[id]/scinder default`]: {
		right: 'write',
		parameters: (to) => ({ id: to.diagnosisId }),
		form: () => ({ kind: 'note', parts: 'p-1-2' }),
	},
	[`page ${SPACE}/documents/[id]/exports GET`]: {
		right: 'read',
		parameters: (to) => ({ id: to.diagnosisId }),
	},
	[`action ${SPACE}/documents/[id]/exports prepare`]: {
		right: 'read',
		parameters: (to) => ({ id: to.diagnosisId }),
		form: () => ({ format: 'md' }),
	},
	[`action ${SPACE}/documents/[id]/exports stop`]: {
		right: 'read',
		parameters: (to) => ({ id: to.diagnosisId }),
		form: () => ({ id: '01900000-0000-7000-8000-000000000001' }),
		refusalsOnly: true,
	},
	[`endpoint ${SPACE}/documents/[id]/exports/[export] GET`]: {
		right: 'read',
		parameters: (to) => ({ id: to.diagnosisId, export: '01900000-0000-7000-8000-000000000001' }),
		refusalsOnly: true,
	},
	[`endpoint ${SPACE}/citables GET`]: { right: 'read' },
	[`endpoint ${SPACE}/documents/[id]/commentaires POST`]: {
		right: 'write',
		parameters: (to) => ({ id: to.diagnosisId }),
		json: { do: 'start', anchor: COMMENTED, body: 'Essai de droits', mentions: [] },
	},
	[`endpoint ${SPACE}/documents/[id]/commentaires/lus POST`]: {
		right: 'read',
		parameters: (to) => ({ id: to.diagnosisId }),
		json: { threads: [{ id: '01900000-0000-7000-8000-000000000001', until: '2026-11-22T10:00:00.000Z' }] },
	},
	[`endpoint ${SPACE}/documents/[id]/propositions POST`]: {
		right: 'write',
		parameters: (to) => ({ id: to.diagnosisId }),
		json: { do: 'propose', anchor: COMMENTED, at: null, proposed: 'cd', reason: '' },
	},
	[`page ${SPACE}/internes/[[fiche]] GET`]: {
		right: 'read',
		parameters: (to) => ({ fiche: to.welcomedId }),
	},
	[`action ${SPACE}/internes/[[fiche]] keep`]: {
		right: 'records',
		parameters: (to) => ({ fiche: to.welcomedId }),
		form: () => ({ name: 'Essai', filters: '', sort: 'name', columns: '' }),
	},
	[`action ${SPACE}/internes/[[fiche]] drop`]: {
		right: 'records',
		parameters: (to) => ({ fiche: to.welcomedId }),
		form: () => ({ viewId: '01900000-0000-7000-8000-000000000001' }),
		refusalsOnly: true,
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
	[`page ${SPACE}/membres GET`]: { right: 'roster' },
	[`action ${SPACE}/membres resend`]: {
		right: 'manage',
		form: (to) => ({ invitationId: to.invitation() }),
	},
	[`action ${SPACE}/membres revoke`]: {
		right: 'manage',
		form: (to) => ({ invitationId: to.invitation() }),
	},
	[`page ${SPACE}/membres/[mandat] GET`]: { right: 'roster', parameters: (to) => ({ mandat: to.mandate() }) },
	[`action ${SPACE}/membres/[mandat] role`]: {
		right: 'manage',
		parameters: (to) => ({ mandat: to.mandate() }),
		form: () => ({ role: 'member' }),
	},
	[`action ${SPACE}/membres/[mandat] end`]: {
		right: 'manage',
		parameters: (to) => ({ mandat: to.mandate() }),
		form: () => ({}),
	},
	[`page ${SPACE}/membres/inviter GET`]: { right: 'manage' },
	[`action ${SPACE}/membres/inviter default`]: { right: 'manage', form: invitationForm },
	[`endpoint ${SPACE}/mises-de-cote/[document] GET`]: {
		right: 'write',
		parameters: (to) => ({ document: to.diagnosisId }),
	},
	[`endpoint ${SPACE}/mises-de-cote/[document] POST`]: {
		right: 'write',
		parameters: (to) => ({ document: to.planId }),
		json: {
			reason: 'schema-older',
			resolution: 'discarded',
			ids: ['01900000-0000-7000-8000-000000000001'],
		},
	},
	[`page ${SPACE}/plan/[[action]] GET`]: { right: 'read', parameters: () => ({ action: '5-1' }) },
	[`endpoint ${SPACE}/plan/suivre POST`]: {
		right: 'read',
		json: { actionId: '01900000-0000-7000-8000-000000000001', follows: false },
	},
	[`endpoint ${SPACE}/plan/bibliotheque GET`]: { right: 'write', query: '?q=médecins' },
	[`page ${SPACE}/reglages GET`]: { right: 'versions' },
	[`action ${SPACE}/reglages default`]: { right: 'versions', form: () => ({ shares: 'on' }) },
	[`page ${SPACE}/plan/importer GET`]: { right: 'write' },
	[`action ${SPACE}/plan/importer preview`]: { right: 'write', file: planWorkbook() },
	[`action ${SPACE}/plan/importer apply`]: { right: 'write', file: planWorkbook() },
	[`page ${SPACE}/plan/[action]/fiche GET`]: { right: 'read', parameters: () => ({ action: '5-1' }) },
	[`endpoint ${SPACE}/plan/propositions POST`]: {
		right: 'write',
		json: { do: 'accept-all', ids: ['01900000-0000-7000-8000-000000000001'] },
	},
	...importPages('medecins', 'Nom;Ville\nOli;Pau\n'),
	...importPages('internes', 'Nom;Ville\nOli;Pau\n'),
	[`page ${SPACE}/indicateurs GET`]: { right: 'read' },
	[`page ${SPACE}/indicateurs/saisie GET`]: { right: 'figures' },
	[`action ${SPACE}/indicateurs/saisie default`]: {
		right: 'figures',
		form: () => ({ 't I10.2 2018': '2', 's I10.2 2018': 'provisional', 'h I10.2 2018': '' }),
		refusalsOnly: true,
	},
	[`page ${SPACE}/indicateurs/importer GET`]: { right: 'figures' },
	[`action ${SPACE}/indicateurs/importer preview`]: {
		right: 'figures',
		file: { name: 'valeurs.csv', text: 'Indicateur;2019\nI10.2;2\n' },
	},
	[`action ${SPACE}/indicateurs/importer apply`]: {
		right: 'figures',
		file: { name: 'valeurs.csv', text: 'Indicateur;2019\nI10.2;2\n' },
		refusalsOnly: true,
	},
	[`page ${SPACE}/indicateurs/nouveau GET`]: { right: 'figures' },
	[`action ${SPACE}/indicateurs/nouveau default`]: { right: 'figures', form: () => DEFINITION },
	[`page ${SPACE}/indicateurs/[indicateur] GET`]: {
		right: 'read',
		parameters: () => ({ indicateur: 'I5.2' }),
	},
	[`page ${SPACE}/indicateurs/[indicateur]/definition GET`]: {
		right: 'figures',
		parameters: () => ({ indicateur: 'I10.3' }),
	},
	[`action ${SPACE}/indicateurs/[indicateur]/definition default`]: {
		right: 'figures',
		parameters: () => ({ indicateur: 'I10.3' }),
		form: () => ({ ...DEFINITION, basedOn: '1' }),
	},
	[`action ${SPACE}/indicateurs/[indicateur] enter`]: {
		right: 'figures',
		parameters: () => ({ indicateur: 'I10.2' }),
		form: () => ({
			period: '2021',
			value: '3',
			state: 'provisional',
			source: '',
			comment: '',
			replaces: '',
			back: '',
		}),
	},
	[`action ${SPACE}/indicateurs/[indicateur] validate`]: {
		right: 'figures',
		parameters: () => ({ indicateur: 'I10.2' }),
		form: (to) => ({ valueId: to.valueId }),
	},
	[`action ${SPACE}/indicateurs/[indicateur] contest`]: {
		right: 'contest',
		parameters: () => ({ indicateur: 'I10.2' }),
		form: (to) => ({ valueId: to.valueId, reason: 'Essai de droits' }),
	},
	[`action ${SPACE}/indicateurs/[indicateur] answer`]: {
		right: 'figures',
		parameters: () => ({ indicateur: 'I10.2' }),
		form: (to) => ({ objectionId: to.objectionId, answer: 'Essai de droits' }),
	},
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
	[`page ${SPACE}/recherche GET`]: { right: 'read', query: '?q=médecins' },
	[`endpoint ${SPACE}/plan/communes GET`]: { right: 'read', query: '?q=saint' },

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
	'endpoint /api/departements/[code] GET': { right: 'read' },
	'endpoint /api/departements/[code]/documents GET': { right: 'read' },
	'endpoint /api/departements/[code]/documents POST': {
		right: 'write',
		json: { kind: 'note', title: 'Essai de droits' },
	},
	'endpoint /api/departements/[code]/documents/import POST': {
		right: 'write',
		file: { name: 'essai.md', text: '# Essai' },
	},
	'endpoint /api/departements/[code]/recherche GET': { right: 'read', query: '?q=médecins' },
	'endpoint /api/departements/[code]/plan GET': { right: 'read' },
	'endpoint /api/departements/[code]/plan/import POST': {
		right: 'write',
		query: '?dry=1',
		file: planWorkbook(),
	},
	'endpoint /api/departements/[code]/plan/export GET': { right: 'read', query: '?format=ics' },
	'endpoint /api/departements/[code]/indicateurs GET': { right: 'read' },
	'endpoint /api/departements/[code]/indicateurs/[indicator]/valeurs GET': {
		right: 'read',
		parameters: () => ({ indicator: 'I5.2' }),
	},
	'endpoint /api/departements/[code]/indicateurs/[indicator]/valeurs POST': {
		right: 'figures',
		parameters: () => ({ indicator: 'I10.2' }),
		json: { period: '2020', value: 3, state: 'validated', source: 'Essai', comment: '' },
	},
	'endpoint /api/regions/[code]/indicateurs GET': {
		right: 'region',
		once: true,
		parameters: () => ({ code: '75' }),
	},
	'page /region GET': { right: 'region', once: true },
	'page /region/[region] GET': {
		right: 'region',
		once: true,
		parameters: () => ({ region: '75' }),
	},
	'page /mes-actions GET': { right: 'account', once: true },
	'endpoint /api/documents/[id]/versions GET': {
		right: 'read',
		parameters: (to) => ({ id: to.diagnosisId }),
	},
	'endpoint /api/documents/[id]/history GET': {
		right: 'read',
		parameters: (to) => ({ id: to.planId }),
		query: '?from=2026-01-01&to=2030-01-01T00:00:00Z',
	},
	'endpoint /api/documents/[id]/export GET': {
		right: 'read',
		parameters: (to) => ({ id: to.note() }),
		query: '?format=md',
	},
	'endpoint /api/documents/[id]/images POST': {
		right: 'write',
		parameters: (to) => ({ id: to.note() }),
		file: { name: 'essai.png', text: 'ceci n’est pas une image' },
		refusalsOnly: true,
	},
	'endpoint /api/documents/[id]/figures GET': {
		right: 'read',
		parameters: (to) => ({ id: to.diagnosisId }),
	},
	'endpoint /images/[id] GET': { right: 'read', parameters: (to) => ({ id: to.imageId }) },
	'endpoint /api/documents/[id]/content GET': { right: 'read', parameters: (to) => ({ id: to.note() }) },
	'endpoint /api/documents/[id]/comments GET': {
		right: 'read',
		parameters: (to) => ({ id: to.diagnosisId }),
	},
	'endpoint /api/documents/[id]/suggestions GET': {
		right: 'read',
		parameters: (to) => ({ id: to.diagnosisId }),
	},
	'endpoint /api/departements/[code]/medecins/export GET': { right: 'records', query: '?format=csv' },
	'endpoint /api/departements/[code]/internes/export GET': { right: 'records', query: '?format=csv' },
	...importEndpoints('medecins', 'Nom;Naissance;Spécialité;Ville\nOli;1950;MG;Pau\n'),
	...importEndpoints('internes', 'Nom;Prénom;Niveau;Début;Ville\nOli;Léa;interne;02/11/2026;Pau\n'),
	'endpoint /api/openapi.json GET': { right: 'public', once: true },

	'page /admin GET': { right: 'platform', once: true },
	'action /admin open': { right: 'platform', once: true, form: facilitatorForm('32') },
	'action /admin name': { right: 'platform', once: true, form: facilitatorForm('40') },
	'action /admin region': {
		right: 'platform',
		once: true,
		form: () => ({ ...guest((guests += 1)), regionCode: '76', role: 'urps', title: '', ...PERIOD }),
	},
	'action /admin end': {
		right: 'platform',
		once: true,
		form: (to) => ({ mandateId: to.regionalMandateId }),
		refusalsOnly: true,
	},
	'action /admin revoke': {
		right: 'platform',
		once: true,
		form: (to) => ({ invitationId: to.invitation() }),
	},

	'page /admin/etat GET': { right: 'platform', once: true },

	'page /compte GET': { right: 'account', once: true },
	'action /compte nom': { right: 'account', once: true, form: () => ({ displayName: 'Camille Essai' }) },
	'action /compte mot-de-passe': {
		right: 'account',
		once: true,
		form: () => ({ currentPassword: 'demonstration', password: 'autre mot de passe long' }),
		refusalsOnly: true,
	},
	'action /compte courriels': { right: 'account', once: true, form: () => ({ mentionMails: 'on' }) },
	'action /compte sessions': { right: 'account', once: true, form: () => ({}) },

	'page /connexion GET': { right: 'public', once: true },
	'action /connexion default': {
		right: 'public',
		once: true,
		form: () => ({ email: 'x@exemple.test', password: 'x' }),
	},
	'endpoint /connexion GET': { right: 'public', once: true },
	'endpoint /connexion POST': {
		right: 'public',
		once: true,
		form: () => ({ email: 'x@exemple.test', password: 'x' }),
	},
	'endpoint /deconnexion GET': { right: 'public', once: true },
	'endpoint /deconnexion POST': { right: 'public', once: true, form: () => ({}), refusalsOnly: true },
	'page /courriers GET': { right: 'public', once: true },
	'page /invitation/[token] GET': { right: 'public', once: true, parameters: () => ({ token: 'inconnu' }) },
	'action /invitation/[token] create': {
		right: 'public',
		once: true,
		parameters: () => ({ token: 'inconnu' }),
		form: () => ({}),
	},
	'action /invitation/[token] join': {
		right: 'public',
		once: true,
		parameters: () => ({ token: 'inconnu' }),
		form: () => ({}),
	},
	'page /mot-de-passe/[token] GET': { right: 'public', once: true, parameters: () => ({ token: 'inconnu' }) },
	'action /mot-de-passe/[token] default': {
		right: 'public',
		once: true,
		parameters: () => ({ token: 'inconnu' }),
		form: () => ({ password: 'autre mot de passe long' }),
	},
	'page /mot-de-passe/oubli GET': { right: 'public', once: true },
	'action /mot-de-passe/oubli default': {
		right: 'public',
		once: true,
		form: () => ({ email: 'x@exemple.test' }),
	},
	'endpoint /sante GET': { right: 'public', once: true },
	'page /(service)/accessibilite GET': { right: 'public', once: true },
	'page /(service)/donnees-personnelles GET': { right: 'public', once: true },
	'page /(service)/mentions-legales GET': { right: 'public', once: true },
	'page /(dev)/composants GET': { right: 'built', once: true },
};
