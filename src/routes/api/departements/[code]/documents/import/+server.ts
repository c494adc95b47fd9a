import { importDocumentByApi } from '#lib/server/api/file.operations.ts';
import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { importDocument } from '#lib/server/documents/document-import.commands.ts';
import { fileOf } from '#lib/server/files/upload.ts';

export const POST = apiHandler(importDocumentByApi, async ({ context, params, body }) =>
	importDocument(context, params.code, { file: await fileOf(body.file), title: body.title }),
);

export const fallback = methodsNotAllowed('POST');
