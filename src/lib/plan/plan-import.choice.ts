import type { ImportPreview } from './plan-import.compare.ts';
import type { ChosenImport } from './plan-import.input.ts';

/** All that a preview proposes, by the place of each in its list: what a page sends back with the places chosen. */
export function proposalOf(preview: ImportPreview): ChosenImport {
	return {
		created: preview.created.map(({ row, cells }) => ({
			row,
			cells: cells.map(({ key, written }) => ({ key, written })),
		})),
		changed: preview.changed.flatMap(({ id, cells }) =>
			cells.map(({ key, held, written }) => ({ id, key, held, written })),
		),
	};
}

/** What is written when nobody chooses: all but what the plan has changed too. */
export function everythingOf(preview: ImportPreview): ChosenImport {
	const isChosen = preview.changed.flatMap(({ cells }) => cells.map(({ isConflict }) => !isConflict));
	const { created, changed } = proposalOf(preview);
	return { created, changed: changed.filter((_cell, index) => isChosen[index]) };
}

/** Names of the places in a form: « créer la première », « changer la troisième ». */
export const createdChoice = (index: number): string => `n${index}`;
export const changedChoice = (index: number): string => `c${index}`;

/** A proposal without what was not chosen. */
export function chosenOf(proposal: ChosenImport, choices: readonly string[]): ChosenImport {
	const chosen = new Set(choices);
	return {
		created: proposal.created.filter((_row, index) => chosen.has(createdChoice(index))),
		changed: proposal.changed.filter((_cell, index) => chosen.has(changedChoice(index))),
	};
}
