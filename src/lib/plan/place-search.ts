import { askCommunes, communeSearch } from '#lib/territory/commune-search.ts';
import { matchOptions, type ComboboxSearch } from '#lib/ui/combobox.ts';
import type { PlanNames } from './plan.names.svelte.ts';

/** Intercommunalities shown with the communes that answer a search. */
const MAX_INTERCOMMUNALITIES = 5;

/** Communes and intercommunalities together, for the filter; what is found becomes a known name. */
export function placeSearch(base: string, names: PlanNames): ComboboxSearch {
	const communes = communeSearch(base);
	return async (query) => {
		const found = await communes(query);
		names.learn(found.map(({ value, label }) => ({ code: value, name: label })));
		return [...matchOptions(names.intercommunalityOptions, query).slice(0, MAX_INTERCOMMUNALITIES), ...found];
	};
}

/** Asks for the names of communes that somebody else has just added; without an answer their codes are shown. */
export async function learnCommuneNames(
	base: string,
	names: PlanNames,
	codes: readonly string[],
): Promise<void> {
	const unknown = codes.filter((code) => names.lacks(code));
	if (unknown.length === 0) return;
	try {
		names.learn(await askCommunes(base, `codes=${unknown.join(',')}`));
	} catch {
		// Offline: the names come with the next page.
	}
}
