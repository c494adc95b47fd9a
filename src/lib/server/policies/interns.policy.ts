import {
	internFieldsOpenTo,
	type InternCircle,
	type InternConsent,
} from '#lib/interns/intern.fields.rules.ts';
import type { InternField } from '#lib/interns/intern.rules.ts';
import { can, reaches, type Actor, type DepartmentSubject } from './policy.ts';

/** What somebody reads of the interns of a département. */
export type InternsAccess =
	/** Totals only, groups under five hidden. */
	| { reads: 'totals' }
	/** Records; `communeCodes` are the only ones, null for all. */
	| { reads: 'records'; circle: InternCircle; communeCodes: readonly string[] | null };

/**
 * The one reading that somebody has of a département's interns, null for none. As for the doctors, mandates do not add up: totals beside
 * records would tell what is missing from the records.
 */
export function internsAccess(actor: Actor, subject: DepartmentSubject): InternsAccess | null {
	if (actor.kind === 'anonymous' || !can(actor, 'interns.read', subject)) return null;
	const grants = actor.grants.filter((grant) => reaches(grant, subject));
	const holds = (role: string): boolean => grants.some((grant) => grant.role === role);
	// Who evaluates a committee sees it as an evaluator does, whatever else they are.
	if (holds('ars')) return { reads: 'totals' };
	if (holds('urps') || holds('facilitator'))
		return { reads: 'records', circle: 'keepers', communeCodes: null };
	const elected = grants.filter((grant) => grant.role === 'elected');
	if (elected.length === 0) return { reads: 'totals' };
	const communeCodes = [...new Set(elected.flatMap((grant) => grant.communeCodes))];
	return { reads: 'records', circle: 'elected', communeCodes };
}

/** Whether a record of this commune is among those that this access reads. */
export function opensIntern(access: InternsAccess | null, record: { communeCode: string }): boolean {
	if (access?.reads !== 'records') return false;
	return access.communeCodes === null || access.communeCodes.includes(record.communeCode);
}

/** The fields that this access reads of a record that it opens, by what the record shares: the server sends no other. */
export function openInternFields(access: InternsAccess, consent: InternConsent): InternField[] {
	return access.reads === 'records' ? internFieldsOpenTo(access.circle, consent) : [];
}

/**
 * Whether the actor may tick a step of a welcome: those who keep the records each one, an elected official those given to them, in the
 * records of their communes. Nothing else of a record is theirs to change.
 */
export function mayTick(
	actor: Actor,
	subject: DepartmentSubject,
	step: { communeCode: string; ownerId: string | null },
): boolean {
	if (actor.kind === 'anonymous' || !can(actor, 'interns.tick', subject)) return false;
	const access = internsAccess(actor, subject);
	if (!opensIntern(access, step)) return false;
	return access?.reads === 'records' && (access.circle === 'keepers' || step.ownerId === actor.accountId);
}
