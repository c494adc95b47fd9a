import type { PageLoad } from './$types';

/** The code of what one reads, and of a record's panel with the first record that is opened: cards and totals do without the table. */
export const load: PageLoad = async ({ data }) => {
	const { registry } = data;
	const isOpen = registry.reads === 'records' && registry.opened !== null;
	const [totals, cards, records, panel] = await Promise.all([
		registry.reads === 'totals' ? import('#lib/interns/InternTotals.svelte') : null,
		registry.reads === 'communes' ? import('#lib/interns/MayorList.svelte') : null,
		registry.reads === 'records' ? import('#lib/interns/InternRecordsPage.svelte') : null,
		isOpen ? import('#lib/interns/InternPanel.svelte') : null,
	]);
	return {
		...data,
		Totals: totals?.default ?? null,
		Cards: cards?.default ?? null,
		Records: records?.default ?? null,
		Panel: panel?.default ?? null,
	};
};
