import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import {
	DOCTORS_BY_API,
	endImportByApi,
	getImportByApi,
} from '#lib/server/api/registry-import.operations.ts';
import { DOCTORS_REGISTRY } from '#lib/server/senior-doctors/doctor-import.registry.ts';
import { endImport } from '#lib/server/registries/import-flow.commands.ts';
import { describeImport } from '#lib/server/registries/import-flow.queries.ts';

const place = ({ code, id }: { code: string; id: string }) => ({
	registry: DOCTORS_REGISTRY,
	regionCode: code,
	id,
});

export const GET = apiHandler(getImportByApi(DOCTORS_BY_API), ({ context, params, query }) =>
	describeImport(context, place(params), query.after ?? 0),
);

export const DELETE = apiHandler(endImportByApi(DOCTORS_BY_API), async ({ context, params }) => ({
	done: await endImport(context, place(params)),
}));

export const fallback = methodsNotAllowed('GET', 'DELETE');
