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

/** A département without a committee: what is refused must answer as this does. */
export const NOWHERE = '33';

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
	code: CommitteeCode | typeof NOWHERE;
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
	/** A file that proves that value. */
	attachmentId: string;
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

export const SPACE = '/[departement=department]';

const REGIONS = { '64': '75', '40': '75', '12': '76', [NOWHERE]: '00' } as const;

/** The region of each committee; nowhere, one that does not exist. */
export const regionOf = ({ code }: Targets): string => REGIONS[code];
