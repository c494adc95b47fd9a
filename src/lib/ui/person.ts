const HONORIFICS = new Set(['dr', 'pr', 'm.', 'mme', 'me']);

/** The two letters that stand for a person: first and last name, titles left out (« Dr Jeanne Bordenave » → JB). */
export function initialsOf(name: string): string {
	const words = name
		.trim()
		.split(/\s+/)
		.filter((word) => word !== '' && !HONORIFICS.has(word.toLowerCase()));
	const first = words[0] ?? '';
	const last = words.length > 1 ? (words[words.length - 1] ?? '') : '';
	return `${first.charAt(0)}${last.charAt(0)}`.toLocaleUpperCase('fr');
}

/** Twelve presence colours by order of arrival, then again from the first: each integer gives a custom property. */
export function presenceColour(order: number): string {
	const index = ((((Math.trunc(order) - 1) % 12) + 12) % 12) + 1;
	return `var(--presence-${index})`;
}

/** A name after « de »: « de Léa », « d’Inès ». */
export function ofName(name: string): string {
	return /^[AEIOUYÀÂÉÈÊËÎÏÔÛÜH]/iu.test(name) ? `d’${name}` : `de ${name}`;
}
