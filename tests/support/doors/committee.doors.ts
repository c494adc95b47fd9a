import { SPACE, type Expectation, type Targets } from '../route-rights.ts';

let guests = 0;

const guest = (suffix: number) => ({
	displayName: 'Dominique Lartigue',
	email: `essai-${suffix}@exemple.test`,
});

const PERIOD = { startsOn: '01/01/2026', endsOn: '31/12/2030' };

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

/** The committee's home and members, accounts, administration and what is open to everybody. */
export const COMMITTEE_DOORS: Record<string, Expectation> = {
	[`page ${SPACE}/(accueil) GET`]: { right: 'read' },
	[`action ${SPACE}/(accueil) visite`]: { right: 'read', form: () => ({}) },
	[`endpoint ${SPACE}/communes GET`]: { right: 'account', query: '?q=saint' },
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
	[`page ${SPACE}/reglages GET`]: { right: 'versions' },
	[`action ${SPACE}/reglages default`]: { right: 'versions', form: () => ({ shares: 'on' }) },
	'endpoint /api/departements/[code] GET': { right: 'read' },
	'page / GET': { right: 'account', once: true },
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
	'action /admin resend': {
		right: 'platform',
		once: true,
		form: (to) => ({ invitationId: to.invitation() }),
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
	'page /(service)/aide GET': { right: 'public', once: true },
	'page /(service)/accessibilite GET': { right: 'public', once: true },
	'page /(service)/donnees-personnelles GET': { right: 'public', once: true },
	'page /(service)/mentions-legales GET': { right: 'public', once: true },
	'page /(dev)/composants GET': { right: 'built', once: true },
};
