import { fail } from '@sveltejs/kit';
import type { z } from 'zod';
import { isTerrimedError, TerrimedError } from '#lib/errors.ts';

/**
 * What a file would change, as the page that showed it gives it back.
 * @throws TerrimedError `invalid-input` when it has not come whole
 */
export function readProposal<Proposal>(value: unknown, shape: z.ZodType<Proposal>): Proposal {
	try {
		const parsed = shape.safeParse(JSON.parse(String(value)));
		if (parsed.success) return parsed.data;
	} catch {
		// Told like what does not fit.
	}
	throw new TerrimedError(
		'invalid-input',
		'L’aperçu n’est pas arrivé entier. Choisissez le fichier de nouveau.',
	);
}

/** The work of a form with a file; what is refused is told on its page. */
export async function refusable<Result>(work: () => Promise<Result>) {
	try {
		return await work();
	} catch (error) {
		if (!isTerrimedError(error)) throw error;
		return fail(error.status, { error: error.message });
	}
}
