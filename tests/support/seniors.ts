import { keyOf } from '#lib/senior-doctors/rpps.rules.ts';
import type { NewSeniorDoctorInput } from '#lib/senior-doctors/senior-doctor.input.ts';
import { newId } from '#lib/identifiers.ts';
import type { Actor } from '#lib/server/policies/policy.ts';
import { addSeniorDoctor } from '#lib/server/senior-doctors/senior-doctor.commands.ts';
import { buildActor } from './spaces.ts';
import type { TestContext } from './context.ts';

let made = 0;

/** An RPPS number of fiction, whose key is right. */
export function fictionalRpps(index: number): string {
	const digits = `99${String(index).padStart(8, '0')}`;
	return digits + keyOf(digits);
}

/** What a doctor of Mauléon-Licharre would be written down as, with what a test says otherwise. */
export function seniorDoctorDraft(draft: Partial<NewSeniorDoctorInput> = {}): NewSeniorDoctorInput {
	made += 1;
	return {
		rpps: fictionalRpps(made),
		lastName: 'Bréferrac',
		firstName: 'Odile',
		birthYear: 1958,
		specialty: 'medecine-generale',
		communeCode: '64371',
		...draft,
	};
}

/** Adds a record as the URPS does. @returns its id */
export async function buildSeniorDoctor(
	urps: TestContext,
	draft: Partial<NewSeniorDoctorInput> = {},
	departmentCode = '64',
): Promise<string> {
	return (await addSeniorDoctor(urps, departmentCode, seniorDoctorDraft(draft))).id;
}

/** An elected official of these communes, as the server sees them. */
export function buildElected(accountId: string, communeCodes: readonly string[]): Actor {
	const actor = buildActor(accountId, 'elected');
	if (actor.kind !== 'account') throw new Error('an account has rights');
	return { ...actor, grants: actor.grants.map((grant) => ({ ...grant, communeCodes })) };
}

/** Somebody with two mandates in one place. */
export function withBoth(one: Actor, other: Actor): Actor {
	if (one.kind !== 'account' || other.kind !== 'account') throw new Error('an account has rights');
	return { ...one, sessionId: newId(), grants: [...one.grants, ...other.grants] };
}
