/**
 * Makes everything but an element (and what holds it) deaf to focus, clicks and screen readers; returns the undoing.
 * What bears `data-always-live` (the toasts) keeps speaking.
 */
export function setOthersInert(element: HTMLElement): () => void {
	const silenced: HTMLElement[] = [];
	for (let node: HTMLElement | null = element; node && node !== document.body; node = node.parentElement) {
		for (const sibling of node.parentElement?.children ?? []) {
			if (sibling === node || !(sibling instanceof HTMLElement)) continue;
			if (sibling.inert || sibling.dataset['alwaysLive'] !== undefined) continue;
			sibling.inert = true;
			silenced.push(sibling);
		}
	}
	return () => {
		for (const sibling of silenced) sibling.inert = false;
	};
}
