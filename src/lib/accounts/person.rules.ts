/** Titles that are said before a name and are no part of it. */
const TITLES = new Set(['dr', 'pr', 'm', 'mme', 'me']);

/** Two letters for an avatar: first and last name, titles left out (« Dr Jeanne Bordenave » → « JB »). */
export function initialsOf(name: string): string {
	const words = name
		.split(/\s+/)
		.filter((word) => word !== '' && !TITLES.has(word.toLowerCase().replace('.', '')));
	const first = words[0]?.[0] ?? '?';
	const last = words.length > 1 ? (words.at(-1)?.[0] ?? '') : '';
	return (first + last).toLocaleUpperCase('fr');
}

/** Presence colours of the tokens. */
const COLOR_COUNT = 12;

/** A presence colour, 1 to 12, always the same for an account. The name decides who it is, not the colour. */
export function colorOf(accountId: string): number {
	let sum = 0;
	for (const character of accountId) sum = (sum * 31 + character.charCodeAt(0)) % 9973;
	return (sum % COLOR_COUNT) + 1;
}
