import { encodeAnchor } from '#lib/documents/comment-anchor.content.ts';
import { SPACE, type Expectation } from '../route-rights.ts';

let versions = 0;

/** The anchor of a comment, as a page encodes it: two characters that the document does not know. */
const COMMENTED = encodeAnchor({ runs: [[1, 0, 2]], passage: 'ab', before: '', after: '' });

/** Documents, their history, comments, suggestions and search. */
export const DOCUMENTS_DOORS: Record<string, Expectation> = {
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
	[`page ${SPACE}/recherche GET`]: { right: 'read', query: '?q=médecins' },
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
};
