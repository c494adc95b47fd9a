import { SPACE, type Expectation } from '../route-rights.ts';

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

/** Indicators, and the regional picture. */
export const INDICATORS_DOORS: Record<string, Expectation> = {
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
	'endpoint /api/departements/[code]/indicateurs/[indicator]/pieces/[piece] GET': {
		right: 'read',
		parameters: (to) => ({ indicator: 'I10.2', piece: to.attachmentId }),
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
};
