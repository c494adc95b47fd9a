import { fail, redirect } from '@sveltejs/kit';
import { isTerrimedError } from '#lib/errors.ts';
import { readForm } from '#lib/form.ts';
import { communeZoneInput, zoningFileInput } from '#lib/territory/zoning.input.ts';
import { answer, answerForm } from '#lib/server/context/guard.ts';
import { refused, submit } from '#lib/server/context/submission.ts';
import { fileOf, readUpload } from '#lib/server/files/upload.ts';
import { importZoning, setCommuneZone, ZONING_BYTES } from '#lib/server/registries/zoning.commands.ts';
import { getZoning } from '#lib/server/registries/zoning.queries.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const zoning = await answer(getZoning(locals.context, params.departement));
	const registry = { label: 'Médecins', href: `/${params.departement}/medecins` };
	return { zoning, breadcrumb: [registry, { label: 'Zonage des communes' }] };
};

export const actions: Actions = {
	bring: async ({ locals: { context }, params, request }) => {
		// Whoever may not bring anything learns nothing of what a file should be.
		await answer(getZoning(context, params.departement));
		try {
			const form = await readUpload(request, ZONING_BYTES);
			const file = await fileOf(form.get('file'), ZONING_BYTES);
			form.delete('file');
			const reading = readForm(zoningFileInput, form);
			if (!reading.ok) return fail(400, { form: 'bring', fields: reading.fields, typed: typedIn(form) });
			await importZoning(context, params.departement, { ...reading.values, file });
		} catch (error) {
			if (!isTerrimedError(error)) throw error;
			return fail(error.status, { form: 'bring', fields: { file: error.message }, typed: {} });
		}
		redirect(303, `/${params.departement}/medecins/zonage`);
	},
	correct: async ({ locals, params, request }) => {
		const submission = await answerForm(
			submit(request, communeZoneInput, (input) => setCommuneZone(locals.context, params.departement, input)),
		);
		if (!submission.ok) return refused(submission, 'correct');
		redirect(303, `/${params.departement}/medecins/zonage`);
	},
};

function typedIn(form: FormData): Record<string, string> {
	const said = [...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string');
	return Object.fromEntries(said.map(([name, value]) => [name, value.slice(0, 200)]));
}
