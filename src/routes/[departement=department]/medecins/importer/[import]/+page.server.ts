import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { isTerrimedError } from '#lib/errors.ts';
import { isMergeRule } from '#lib/senior-doctors/doctor-import.merge.rules.ts';
import type { Context } from '#lib/server/context/context.ts';
import { answer } from '#lib/server/context/guard.ts';
import * as choices from '#lib/server/senior-doctors/doctor-import.choices.ts';
import { applyImport, chooseColumns, endImport } from '#lib/server/senior-doctors/doctor-import.commands.ts';
import { getImportPage, getImportsPage } from '#lib/server/senior-doctors/doctor-import-page.queries.ts';
import type { Actions, PageServerLoad, RouteParams } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const number = (name: string): number | null => {
		const said = url.searchParams.get(name);
		return said !== null && /^\d{1,7}$/.test(said) ? Number(said) : null;
	};
	const asked = {
		id: params.import,
		step: number('etape'),
		after: number('apres') ?? 0,
		line: number('ligne'),
	};
	const page = await answer(getImportPage(locals.context, params.departement, asked));
	const registry = { label: 'Médecins', href: `/${params.departement}/medecins` };
	return { page, breadcrumb: [registry, { label: 'Importer des fiches' }] };
};

type Place = choices.ImportPlace;

/** A step of the page: the form is read, one command is asked, what it refuses is told above the step. */
const step =
	(
		work: (asked: {
			context: Context;
			place: Place;
			form: FormData;
			params: RouteParams;
		}) => Promise<unknown>,
	) =>
	async ({ locals: { context }, params, request }: RequestEvent<RouteParams>) => {
		const { regionCode } = await answer(getImportsPage(context, params.departement));
		const form = await request.formData();
		try {
			await work({ context, place: { regionCode, id: params.import }, form, params });
		} catch (error) {
			if (!isTerrimedError(error)) throw error;
			if (error.code === 'not-found') await answer(Promise.reject(error));
			return fail(error.status, { error: error.message });
		}
	};

const line = (form: FormData): number => Number(form.get('line'));

export const actions: Actions = {
	columns: step(async ({ context, place, form }) => {
		const given = [...form].flatMap(([name, value]): [number, string][] =>
			/^column-\d{1,3}$/.test(name) ? [[Number(name.slice(7)), String(value)]] : [],
		);
		const mapping: (string | null)[] = [];
		for (const [at, field] of given) mapping[at] = field === '' ? null : field;
		await chooseColumns(context, place.regionCode, { id: place.id, mapping });
	}),
	mend: step(({ context, place, form }) =>
		choices.mendCell(context, place, {
			line: line(form),
			column: Number(form.get('column')),
			text: String(form.get('text') ?? ''),
		}),
	),
	proposals: step(({ context, place }) => choices.mendAll(context, place, 'proposals')),
	empty: step(({ context, place }) => choices.mendAll(context, place, 'empty')),
	aside: step(({ context, place, form }) => choices.setAside(context, place, line(form))),
	merge: step(({ context, place, form }) => {
		const taken = [...form].flatMap(([name, value]) =>
			name.startsWith('field-') && value === 'brought' ? [name.slice(6)] : [],
		);
		return choices.chooseFields(context, place, { line: line(form), taken });
	}),
	separate: step(({ context, place, form }) => choices.separate(context, place, line(form))),
	rule: step(({ context, place, form }) => {
		const rule = String(form.get('rule') ?? '');
		return choices.chooseRule(context, place, isMergeRule(rule) ? rule : 'ask');
	}),
	apply: step(({ context, place }) => applyImport(context, place.regionCode, place.id)),
	end: step(async ({ context, place, params }) => {
		const done = await endImport(context, place.regionCode, place.id);
		if (done === 'discard') redirect(303, `/${params.departement}/medecins/importer`);
	}),
};
