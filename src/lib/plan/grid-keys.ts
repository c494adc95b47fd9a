import type { Attachment } from 'svelte/attachments';

/** What holds the focus in a row: its cells, or the button of a heading row. */
const CELL = '[data-cell], tr.group button';

/** Rows that a page up or down passes. */
const PAGE = 10;

function rowsOf(table: HTMLElement): HTMLElement[] {
	return [...table.querySelectorAll<HTMLElement>('tbody tr')];
}

function cellsOf(row: HTMLElement | undefined): HTMLElement[] {
	return [...(row?.querySelectorAll<HTMLElement>(CELL) ?? [])].filter((cell) => cell.checkVisibility());
}

/**
 * One tab stop for a whole table, then arrows: the cell that had the focus last is the one that tabbing comes back to.
 * Keys typed inside what a cell holds (a field being edited) are left alone.
 */
export const gridKeys: Attachment<HTMLElement> = (table) => {
	let current: HTMLElement | null = null;
	let column = 0;

	function makeCurrent(cell: HTMLElement | null): void {
		if (current !== null && current !== cell) current.tabIndex = -1;
		current = cell;
		if (cell !== null) cell.tabIndex = 0;
	}

	/** New rows come without a tab stop of their own; a current cell that has gone gives its place to the first. */
	function tidy(): void {
		const cells = [...table.querySelectorAll<HTMLElement>(CELL)];
		for (const cell of cells) {
			// A cell takes the focus only with the attribute, whatever its property says.
			if (cell !== current && cell.getAttribute('tabindex') !== '-1') cell.tabIndex = -1;
		}
		if (current === null || !current.isConnected) makeCurrent(cells[0] ?? null);
	}

	function goTo(rowIndex: number, wanted: number): void {
		const rows = rowsOf(table);
		const cells = cellsOf(rows[Math.min(rows.length - 1, Math.max(0, rowIndex))]);
		cells[Math.min(cells.length - 1, wanted)]?.focus();
	}

	function focused(event: FocusEvent): void {
		if (event.target instanceof HTMLElement && event.target.matches(CELL)) makeCurrent(event.target);
	}

	function keydown(event: KeyboardEvent): void {
		const cell = event.target;
		if (event.defaultPrevented || event.altKey || event.metaKey) return;
		if (!(cell instanceof HTMLElement) || !cell.matches(CELL)) return;
		const row = cell.closest('tr');
		if (row === null) return;
		const rows = rowsOf(table);
		const at = rows.indexOf(row);
		const cells = cellsOf(row);
		// Going through a heading row, which has one cell, does not forget the column one was in.
		if (!row.classList.contains('group')) column = cells.indexOf(cell);
		const go = moveOf(event, { at, column: cells.indexOf(cell), last: cells.length - 1, rows: rows.length });
		if (go === null) return;
		event.preventDefault();
		if (go.column !== null) column = go.column;
		goTo(go.row, column);
	}

	tidy();
	const watch = new MutationObserver(tidy);
	watch.observe(table, { childList: true, subtree: true });
	table.addEventListener('focusin', focused);
	table.addEventListener('keydown', keydown);
	return () => {
		watch.disconnect();
		table.removeEventListener('focusin', focused);
		table.removeEventListener('keydown', keydown);
	};
};

interface Position {
	at: number;
	column: number;
	last: number;
	rows: number;
}

/** Where a key leads; a null column keeps the one that one was in. */
function moveOf(event: KeyboardEvent, here: Position): { row: number; column: number | null } | null {
	const { at, column, last, rows } = here;
	switch (event.key) {
		case 'ArrowDown':
			return { row: at + 1, column: null };
		case 'ArrowUp':
			return { row: at - 1, column: null };
		case 'ArrowRight':
			return { row: at, column: Math.min(last, column + 1) };
		case 'ArrowLeft':
			return { row: at, column: Math.max(0, column - 1) };
		case 'PageDown':
			return { row: at + PAGE, column: null };
		case 'PageUp':
			return { row: at - PAGE, column: null };
		case 'Home':
			return event.ctrlKey ? { row: 0, column: 0 } : { row: at, column: 0 };
		case 'End':
			return event.ctrlKey ? { row: rows - 1, column: last } : { row: at, column: last };
		default:
			return null;
	}
}
