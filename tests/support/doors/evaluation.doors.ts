import { dayInFrance } from '#lib/committee/role.rules.ts';
import { newId } from '#lib/identifiers.ts';
import { SPACE, type Expectation } from '../route-rights.ts';

const NO_DATES = { since: '', until: '' };
/** A period of one day is one that each space has. */
const TODAY = dayInFrance(new Date());

/** The evaluation: reviews, the space at a date, the chain, the file. */
export const EVALUATION_DOORS: Record<string, Expectation> = {
	[`page ${SPACE}/revue GET`]: { right: 'read' },
	[`page ${SPACE}/revue/chaine GET`]: { right: 'read' },
	[`page ${SPACE}/revue/dossier GET`]: { right: 'read' },
	[`action ${SPACE}/revue/dossier prepare`]: {
		right: 'read',
		form: () => ({ from: TODAY, until: TODAY, format: 'ods', plan: '1' }),
	},
	[`action ${SPACE}/revue/dossier stop`]: {
		right: 'read',
		form: () => ({ id: '01900000-0000-7000-8000-000000000001' }),
		refusalsOnly: true,
	},
	[`endpoint ${SPACE}/revue/dossier/[dossier] GET`]: {
		right: 'read',
		parameters: () => ({ dossier: '01900000-0000-7000-8000-000000000001' }),
		refusalsOnly: true,
	},
	'endpoint /api/departements/[code]/dossier GET': {
		right: 'read',
		query: `?from=${TODAY}&until=${TODAY}&format=ods`,
	},
	// In one's own space: whoever reads the evaluation closes a review of theirs, the ARS too.
	[`action ${SPACE}/revue close`]: { right: 'read', form: () => ({ ...NO_DATES, note: '' }) },
	[`action ${SPACE}/revue follow`]: {
		right: 'read',
		form: () => ({ ...NO_DATES, changeId: 'action:inconnue:dueOn', note: '' }),
		refusalsOnly: true,
	},
	[`action ${SPACE}/revue settle`]: {
		right: 'read',
		form: () => ({ ...NO_DATES, itemId: newId() }),
		refusalsOnly: true,
	},
	'endpoint /api/departements/[code]/changements GET': {
		right: 'read',
		query: `?since=${TODAY}&until=${TODAY}`,
	},
	[`page ${SPACE}/revue/etat GET`]: { right: 'read', query: '?au=2026-01-01&contre=hier' },
	'endpoint /api/departements/[code]/etat GET': { right: 'read' },
};
