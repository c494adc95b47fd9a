import { matchOptions, type ComboboxOption } from '#lib/ui/combobox.ts';

/** Suggested indicators that answer a search; the catalogue comes with the first one. */
export async function searchIndicators(query: string): Promise<ComboboxOption[]> {
	const { SUGGESTED_INDICATORS } = await import('./indicator.catalogue.ts');
	const options = SUGGESTED_INDICATORS.map(({ code, proposition, label, unit }) => ({
		value: code,
		label,
		detail: `Proposition ${proposition}, ${unit}`,
	}));
	return matchOptions(options, query);
}
