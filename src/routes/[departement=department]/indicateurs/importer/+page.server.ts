import { fail } from '@sveltejs/kit';
import { importedValues, type CellEntry } from '#lib/indicators/grid.input.ts';
import { answer } from '#lib/server/context/guard.ts';
import { readProposal, refusable } from '#lib/server/context/proposed-import.ts';
import { fileOf, readUpload } from '#lib/server/files/upload.ts';
import {
	authorizeValueImport,
	previewValueImport,
	VALUES_BYTES,
} from '#lib/server/indicators/value-import.queries.ts';
import { enterValues } from '#lib/server/indicators/value.commands.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	await answer(authorizeValueImport(locals.context, params.departement));
	const list = { label: 'Indicateurs', href: `/${params.departement}/indicateurs` };
	return { breadcrumb: [list, { label: 'Importer des valeurs' }] };
};

export const actions: Actions = {
	preview: async ({ locals: { context }, params, request }) => {
		// Whoever may not bring values learns nothing of what a file should be.
		await answer(authorizeValueImport(context, params.departement));
		return refusable(async () => {
			const file = await fileOf((await readUpload(request, VALUES_BYTES)).get('file'), VALUES_BYTES);
			const table = await previewValueImport(context, params.departement, file);
			return { fileName: file.name, table, proposal: JSON.stringify(table.written.map(entryOf)) };
		});
	},
	apply: async ({ locals: { context }, params, request }) => {
		await answer(authorizeValueImport(context, params.departement));
		return refusable(async () => {
			const form = await readUpload(request, VALUES_BYTES);
			const proposed = readProposal(form.get('proposal'), importedValues);
			const entered = await enterValues(context, params.departement, proposed);
			if (entered.outcome === 'conflict') return fail(409, { conflicts: entered.conflicts });
			return { written: entered.ids.length };
		});
	},
};

const entryOf = ({ code, period, value, state, source, comment, replaces }: CellEntry): CellEntry => ({
	...{ code, period, value, state, source, comment, replaces },
});
