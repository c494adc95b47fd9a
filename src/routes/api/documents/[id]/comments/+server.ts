import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { listCommentsByApi } from '#lib/server/api/registry.ts';
import { listThreads } from '#lib/server/documents/comment.queries.ts';

export const GET = apiHandler(listCommentsByApi, ({ context, params }) => listThreads(context, params.id));

export const fallback = methodsNotAllowed('GET');
