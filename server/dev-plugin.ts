import type { Plugin } from 'vite';

/** Serves `/collaboration/*` in `vite dev` from the same runtime as the pages. */
export function collaborationInDev(): Plugin {
	return { name: 'terrimed-collaboration', apply: 'serve' };
}
