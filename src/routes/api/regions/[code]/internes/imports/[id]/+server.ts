import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import {
	INTERNS_BY_API,
	endImportByApi,
	getImportByApi,
} from '#lib/server/api/registry-import.operations.ts';
import { INTERNS_REGISTRY } from '#lib/server/interns/intern-import.registry.ts';
import { endImport } from '#lib/server/registries/import-flow.commands.ts';
import { describeImport } from '#lib/server/registries/import-flow.queries.ts';

const place = ({ code, id }: { code: string; id: string }) => ({
	registry: INTERNS_REGISTRY,
	regionCode: code,
	id,
});

export const GET = apiHandler(getImportByApi(INTERNS_BY_API), ({ context, params, query }) =>
	describeImport(context, place(params), query.after ?? 0),
);

export const DELETE = apiHandler(endImportByApi(INTERNS_BY_API), async ({ context, params }) => ({
	done: await endImport(context, place(params)),
}));

export const fallback = methodsNotAllowed('GET', 'DELETE');
