import type { PageLoad } from './$types';

/** By the way of the other page that shows them: the server finds the styles of a file that some page imports by itself for that page alone. */
export const load: PageLoad = async ({ data }) => ({
	...data,
	Cards: (await import('#lib/interns/MayorList.svelte')).default,
});
