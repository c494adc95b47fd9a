import type { NewInternInput } from '#lib/interns/intern.input.ts';
import { keyOf } from '#lib/senior-doctors/rpps.rules.ts';
import { addIntern } from '#lib/server/interns/intern.commands.ts';
import type { TestContext } from './context.ts';

let made = 0;

/** An identifier of fiction for an intern, whose key is right. */
export function fictionalInternRpps(index: number): string {
	const digits = `98${String(index).padStart(8, '0')}`;
	return digits + keyOf(digits);
}

/** What an intern of Mauléon-Licharre would be written down as, with what a test says otherwise. */
export function internDraft(draft: Partial<NewInternInput> = {}): NewInternInput {
	made += 1;
	return {
		rpps: fictionalInternRpps(made),
		lastName: 'Quenvigneul',
		firstName: 'Léa',
		level: 'intern',
		phase: 'deepening',
		semester: 3,
		communeCode: '64371',
		startsOn: '2026-11-02',
		endsOn: '2027-04-30',
		...draft,
	};
}

/** Adds a placement as a facilitator or the URPS does. @returns its id */
export async function buildIntern(
	keeper: TestContext,
	draft: Partial<NewInternInput> = {},
	departmentCode = '64',
): Promise<string> {
	return (await addIntern(keeper, departmentCode, internDraft(draft))).id;
}
