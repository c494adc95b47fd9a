import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { createDocumentByApi, listDocumentsByApi } from '#lib/server/api/registry.ts';
import { createDocument } from '#lib/server/documents/document.commands.ts';
import { listDocuments } from '#lib/server/documents/document.queries.ts';

export const GET = apiHandler(listDocumentsByApi, ({ context, params }) =>
	listDocuments(context, params.code),
);

export const POST = apiHandler(createDocumentByApi, ({ context, params, body }) =>
	createDocument(context, params.code, body),
);

export const fallback = methodsNotAllowed('GET', 'POST');
