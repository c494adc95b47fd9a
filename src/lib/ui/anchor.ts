import type { Attachment } from 'svelte/attachments';

/** Room kept between a floating box, its anchor and the window's edge, in pixels. */
const GAP = 4;
const EDGE = 8;

type Placement = { align?: 'start' | 'end'; sameWidth?: boolean };

function place(floating: HTMLElement, anchor: Element, { align = 'start', sameWidth = false }: Placement) {
	const at = anchor.getBoundingClientRect();
	if (sameWidth) floating.style.width = `${at.width}px`;
	const below = window.innerHeight - at.bottom - GAP - EDGE;
	const above = at.top - GAP - EDGE;
	floating.style.maxHeight = 'none';
	const wanted = floating.offsetHeight;
	const under = wanted <= below || below >= above;
	const height = Math.min(wanted, under ? below : above);
	floating.style.maxHeight = `${Math.max(height, 120)}px`;
	const left = align === 'end' ? at.right - floating.offsetWidth : at.left;
	const limit = window.innerWidth - floating.offsetWidth - EDGE;
	floating.style.left = `${Math.max(EDGE, Math.min(left, limit))}px`;
	floating.style.top = `${under ? at.bottom + GAP : at.top - GAP - height}px`;
}

/**
 * Keeps a floating box beside its anchor, in the browser's top layer (so that no table or dialog cuts it) where the
 * browser has one. The box must be `position: fixed` with `popover="manual"`.
 */
export function anchoredTo(
	anchor: () => Element | null | undefined,
	placement: Placement = {},
): Attachment<HTMLElement> {
	return (floating) => {
		const update = () => {
			const element = anchor();
			if (element) place(floating, element, placement);
		};
		if (typeof floating.showPopover === 'function') floating.showPopover();
		update();
		const size = new ResizeObserver(update);
		size.observe(floating);
		window.addEventListener('scroll', update, { capture: true, passive: true });
		window.addEventListener('resize', update, { passive: true });
		return () => {
			size.disconnect();
			window.removeEventListener('scroll', update, { capture: true });
			window.removeEventListener('resize', update);
			for (const name of ['left', 'top', 'width', 'max-height']) floating.style.removeProperty(name);
		};
	};
}
