import type { Attachment } from 'svelte/attachments';
import type { BarPart } from './timeline.rules.ts';

interface DragOptions {
	enabled: () => boolean;
	pixelsPerDay: () => number;
	/** The dates in words, shown beside the pointer. */
	preview: (id: string, move: { part: BarPart; days: number }) => string;
	drop: (id: string, move: { part: BarPart; days: number }) => void;
	/** Where the words are shown. */
	words: () => HTMLElement | undefined;
}

/** Less than this is a click. */
const CLICK_PIXELS = 4;

interface Drag {
	id: string;
	part: BarPart;
	bar: HTMLElement;
	startX: number;
	width: number;
	days: number;
	moved: boolean;
}

/**
 * Moving bars with the mouse, by the middle or by an end. Only the bar's own style changes on the way, so that each
 * frame costs the same whatever the size of the plan; the document is written once, at the end.
 */
export function timelineDrag(options: DragOptions): Attachment<HTMLElement> {
	return (zone) => {
		let drag: Drag | null = null;
		let swallowClick = false;

		function down(event: PointerEvent): void {
			const target = event.target instanceof Element ? event.target : null;
			const bar = target?.closest<HTMLElement>('[data-bar]');
			const id = bar?.dataset['bar'];
			if (!bar || id === undefined || !options.enabled()) return;
			// A finger scrolls; on a phone dates are changed in the panel.
			if (event.button !== 0 || event.pointerType === 'touch') return;
			event.preventDefault();
			const edge = target?.closest<HTMLElement>('[data-edge]')?.dataset['edge'];
			const part = edge === 'start' || edge === 'due' ? edge : 'both';
			drag = { id, part, bar, startX: event.clientX, width: bar.offsetWidth, days: 0, moved: false };
			window.addEventListener('keydown', keydown, true);
		}

		function move(event: PointerEvent): void {
			if (drag === null) return;
			if (event.buttons === 0) return end();
			const pixels = event.clientX - drag.startX;
			if (!drag.moved && Math.abs(pixels) < CLICK_PIXELS) return;
			// Not before: a captured pointer would take the click away from what it is on.
			if (!drag.moved) zone.setPointerCapture(event.pointerId);
			drag.moved = true;
			drag.days = Math.round(pixels / options.pixelsPerDay());
			draw(drag, drag.days * options.pixelsPerDay());
			say(event, options.preview(drag.id, drag));
		}

		function up(): void {
			const ended = drag;
			end();
			if (ended?.moved) {
				swallowClick = true;
				setTimeout(() => (swallowClick = false));
				options.drop(ended.id, ended);
			}
		}

		function keydown(event: KeyboardEvent): void {
			if (event.key !== 'Escape') return;
			event.preventDefault();
			event.stopPropagation();
			end();
		}

		function end(): void {
			drag?.bar.style.removeProperty('translate');
			drag?.bar.style.removeProperty('--dragged');
			options.words()?.removeAttribute('data-shown');
			drag = null;
			window.removeEventListener('keydown', keydown, true);
		}

		function say(event: PointerEvent, sentence: string): void {
			const words = options.words();
			if (words === undefined) return;
			if (words.textContent !== sentence) words.textContent = sentence;
			words.style.translate = `${event.clientX + 12}px ${event.clientY + 18}px`;
			words.setAttribute('data-shown', '');
		}

		function click(event: MouseEvent): void {
			if (!swallowClick) return;
			swallowClick = false;
			event.stopPropagation();
			event.preventDefault();
		}

		zone.addEventListener('pointerdown', down);
		zone.addEventListener('pointermove', move);
		zone.addEventListener('pointerup', up);
		zone.addEventListener('pointercancel', end);
		zone.addEventListener('click', click, true);
		return () => {
			end();
			zone.removeEventListener('pointerdown', down);
			zone.removeEventListener('pointermove', move);
			zone.removeEventListener('pointerup', up);
			zone.removeEventListener('pointercancel', end);
			zone.removeEventListener('click', click, true);
		};
	};
}

/** The width is a variable of the bar: it goes away with the drag, and what Svelte had written is there again. */
function draw({ bar, part, width }: Drag, pixels: number): void {
	if (part !== 'due') bar.style.translate = `${part === 'start' ? Math.min(pixels, width) : pixels}px`;
	const length = part === 'both' ? width : part === 'start' ? width - pixels : width + pixels;
	if (part !== 'both') bar.style.setProperty('--dragged', `${Math.max(4, length)}px`);
}
