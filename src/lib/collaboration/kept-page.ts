/**
 * Asks for the page at this address to open without a network from now on. A document is kept by itself (`local-copy.ts`); this is for what shows it.
 * Nothing happens in a browser that keeps no pages.
 */
export function keepPage(path: string): void {
	// Resolves once the service worker is there, and never where there is none.
	navigator.serviceWorker?.ready.then(
		({ active }) => active?.postMessage({ keep: path }),
		() => undefined,
	);
}
