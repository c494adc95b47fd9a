import type { Action } from './action.rules.ts';
import { findSuggestedIndicator } from './indicator.catalogue.ts';
import { findMeasure } from './measure.catalogue.ts';

/** Labels of measures and of suggested indicators by their code: what a page needs of the two catalogues. */
export type CatalogueLabels = Readonly<Record<string, string>>;

type Coded = Pick<Action, 'measure' | 'indicators'>;

/** The labels of all that these actions name; a code that is in no catalogue has none. */
export function catalogueLabels(actions: readonly Coded[]): CatalogueLabels {
	const codes = new Set(actions.flatMap(({ measure, indicators }) => [measure, ...indicators]));
	const labels: Record<string, string> = {};
	for (const code of codes) {
		const found = findMeasure(code) ?? findSuggestedIndicator(code);
		if (found !== undefined) labels[code] = found.label;
	}
	return labels;
}
