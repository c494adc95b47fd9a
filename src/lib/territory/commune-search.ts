import type { ComboboxOption, ComboboxSearch } from '#lib/ui/combobox.ts';
import type { CommuneChoice } from './territory.rules.ts';

/** Communes of a space (« /64 »). Throws when there is no answer, which a field that searches says. */
export async function askCommunes(base: string, query: string): Promise<CommuneChoice[]> {
	const response = await fetch(`${base}/communes?${query}`, { headers: { accept: 'application/json' } });
	if (!response.ok) throw new Error(`search answered ${response.status}`);
	return (await response.json()) as CommuneChoice[];
}

function optionOf({ code, name, postcodes, intercommunalityName }: CommuneChoice): ComboboxOption {
	const detail = [...postcodes.slice(0, 1), intercommunalityName ?? '']
		.filter((part) => part !== '')
		.join(', ');
	return { value: code, label: name, detail };
}

/** Looks communes of a département up as one types. */
export function communeSearch(base: string): ComboboxSearch {
	return async (query) => (await askCommunes(base, `q=${encodeURIComponent(query)}`)).map(optionOf);
}
