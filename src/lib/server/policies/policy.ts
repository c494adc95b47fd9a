import type { Access } from '#lib/collaboration/protocol.ts';
import type { Role } from '#lib/committee/role.rules.ts';
import {
	isFrozen,
	rightForState,
	type DocumentKind,
	type DocumentState,
} from '#lib/documents/document.rules.ts';

/** A right that holds now: its mandate is running and nobody has revoked it. */
export interface ActiveGrant {
	role: Role;
	/** Set for a committee's role. */
	departmentCode: string | null;
	/** Set for a regional role. */
	regionCode: string | null;
	mandateId: string;
	organisationId: string;
	organisationName: string;
	/** Last day, included (ISO). */
	endsOn: string;
	/** Communes of an elected official (INSEE codes). */
	communeCodes: readonly string[];
}

export type Actor =
	| { kind: 'anonymous' }
	| {
			kind: 'account';
			accountId: string;
			sessionId: string;
			displayName: string;
			email: string;
			isAdministrator: boolean;
			grants: readonly ActiveGrant[];
	  };

/** A département with its region: what a right of either is compared to. */
export interface DepartmentSubject {
	departmentCode: string;
	regionCode: string;
}

/** A document with its place: what a right over its text is judged by. */
export interface DocumentSubject extends DepartmentSubject {
	kind: DocumentKind;
	state: DocumentState;
}

export interface RegionSubject {
	regionCode: string;
}

/** Actions on the content or the life of a département's space. */
export type DepartmentAction =
	| 'space.read'
	| 'document.read'
	| 'document.write'
	| 'document.create'
	| 'comment.read'
	| 'comment.write'
	| 'plan.read'
	| 'plan.write'
	| 'indicator.read'
	/** Definitions, targets, values, and the answers to objections. */
	| 'indicator.write'
	/** A reasoned objection to a value. */
	| 'indicator.contest'
	/** The space as it was, what changed since, the chain and the evaluation file. */
	| 'evaluation.read'
	/** A review of one's own: its starting point and what one follows. It is nobody else's, and nothing of the committee's. */
	| 'evaluation.review'
	/** Naming, adopting and restoring a version, freezing a document and opening it again. */
	| 'version.manage'
	| 'members.read'
	| 'members.manage'
	| 'audit.read'
	/** Opens the registry of doctors over 60 at all: records or totals, by `seniorsAccess`. */
	| 'seniors.read'
	| 'seniors.write'
	/** Opens the registry of interns at all: records or totals, by `internsAccess`. */
	| 'interns.read'
	| 'interns.write'
	/** Ticks a step of a welcome: which ones, by `mayTick`. */
	| 'interns.tick';
export type RegionAction = 'region.read';
/** `reference.read`: départements, communes and EPCI, the same for everybody. */
export type PlatformAction = 'platform.administer' | 'account.own' | 'reference.read';
export type PolicyAction = DepartmentAction | RegionAction | PlatformAction;

const COMMITTEE = ['member', 'elected', 'facilitator'] as const;
const WRITERS = [...COMMITTEE, 'urps'] as const;
const READERS = [...WRITERS, 'ars'] as const;

/** Who may do what in a département's space (rights table of the product). What is not here is refused. */
const DEPARTMENT_RULES: Record<DepartmentAction, { roles: readonly Role[]; administrator: boolean }> = {
	'space.read': { roles: READERS, administrator: false },
	'document.read': { roles: READERS, administrator: false },
	'document.write': { roles: WRITERS, administrator: false },
	'document.create': { roles: WRITERS, administrator: false },
	'comment.read': { roles: READERS, administrator: false },
	'comment.write': { roles: WRITERS, administrator: false },
	'plan.read': { roles: READERS, administrator: false },
	'plan.write': { roles: WRITERS, administrator: false },
	'indicator.read': { roles: READERS, administrator: false },
	'indicator.write': { roles: ['urps'], administrator: false },
	'indicator.contest': { roles: COMMITTEE, administrator: false },
	'evaluation.read': { roles: READERS, administrator: false },
	'evaluation.review': { roles: READERS, administrator: false },
	'version.manage': { roles: ['facilitator'], administrator: false },
	'members.read': { roles: READERS, administrator: true },
	'members.manage': { roles: ['facilitator'], administrator: true },
	'audit.read': { roles: ['facilitator', 'urps', 'ars'], administrator: true },
	'seniors.read': { roles: READERS, administrator: false },
	'seniors.write': { roles: ['urps'], administrator: false },
	'interns.read': { roles: READERS, administrator: false },
	'interns.write': { roles: ['facilitator', 'urps'], administrator: false },
	'interns.tick': { roles: ['elected', 'facilitator', 'urps'], administrator: false },
};

