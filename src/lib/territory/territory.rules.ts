import { fold } from '#lib/ui/fold.ts';

/** Code of the Métropole de Lyon: ours, since INSEE counts its communes in the Rhône. */
export const LYON_METROPOLIS = '69M';

const DEPARTMENT_CODE = /^(?:0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5]|69M|97[1-8]|98[678])$/;

/**
 * Whether `text` has the form of the code of a place that may have a committee: a département of the
 * mainland or of Corsica, an overseas département or inhabited collectivity, the Métropole de Lyon.
 * Says nothing of whether its committee exists.
 */
export function isDepartmentCode(text: string): boolean {
	return DEPARTMENT_CODE.test(text);
}

const ABBREVIATIONS: Record<string, string> = { st: 'saint', ste: 'sainte' };

/**
 * What a search compares: lower case, no accents, every other sign a space, « st » and « ste » written out.
 * The result holds only letters a to z, digits and single spaces, so that it is safe in a LIKE pattern.
 */
export function normaliseSearch(text: string): string {
	const plain = fold(text)
		.replace(/[^a-z0-9]+/g, ' ')
		.trim();
	return plain.replace(/\b(?:st|ste)\b/g, (word) => ABBREVIATIONS[word] ?? word);
}

/** A commune as a person chooses it in a list. */
export interface CommuneChoice {
	/** INSEE code. */
	code: string;
	name: string;
	postcodes: string[];
	population: number | null;
	intercommunalityName: string | null;
}

/** An EPCI as a person chooses it in a list; `code` is its SIREN. */
export interface IntercommunalityChoice {
	code: string;
	name: string;
	population: number | null;
}
