import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { isTerrimedError } from '#lib/errors.ts';
import { isMergeRule } from '#lib/registries/merge.rules.ts';
import { oneLine } from '#lib/text.ts';
import type { Context } from '#lib/server/context/context.ts';
import { readFormData } from '#lib/server/context/form-data.ts';
import { answer } from '#lib/server/context/guard.ts';
import { fileOf, readUpload } from '#lib/server/files/upload.ts';
import * as choices from '#lib/server/registries/import.choices.ts';
import {
	applyImport,
	bringFile,
	chooseColumns,
	endImport,
} from '#lib/server/registries/import-flow.commands.ts';
import { getImportPage, getImportsPage } from '#lib/server/registries/import-page.queries.ts';
import type { ImportPlace, ImportRegistry } from '#lib/server/registries/import-registry.ts';
import { IMPORT_BYTES } from '#lib/server/registries/registry-import.commands.ts';

interface SpaceParams extends Partial<Record<string, string>> {
	departement: string;
}
interface ImportParams extends SpaceParams {
	import: string;
}

const wayBack = ({ subject: { words } }: ImportRegistry, { departement }: SpaceParams) => [
	{ label: words.registry, href: `/${departement}/${words.path}` },
	{ label: 'Importer des fiches' },
];

/** Loads the page where a file is chosen. */
export const loadImports =
	(registry: ImportRegistry) =>
	async ({ locals, params }: RequestEvent<SpaceParams>) => ({
		page: await answer(getImportsPage(locals.context, registry, params.departement)),
		breadcrumb: wayBack(registry, params),
	});

/** Takes in the file that was chosen. */
export const bringTo =
	(registry: ImportRegistry) =>
	async ({ locals: { context }, params, request }: RequestEvent<SpaceParams>) => {
		// Whoever may not bring anything learns nothing of what a file should be.
		const { regionCode, words } = await answer(getImportsPage(context, registry, params.departement));
		let id: string;
		try {
			const form = await readUpload(request, IMPORT_BYTES);
			const file = await fileOf(form.get('file'), IMPORT_BYTES);
			({ id } = await bringFile(context, { registry, regionCode }, file));
		} catch (error) {
			if (!isTerrimedError(error)) throw error;
			return fail(error.status, { error: error.message });
		}
		redirect(303, `/${params.departement}/${words.path}/importer/${id}`);
	};

/** Loads the page of one import. */
export const loadImport =
	(registry: ImportRegistry) =>
	async ({ locals, params, url }: RequestEvent<ImportParams>) => {
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
		const place = { registry, departmentCode: params.departement };
		return {
			page: await answer(getImportPage(locals.context, place, asked)),
			breadcrumb: wayBack(registry, params),
		};
	};

interface Asked {
	context: Context;
	place: ImportPlace;
	form: FormData;
	params: ImportParams;
}

const line = (form: FormData): number => Number(form.get('line'));

/** What each form of an import asks. What it refuses is told above the step. */
const STEPS = {
	columns: ({ context, place, form }: Asked) => {
		const given = [...form].flatMap(([name, value]): [number, string][] =>
			/^column-\d{1,3}$/.test(name) ? [[Number(name.slice(7)), String(value)]] : [],
		);
		const mapping: (string | null)[] = [];
		for (const [at, field] of given) mapping[at] = field === '' ? null : field;
		return chooseColumns(context, place, mapping);
	},
	mend: ({ context, place, form }: Asked) =>
		choices.mendCell(context, place, {
			line: line(form),
			column: Number(form.get('column')),
			text: oneLine(String(form.get('text') ?? '')),
		}),
	proposals: ({ context, place }: Asked) => choices.mendAll(context, place, 'proposals'),
	empty: ({ context, place }: Asked) => choices.mendAll(context, place, 'empty'),
	aside: ({ context, place, form }: Asked) => choices.setAside(context, place, line(form)),
	merge: ({ context, place, form }: Asked) => {
		const taken = [...form].flatMap(([name, value]) =>
			name.startsWith('field-') && value === 'brought' ? [oneLine(name.slice(6))] : [],
		);
		return choices.chooseFields(context, place, { line: line(form), taken });
	},
	separate: ({ context, place, form }: Asked) => choices.separate(context, place, line(form)),
	rule: ({ context, place, form }: Asked) => {
		const rule = String(form.get('rule') ?? '');
		return choices.chooseRule(context, place, isMergeRule(rule) ? rule : 'ask');
	},
	apply: ({ context, place }: Asked) => applyImport(context, place),
	end: async ({ context, place, params }: Asked) => {
		const { words } = place.registry.subject;
		const done = await endImport(context, place);
		if (done === 'discard') redirect(303, `/${params.departement}/${words.path}/importer`);
	},
};

/** One form of the page of an import: it is read, one command is asked. */
export const importStep =
	(registry: ImportRegistry, name: keyof typeof STEPS) =>
	async ({ locals: { context }, params, request }: RequestEvent<ImportParams>) => {
		const { regionCode } = await answer(getImportsPage(context, registry, params.departement));
		const form = await answer(readFormData(request));
		try {
			await STEPS[name]({ context, place: { registry, regionCode, id: params.import }, form, params });
		} catch (error) {
			if (!isTerrimedError(error)) throw error;
			if (error.code === 'not-found') await answer(Promise.reject(error));
			return fail(error.status, { error: error.message });
		}
	};
