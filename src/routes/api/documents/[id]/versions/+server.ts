import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { listVersionsByApi } from '#lib/server/api/history.operations.ts';
import { tellVersions } from '#lib/server/documents/history-api.queries.ts';

export const GET = apiHandler(listVersionsByApi, ({ context, params }) => tellVersions(context, params.id));

export const fallback = methodsNotAllowed('GET');
