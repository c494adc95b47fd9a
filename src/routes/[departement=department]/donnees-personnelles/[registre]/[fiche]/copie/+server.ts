import { notFound } from '#lib/errors.ts';
import { registryAt } from '#lib/registries/registry-name.rules.ts';
import { answer } from '#lib/server/context/guard.ts';
import { fileResponse } from '#lib/server/files/file.response.ts';
import { exportPerson } from '#lib/server/protection/person-file.commands.ts';
import type { RequestHandler } from './$types';

/** Everything held on a person, to be handed to them. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	const file = async () => {
		const registry = registryAt(params.registre);
		if (registry === null) throw notFound();
		const target = { departmentCode: params.departement, registry, id: params.fiche };
		return exportPerson(locals.context, target, url.searchParams.get('format') === 'pdf' ? 'pdf' : 'json');
	};
	return fileResponse(await answer(file()));
};
