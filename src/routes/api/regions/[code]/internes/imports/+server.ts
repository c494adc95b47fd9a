import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { INTERNS_BY_API, importByApi } from '#lib/server/api/registry-import.operations.ts';
import { fileOf } from '#lib/server/files/upload.ts';
import { INTERNS_REGISTRY } from '#lib/server/interns/intern-import.registry.ts';
import { importFile, readColumns } from '#lib/server/registries/import-flow.commands.ts';
import { IMPORT_BYTES } from '#lib/server/registries/registry-import.commands.ts';

export const POST = apiHandler(importByApi(INTERNS_BY_API), async ({ context, params, query, body }) =>
	importFile(
		context,
		{ registry: INTERNS_REGISTRY, regionCode: params.code },
		{
			file: await fileOf(body.file, IMPORT_BYTES),
			columns: readColumns(body.columns),
			dry: query.dry === '1',
			rule: body.rule ?? 'suggested',
		},
	),
);

export const fallback = methodsNotAllowed('POST');
