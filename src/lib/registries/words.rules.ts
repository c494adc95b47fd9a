import { normaliseSearch } from '../territory/territory.rules.ts';

/** The words that files use for the closed values of records, folded. A word that begins with one of them counts as it. */
export type Words<Value extends string> = Readonly<Record<Value, readonly string[]>>;

/** Reads the words of a closed list; null for what is not of it. */
export const finderOf =
	<Value extends string>(words: Words<Value>) =>
	(text: string): Value | null => {
		const said = normaliseSearch(text);
		if (said === '') return null;
		const entries = Object.entries(words) as [Value, readonly string[]][];
		const same = entries.find(([value, known]) => normaliseSearch(value) === said || known.includes(said));
		const begun = entries.find(([, known]) =>
			known.some((word) => word.length > 2 && (said.startsWith(word) || said.includes(` ${word}`))),
		);
		return (same ?? begun)?.[0] ?? null;
	};

const YES = [
	'oui',
	'o',
	'yes',
	'vrai',
	'true',
	'1',
	'x',
	'enseignement',
	'recherche',
	'enseignement et recherche',
];
const NO = ['non', 'n', 'no', 'faux', 'false', '0'];

/** Null for « ne sait pas » and what is not understood: nobody's answer is invented. */
export function readYesNo(text: string): boolean | null {
	const said = normaliseSearch(text);
	if (YES.includes(said)) return true;
	return NO.includes(said) ? false : null;
}
