import { useToasts } from './toasts.svelte.ts';

/** Said where code that comes later does not come. */
export const NOT_BROUGHT = 'Le réseau ne répond pas\u00a0: rien n’est perdu, réessayez dans un instant.';

/** `const bring = useBringing()` while a component starts, then `await bring(() => import('./X.svelte'))`: null, and said, when it does not come. */
export function useBringing(): <Module>(load: () => Promise<Module>) => Promise<Module | null> {
	const toasts = useToasts();
	return async (load) => {
		try {
			return await load();
		} catch {
			toasts.show({ message: NOT_BROUGHT });
			return null;
		}
	};
}
