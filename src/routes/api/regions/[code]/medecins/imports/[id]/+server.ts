import { endDoctorImportByApi, getDoctorImportByApi } from '#lib/server/api/doctor-import.operations.ts';
import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { endImport } from '#lib/server/senior-doctors/doctor-import.commands.ts';
import { describeImport } from '#lib/server/senior-doctors/doctor-import.queries.ts';

export const GET = apiHandler(getDoctorImportByApi, ({ context, params, query }) =>
	describeImport(context, params.code, { id: params.id, after: query.after ?? 0 }),
);

export const DELETE = apiHandler(endDoctorImportByApi, async ({ context, params }) => ({
	done: await endImport(context, params.code, params.id),
}));

export const fallback = methodsNotAllowed('GET', 'DELETE');
