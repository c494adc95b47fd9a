import { normaliseSearch } from '../territory/territory.rules.ts';
import { editDistance } from './likeness.rules.ts';

/** A field that a column may become. */
export interface ImportField<Key extends string = string> {
	key: Key;
	/** How the page names it. */
	label: string;
	/** Other titles that files give it, folded. */
	synonyms: readonly string[];
}

/** What a column becomes: a field, or null for « Ne pas importer ». */
export type Mapping<Key extends string = string> = readonly (Key | null)[];

/** A title as it is compared and remembered: lower case, no accents, no signs. */
export const foldTitle = (title: string): string => normaliseSearch(title);

/**
 * What each column seems to be: what was chosen for that title before, else a field of that very name, else one that differs by a slip.
 * A field is given once, to the surest column; the rest is not imported unless somebody says so.
 */
export function guessMapping<Key extends string>(
	titles: readonly string[],
	fields: readonly ImportField<Key>[],
	remembered: Readonly<Record<string, Key | null>> = {},
): (Key | null)[] {
	const guessed = new Array<Key | null>(titles.length).fill(null);
	const taken = new Set<Key>();
	const settled = new Set<number>();
	const folded = titles.map(foldTitle);
	const give = (at: number, key: Key | null): void => {
		if (settled.has(at) || (key !== null && taken.has(key))) return;
		settled.add(at);
		guessed[at] = key;
		if (key !== null) taken.add(key);
	};
	folded.forEach((title, at) => {
		if (title !== '' && Object.hasOwn(remembered, title)) give(at, remembered[title] ?? null);
	});
	for (const matches of [isNamed, isNearlyNamed]) {
		folded.forEach((title, at) => {
			const field = fields.find((one) => !taken.has(one.key) && title !== '' && matches(title, one));
			if (field !== undefined) give(at, field.key);
		});
	}
	return guessed;
}

function isNamed(title: string, { key, label, synonyms }: ImportField): boolean {
	return title === foldTitle(label) || title === foldTitle(key) || synonyms.includes(title);
}

function isNearlyNamed(title: string, field: ImportField): boolean {
	if (title.length < 5) return false;
	return [foldTitle(field.label), ...field.synonyms].some(
		(name) => name.length >= 5 && editDistance(title, name, name.length < 9 ? 1 : 2) !== null,
	);
}

/** Fields given to two columns: one value would hide the other. */
export function doubledFields<Key extends string>(mapping: Mapping<Key>): Key[] {
	const given = mapping.filter((key): key is Key => key !== null);
	return [...new Set(given.filter((key, at) => given.indexOf(key) !== at))];
}
