import { fail, redirect } from '@sveltejs/kit';
import { isTerrimedError } from '#lib/errors.ts';
import { answer } from '#lib/server/context/guard.ts';
import { fileOf, readUpload } from '#lib/server/files/upload.ts';
import { IMPORT_BYTES } from '#lib/server/registries/registry-import.commands.ts';
import { bringDoctors } from '#lib/server/senior-doctors/doctor-import.commands.ts';
import { getImportsPage } from '#lib/server/senior-doctors/doctor-import-page.queries.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const page = await answer(getImportsPage(locals.context, params.departement));
	const registry = { label: 'Médecins', href: `/${params.departement}/medecins` };
	return { ...page, breadcrumb: [registry, { label: 'Importer des fiches' }] };
};

export const actions: Actions = {
	default: async ({ locals: { context }, params, request }) => {
		// Whoever may not bring anything learns nothing of what a file should be.
		const { regionCode } = await answer(getImportsPage(context, params.departement));
		let id: string;
		try {
			const form = await readUpload(request, IMPORT_BYTES);
			({ id } = await bringDoctors(context, regionCode, await fileOf(form.get('file'), IMPORT_BYTES)));
		} catch (error) {
			if (!isTerrimedError(error)) throw error;
			return fail(error.status, { error: error.message });
		}
		redirect(303, `/${params.departement}/medecins/importer/${id}`);
	},
};
