import type { Attachment } from 'svelte/attachments';

/** Moving cards with the mouse from column to column; the keyboard and a menu do the same. */
export function boardDrag(options: {
	enabled: () => boolean;
	drop: (id: string, column: string) => void;
}): Attachment<HTMLElement> {
	return (board) => {
		let dragged: string | null = null;
		let marked: HTMLElement | null = null;

		function mark(column: HTMLElement | null): void {
			if (column === marked) return;
			marked?.removeAttribute('data-over');
			column?.setAttribute('data-over', '');
			marked = column;
		}

		function start(event: DragEvent): void {
			const card =
				event.target instanceof Element ? event.target.closest<HTMLElement>('[data-action]') : null;
			if (card === null || !options.enabled() || event.dataTransfer === null) return;
			dragged = card.dataset['action'] ?? null;
			event.dataTransfer.effectAllowed = 'move';
			event.dataTransfer.setData('text/plain', card.querySelector('a')?.textContent ?? '');
			const box = card.getBoundingClientRect();
			event.dataTransfer.setDragImage(card, event.clientX - box.left, event.clientY - box.top);
		}

		function over(event: DragEvent): void {
			const column = columnOf(event);
			if (dragged === null || column === null) return;
			event.preventDefault();
			mark(column);
		}

		function drop(event: DragEvent): void {
			const column = columnOf(event)?.dataset['column'];
			const id = dragged;
			end();
			if (id === null || column === undefined) return;
			event.preventDefault();
			options.drop(id, column);
		}

		function end(): void {
			dragged = null;
			mark(null);
		}

		const heard = { dragstart: start, dragover: over, drop, dragend: end };
		for (const [name, listener] of Object.entries(heard)) {
			board.addEventListener(name, listener as EventListener);
		}
		return () => {
			for (const [name, listener] of Object.entries(heard)) {
				board.removeEventListener(name, listener as EventListener);
			}
		};
	};
}

function columnOf(event: DragEvent): HTMLElement | null {
	return event.target instanceof Element ? event.target.closest<HTMLElement>('[data-column]') : null;
}
