import { importDoctorsByApi } from '#lib/server/api/doctor-import.operations.ts';
import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { fileOf } from '#lib/server/files/upload.ts';
import { importDoctors, readColumns } from '#lib/server/senior-doctors/doctor-import.commands.ts';
import { IMPORT_BYTES } from '#lib/server/registries/registry-import.commands.ts';

export const POST = apiHandler(importDoctorsByApi, async ({ context, params, query, body }) =>
	importDoctors(context, params.code, {
		file: await fileOf(body.file, IMPORT_BYTES),
		columns: readColumns(body.columns),
		dry: query.dry === '1',
		rule: body.rule ?? 'suggested',
	}),
);

export const fallback = methodsNotAllowed('POST');