const REGION_RULES: Record<RegionAction, readonly Role[]> = {
	'region.read': ['urps', 'ars'],
};

export const DEPARTMENT_ACTIONS = Object.keys(DEPARTMENT_RULES) as DepartmentAction[];
export const REGION_ACTIONS = Object.keys(REGION_RULES) as RegionAction[];

/** Whether a grant reaches a département: its own, or any of the grant's region. */
export function reaches(grant: ActiveGrant, subject: DepartmentSubject): boolean {
	if (grant.departmentCode !== null) return grant.departmentCode === subject.departmentCode;
	return grant.regionCode === subject.regionCode;
}

function evaluates(grants: readonly ActiveGrant[], subject: DepartmentSubject): boolean {
	return grants.some((grant) => grant.role === 'ars' && reaches(grant, subject));
}

/**
 * The one place where rights are decided: pure, deny by default. Grants given in `actor` are those that
 * hold at the time of asking; a mandate that has ended must not be among them.
 */
export function can(actor: Actor, action: DepartmentAction, subject: DepartmentSubject): boolean;
export function can(actor: Actor, action: RegionAction, subject: RegionSubject): boolean;
export function can(actor: Actor, action: PlatformAction): boolean;
export function can(
	actor: Actor,
	action: PolicyAction,
	subject?: DepartmentSubject | RegionSubject,
): boolean {
	if (actor.kind === 'anonymous') return false;
	if (action === 'account.own' || action === 'reference.read') return true;
	if (action === 'platform.administer') return actor.isAdministrator;
	if (subject === undefined) return false;
	if (action === 'region.read') {
		return actor.grants.some(
			(grant) => grant.regionCode === subject.regionCode && REGION_RULES[action].includes(grant.role),
		);
	}
	if (!('departmentCode' in subject)) return false;
	const rule = DEPARTMENT_RULES[action];
	// Who evaluates a committee changes nothing in it, whatever else they are.
	if (evaluates(actor.grants, subject)) return rule.roles.includes('ars');
	if (rule.administrator && actor.isAdministrator) return true;
	return actor.grants.some((grant) => rule.roles.includes(grant.role) && reaches(grant, subject));
}

/** Every action on a département that the actor may do: sent with the data so that pages show only what works. */
export function abilities(actor: Actor, subject: DepartmentSubject): DepartmentAction[] {
	return DEPARTMENT_ACTIONS.filter((action) => can(actor, action, subject));
}

/** The right to read or to write a document, by its kind: the plan has its own. */
export function actionOn(kind: DocumentKind, access: Access): DepartmentAction {
	if (kind === 'plan') return access === 'write' ? 'plan.write' : 'plan.read';
	return access === 'write' ? 'document.write' : 'document.read';
}

/** What the actor may do with a document's text; null when it is not theirs to see. A frozen or archived one is read by all. */
export function documentAccess(actor: Actor, subject: DocumentSubject): Access | null {
	if (!can(actor, actionOn(subject.kind, 'read'), subject)) return null;
	const writes = can(actor, actionOn(subject.kind, 'write'), subject) && !isFrozen(subject.state);
	return writes ? 'write' : 'read';
}

/** What the actor may do with the comments of a document; null when it is not theirs to see. What is frozen is discussed no more. */
export function commentAccess(actor: Actor, subject: DocumentSubject): Access | null {
	if (documentAccess(actor, subject) === null || !can(actor, 'comment.read', subject)) return null;
	return can(actor, 'comment.write', subject) && !isFrozen(subject.state) ? 'write' : 'read';
}

/** Whether the actor may bring a document to another state (`rightForState` says which steps there are). */
export function mayChangeState(actor: Actor, subject: DocumentSubject, to: DocumentState): boolean {
	const right = rightForState(subject.kind, subject.state, to);
	if (right === null) return false;
	return can(actor, right === 'version' ? 'version.manage' : actionOn(subject.kind, 'write'), subject);
}
