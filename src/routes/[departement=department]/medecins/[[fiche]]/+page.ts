import type { PageLoad } from './$types';

/** The code of what one reads, and of a record's panel with the first record that is opened: totals do without the table. */
export const load: PageLoad = async ({ data }) => {
	const { registry } = data;
	const isOpen = registry.reads === 'records' && registry.opened !== null;
	const [totals, records, panel] = await Promise.all([
		registry.reads === 'totals' ? import('#lib/senior-doctors/DoctorTotals.svelte') : null,
		registry.reads === 'records' ? import('#lib/senior-doctors/RegistryRecordsPage.svelte') : null,
		isOpen ? import('#lib/senior-doctors/DoctorPanel.svelte') : null,
	]);
	return {
		...data,
		Totals: totals?.default ?? null,
		Records: records?.default ?? null,
		Panel: panel?.default ?? null,
	};
};
