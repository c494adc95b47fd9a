import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { createNoteByApi, listDocumentsByApi } from '#lib/server/api/registry.ts';
import { createNote } from '#lib/server/documents/document.commands.ts';
import { listDocuments } from '#lib/server/documents/document.queries.ts';

export const GET = apiHandler(listDocumentsByApi, ({ context, params }) =>
	listDocuments(context, params.code),
);

export const POST = apiHandler(createNoteByApi, ({ context, params, body }) =>
	createNote(context, params.code, { title: body.title }),
);

export const fallback = methodsNotAllowed('GET', 'POST');
