import { ACTION_STATUSES, type ActionStatus } from './action.rules.ts';

/** The column beside another, or the same at the end of the board. */
export function columnBeside(status: ActionStatus, by: 1 | -1): ActionStatus {
	return ACTION_STATUSES[ACTION_STATUSES.indexOf(status) + by] ?? status;
}

/**
 * Where an arrow leads on the board, from column to column over the empty ones.
 * @param columns ids of the cards that are shown, column by column
 * @returns the id of a card, or null when there is none that way
 */
export function cardBeside(
	columns: readonly (readonly string[])[],
	from: string,
	key: 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight',
): string | null {
	const at = columns.findIndex((column) => column.includes(from));
	const place = columns[at]?.indexOf(from) ?? -1;
	if (place === -1) return null;
	if (key === 'ArrowUp') return columns[at]?.[place - 1] ?? null;
	if (key === 'ArrowDown') return columns[at]?.[place + 1] ?? null;
	const by = key === 'ArrowLeft' ? -1 : 1;
	for (let index = at + by; index >= 0 && index < columns.length; index += by) {
		const column = columns[index] ?? [];
		if (column.length > 0) return column[Math.min(place, column.length - 1)] ?? null;
	}
	return null;
}
