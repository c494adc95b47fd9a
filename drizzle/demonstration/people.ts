import { committee64 } from './people-64.ts';
import { emailOf, person, type DemonstrationPerson, type RegionalPerson } from './person.ts';

export const ADMINISTRATOR = { key: 'admin', name: 'Camille Sarthou' };

const committee40: DemonstrationPerson[] = [
	person('40', {
		key: 'animatrice40',
		name: 'Sabine Dupouy',
		organisation: 'Conseil départemental',
		role: 'facilitator',
		title: 'animatrice du comité',
		signsIn: true,
		fromMonths: -9,
	}),
	person('40', {
		key: 'membre40',
		name: 'Dr Vincent Labarthe',
		organisation: 'CPTS de la Chalosse',
		role: 'member',
		title: 'médecin généraliste',
		signsIn: true,
		fromMonths: -8,
	}),
	person('40', {
		key: 'elue40',
		name: 'Nathalie Dulucq',
		organisation: 'Commune de Parentis-en-Born',
		role: 'elected',
		title: 'conseillère municipale',
		communeCodes: ['40217'],
		fromMonths: -8,
	}),
];

const committee12: DemonstrationPerson[] = [
	person('12', {
		key: 'animatrice12',
		name: 'Odile Fabrègues',
		organisation: 'Conseil départemental',
		role: 'facilitator',
		title: 'animatrice du comité',
		signsIn: true,
		fromMonths: -7,
	}),
	person('12', {
		key: 'membre12',
		name: 'Dr Mathieu Calmels',
		organisation: 'CPTS du Lévézou',
		role: 'member',
		title: 'médecin généraliste',
		signsIn: true,
		fromMonths: -6,
	}),
	person('12', {
		key: 'elu12',
		name: 'Bernard Cantaloube',
		organisation: 'Commune d’Espalion',
		role: 'elected',
		title: 'conseiller municipal',
		communeCodes: ['12096'],
		fromMonths: -6,
	}),
];

export const PEOPLE: readonly DemonstrationPerson[] = [...committee64, ...committee40, ...committee12];

export const REGIONAL_PEOPLE: readonly RegionalPerson[] = [
	{
		key: 'urps',
		name: 'Maïté Irigoyen',
		regionCode: '75',
		role: 'urps',
		title: 'coordinatrice du plan',
	},
	{ key: 'ars', name: 'Nadia Benhamou', regionCode: '75', role: 'ars', title: 'évaluatrice' },
];

/** Invitations sent a few days ago and not answered yet. */
export const PENDING_INVITATIONS: readonly (Omit<DemonstrationPerson, 'signsIn'> & { daysAgo: number })[] = [
	{
		...person('64', {
			key: 'region64',
			name: 'Annie Sarrabère',
			organisation: 'Conseil régional',
			role: 'member',
			title: 'chargée de mission santé',
			fromMonths: 0,
		}),
		daysAgo: 3,
	},
	{
		...person('64', {
			key: 'msu64',
			name: 'Dr Éric Lacabe',
			organisation: 'Maîtres de stage universitaires',
			role: 'member',
			title: 'maître de stage',
			fromMonths: 0,
		}),
		daysAgo: 1,
	},
];

/** Everybody who has the demonstration's password, in the order in which a reader would want to try them. */
export const PEOPLE_WHO_SIGN_IN: readonly { email: string; name: string }[] = [
	...PEOPLE.filter((one) => one.signsIn),
	...REGIONAL_PEOPLE,
	ADMINISTRATOR,
].map(({ key, name }) => ({ email: emailOf(key), name }));
