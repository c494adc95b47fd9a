import type { Attachment } from 'svelte/attachments';

export interface RowDrop {
	id: string;
	proposition: number;
	/** The action it was dropped before; null for the end of the proposition. */
	before: string | null;
}

/**
 * Moving rows with the mouse, by their grip. Everything it does can be done by a menu and by the keyboard. Dropped on a
 * heading row, an action goes first in that proposition.
 */
export function rowDrag(options: {
	enabled: () => boolean;
	drop: (drop: RowDrop) => void;
}): Attachment<HTMLElement> {
	return (table) => {
		let dragged: string | null = null;
		let marked: HTMLElement | null = null;

		function mark(row: HTMLElement | null, side: 'before' | 'after'): void {
			marked?.removeAttribute('data-drop');
			marked = row;
			row?.setAttribute('data-drop', side);
		}

		function start(event: DragEvent): void {
			const grip = event.target instanceof Element ? event.target.closest('[data-grip]') : null;
			const row = grip?.closest<HTMLElement>('tr[data-action]');
			if (!row || !options.enabled() || event.dataTransfer === null) return;
			dragged = row.dataset['action'] ?? null;
			event.dataTransfer.effectAllowed = 'move';
			event.dataTransfer.setData('text/plain', row.querySelector('a')?.textContent ?? '');
			event.dataTransfer.setDragImage(row, 24, 16);
		}

		function over(event: DragEvent): void {
			const row = rowUnder(event);
			if (dragged === null || row === null) return;
			event.preventDefault();
			mark(row, sideOf(row, event));
		}

		function drop(event: DragEvent): void {
			const row = rowUnder(event);
			const id = dragged;
			end();
			if (id === null || row === null) return;
			event.preventDefault();
			const proposition = Number(row.closest<HTMLElement>('tbody')?.dataset['proposition']);
			const after = sideOf(row, event) === 'after';
			const target = after ? nextAction(row, id) : (row.dataset['action'] ?? null);
			if (target !== id) options.drop({ id, proposition, before: target });
		}

		function end(): void {
			dragged = null;
			mark(null, 'before');
		}

		table.addEventListener('dragstart', start);
		table.addEventListener('dragover', over);
		table.addEventListener('drop', drop);
		table.addEventListener('dragend', end);
		return () => {
			table.removeEventListener('dragstart', start);
			table.removeEventListener('dragover', over);
			table.removeEventListener('drop', drop);
			table.removeEventListener('dragend', end);
		};
	};
}

function rowUnder(event: DragEvent): HTMLElement | null {
	return event.target instanceof Element ? event.target.closest<HTMLElement>('tbody tr') : null;
}

function sideOf(row: HTMLElement, event: DragEvent): 'before' | 'after' {
	if (row.classList.contains('group')) return 'after';
	const box = row.getBoundingClientRect();
	return event.clientY > box.top + box.height / 2 ? 'after' : 'before';
}

/** The action that follows a row in its proposition, other than the one being moved. */
function nextAction(row: HTMLElement, moved: string): string | null {
	let next = row.nextElementSibling;
	while (next instanceof HTMLElement && next.dataset['action'] === moved) next = next.nextElementSibling;
	return next instanceof HTMLElement ? (next.dataset['action'] ?? null) : null;
}
