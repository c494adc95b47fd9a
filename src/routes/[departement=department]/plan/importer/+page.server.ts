import { chosenOf, proposalOf } from '#lib/plan/plan-import.choice.ts';
import { chosenImport } from '#lib/plan/plan-import.input.ts';
import { answer } from '#lib/server/context/guard.ts';
import { readProposal, refusable } from '#lib/server/context/proposed-import.ts';
import { fileOf, readUpload } from '#lib/server/files/upload.ts';
import { applyPlanImport, previewPlanImport } from '#lib/server/plan/plan-import.commands.ts';
import { authorizePlanImport } from '#lib/server/plan/plan-import.queries.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	await answer(authorizePlanImport(locals.context, params.departement));
	const plan = { label: 'Plan', href: `/${params.departement}/plan` };
	return { breadcrumb: [plan, { label: 'Importer un tableur' }] };
};

export const actions: Actions = {
	preview: async ({ locals: { context }, params, request }) => {
		// Whoever may not bring anything learns nothing of what a file should be.
		await answer(authorizePlanImport(context, params.departement));
		return refusable(async () => {
			const file = await fileOf((await readUpload(request)).get('file'));
			const preview = await previewPlanImport(context, params.departement, file);
			return { fileName: file.name, preview, proposal: JSON.stringify(proposalOf(preview)) };
		});
	},
	apply: async ({ locals: { context }, params, request }) => {
		await answer(authorizePlanImport(context, params.departement));
		return refusable(async () => {
			const form = await readUpload(request);
			const proposal = readProposal(form.get('proposal'), chosenImport);
			const chosen = chosenOf(proposal, form.getAll('choice').map(String));
			return { outcome: await applyPlanImport(context, params.departement, chosen) };
		});
	},
};
