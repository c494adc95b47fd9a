import { normaliseSearch } from '#lib/territory/territory.rules.ts';

/** Whom a text may name: names as they were written. */
export interface NamedPerson {
	lastName: string;
	firstName: string;
	rpps: string | null;
	email: string | null;
}

/** What stands where somebody was named. */
export const SOMEBODY = '[personne effacée]';

/** Letters of a name with or without their accents, and whatever stands between its words. */
function patternOf(words: readonly string[]): string {
	return words.map((word) => [...word].map(letterPattern).join('')).join("[\\s'’-]+");
}

const VARIANTS: Readonly<Record<string, string>> = {
	...{ a: 'aàâäá', c: 'cç', e: 'eéèêë', i: 'iîïí', n: 'nñ', o: 'oôöó', u: 'uùûüú', y: 'yÿ' },
};

function letterPattern(letter: string): string {
	const among = VARIANTS[letter];
	return among === undefined ? letter : `[${among}]`;
}

/** Ways of naming somebody that cannot be somebody else: both names, the title and the last name, a number, an address. */
function waysOf({ lastName, firstName, rpps, email }: NamedPerson): string[] {
	const wordsOf = (name: string): string[] => normaliseSearch(name).split(' ').filter(Boolean);
	const [last, first] = [wordsOf(lastName), wordsOf(firstName)];
	const exact = [rpps ?? '', email ?? ''].filter(Boolean).map((text) => RegExp.escape(text));
	if (last.length === 0) return exact;
	const title = '(?:docteur|docteure|dr|dre|mme|m\\.|madame|monsieur)[\\s.]+';
	// The longest way first: what is left of a name would still name somebody.
	const both =
		first.length === 0
			? []
			: [
					[...first, ...last],
					[...last, ...first],
				].map(patternOf);
	return [...both.map((names) => `(?:${title})?${names}`), `${title}${patternOf(last)}`, ...exact];
}

/** Finds one person in texts written by hand. */
export interface MentionFinder {
	isIn(text: string): boolean;
	/** The text without this person. */
	removeFrom(text: string): string;
}

/** Made once for a person: the texts of a region are many. */
export function mentionFinder(person: NamedPerson): MentionFinder {
	const ways = waysOf(person);
	const found =
		ways.length === 0
			? null
			: new RegExp(`(?<![\\p{L}\\p{N}])(?:${ways.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
	const removeFrom = (text: string): string =>
		found === null ? text : text.normalize('NFC').replace(found, SOMEBODY);
	return { removeFrom, isIn: (text) => found !== null && text.normalize('NFC').search(found) >= 0 };
}
