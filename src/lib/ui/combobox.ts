import { fold } from './fold.ts';

/** One thing that can be chosen; `detail` is a second line (postcode, bassin de vie). */
export type ComboboxOption = { value: string; label: string; detail?: string };

/** What looks the options up: all at once from a list, or by asking the server. */
export type ComboboxSearch = (query: string) => Promise<readonly ComboboxOption[]>;

/** What a combobox is given, whether one chooses once or several times. */
export interface ComboboxChoice {
	/** A known list, or `search` to ask for it as one types. */
	options?: readonly ComboboxOption[];
	search?: ComboboxSearch;
	/** Posts each chosen value. */
	name?: string;
	placeholder?: string;
	disabled?: boolean;
	ref?: HTMLInputElement | null;
}

/** Beyond this a list is not read: one types another letter. */
const MAX_SHOWN = 50;

function plain(text: string): string {
	return fold(text)
		.replace(/[-'\s]+/g, ' ')
		.trim();
}

/** Options that contain the words typed, whatever their accents; those that begin with them come first. */
export function matchOptions(options: readonly ComboboxOption[], query: string): ComboboxOption[] {
	const wanted = plain(query);
	if (wanted === '') return options.slice(0, MAX_SHOWN);
	const scored = options
		.map((option) => ({ option, at: plain(`${option.label} ${option.detail ?? ''}`).indexOf(wanted) }))
		.filter(({ at }) => at >= 0);
	return scored
		.toSorted((a, b) => Number(a.at > 0) - Number(b.at > 0))
		.slice(0, MAX_SHOWN)
		.map(({ option }) => option);
}
