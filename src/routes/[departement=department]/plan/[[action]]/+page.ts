import type { OtherLook } from '#lib/plan/plan.look.ts';
import { parseLook, type PlanLook } from '#lib/plan/plan.look.rules.ts';
import type { PageLoad } from './$types';

/** The code of the panel, the board and the timeline comes with the first address that shows them; the table alone does without. */
export const load: PageLoad = async ({ data, params, url }) => {
	const [panel, Look] = await Promise.all([
		params.action === undefined ? null : import('#lib/plan/ActionPanel.svelte'),
		loadLook(parseLook(url.searchParams.get('vue'))),
	]);
	return { ...data, ActionPanel: panel?.default ?? null, Look };
};

async function loadLook(look: PlanLook): Promise<OtherLook | null> {
	if (look === 'board') return (await import('#lib/plan/PlanBoard.svelte')).default;
	if (look === 'timeline') return (await import('#lib/plan/PlanTimeline.svelte')).default;
	return null;
}
