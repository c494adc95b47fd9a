import type { PageLoad } from './$types';

/** The panel's code comes with the first address that opens one; the table alone does without. */
export const load: PageLoad = async ({ data, params }) => ({
	...data,
	ActionPanel: params.action === undefined ? null : (await import('#lib/plan/ActionPanel.svelte')).default,
});
