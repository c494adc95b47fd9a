import { fieldsOpenTo, isSharedWith } from '#lib/senior-doctors/senior-doctor.fields.rules.ts';
import type { SeniorDoctorField } from '#lib/senior-doctors/senior-doctor.rules.ts';
import type { Sharing } from '#lib/senior-doctors/senior-doctor.values.rules.ts';
import { can, reaches, type Actor, type DepartmentSubject } from './policy.ts';

/** What somebody reads of the registry of a département. */
export type SeniorsAccess =
	/** Totals only, groups under five hidden. */
	| { reads: 'totals' }
	/** Records that the doctor shares with this circle; `communeCodes` are the only ones, null for all. */
	| { reads: 'records'; circle: Sharing; communeCodes: readonly string[] | null };

/** What is asked of a record before it is shown. */
export interface SharedRecord {
	sharing: Sharing;
	/** Of each of its places. */
	communeCodes: readonly string[];
}

/**
 * The one reading that somebody has of a département's registry, null for none. Mandates do not add up here: totals beside records would
 * tell, by what is missing from the records, what a doctor chose not to share. So records come first, the widest circle before the others.
 */
export function seniorsAccess(actor: Actor, subject: DepartmentSubject): SeniorsAccess | null {
	if (actor.kind === 'anonymous' || !can(actor, 'seniors.read', subject)) return null;
	const grants = actor.grants.filter((grant) => reaches(grant, subject));
	const holds = (role: string): boolean => grants.some((grant) => grant.role === role);
	// Who evaluates a committee sees it as an evaluator does, whatever else they are.
	if (holds('ars')) return { reads: 'totals' };
	if (holds('urps')) return { reads: 'records', circle: 'urps', communeCodes: null };
	if (holds('facilitator')) return { reads: 'records', circle: 'committee', communeCodes: null };
	const elected = grants.filter((grant) => grant.role === 'elected');
	if (elected.length === 0) return { reads: 'totals' };
	const communeCodes = [...new Set(elected.flatMap((grant) => grant.communeCodes))];
	return { reads: 'records', circle: 'elected', communeCodes };
}

/** Whether a record is among those that this access reads. */
export function opensRecord(access: SeniorsAccess | null, record: SharedRecord): boolean {
	if (access?.reads !== 'records' || !isSharedWith(record.sharing, access.circle)) return false;
	const { communeCodes } = access;
	return communeCodes === null || record.communeCodes.some((code) => communeCodes.includes(code));
}

/** The fields that this access reads of a record that it opens: the server sends no other. */
export function openFields(access: SeniorsAccess): SeniorDoctorField[] {
	return access.reads === 'records' ? fieldsOpenTo(access.circle) : [];
}
