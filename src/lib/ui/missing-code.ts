import type { Toasts } from './toasts.svelte.ts';

const MISSING = 'Une partie de cette page n’est pas arrivée\u00a0: rechargez-la quand le réseau répond.';

/**
 * Says, once, that code asked for by a gesture did not come, and offers the page anew: `$effect(() => tellMissingCode(toasts))`. Whoever asked
 * for it and says so themselves has caught the error; so has SvelteKit for the page of a link that one only passes over.
 */
export function tellMissingCode(toasts: Toasts): () => void {
	const missed = new WeakSet<object>();
	const remember = ({ payload }: VitePreloadErrorEvent): void => void missed.add(payload);
	function tell({ reason }: PromiseRejectionEvent): void {
		if (!(reason instanceof Error && missed.has(reason))) return;
		if (toasts.list.some(({ message }) => message === MISSING)) return;
		toasts.show({
			message: MISSING,
			action: { label: 'Recharger la page', run: () => location.reload() },
		});
	}
	addEventListener('vite:preloadError', remember);
	addEventListener('unhandledrejection', tell);
	return () => {
		removeEventListener('vite:preloadError', remember);
		removeEventListener('unhandledrejection', tell);
	};
}
