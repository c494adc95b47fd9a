/** The five states, in the order in which a bande shows them. Each has a shape of its own, always followed by its word. */
export const statuses = ['done', 'on-track', 'at-risk', 'late', 'proposed'] as const;
export type Status = (typeof statuses)[number];

/** The word of one action. */
export const statusWords: Record<Status, string> = {
	proposed: 'Proposée',
	'on-track': 'Dans les temps',
	'at-risk': 'À surveiller',
	late: 'En retard',
	done: 'Terminée',
};

/** The word of several actions (« 2 terminées »). */
export const statusWordsPlural: Record<Status, string> = {
	proposed: 'Proposées',
	'on-track': 'Dans les temps',
	'at-risk': 'À surveiller',
	late: 'En retard',
	done: 'Terminées',
};

/** How many of each, in the order of the bande. */
function countStatuses(cells: readonly Status[]): Record<Status, number> {
	const counts: Record<Status, number> = { done: 0, 'on-track': 0, 'at-risk': 0, late: 0, proposed: 0 };
	for (const cell of cells) counts[cell] += 1;
	return counts;
}

/** The sentence a bande carries: « 2 terminées, 1 à surveiller, 1 proposée »; « Aucune action » when empty. */
export function statusSentence(cells: readonly Status[]): string {
	const counts = countStatuses(cells);
	const parts = statuses
		.filter((status) => counts[status] > 0)
		.map((status) => {
			const words = counts[status] > 1 ? statusWordsPlural : statusWords;
			return `${counts[status]} ${words[status].toLocaleLowerCase('fr')}`;
		});
	return parts.join(', ') || 'Aucune action';
}

/** Cells ordered by status, so that a bande reads the same everywhere. */
export function sortStatuses(cells: readonly Status[]): Status[] {
	return cells.toSorted((a, b) => statuses.indexOf(a) - statuses.indexOf(b));
}
