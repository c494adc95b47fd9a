import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { getAttachmentByApi } from '#lib/server/api/indicator.operations.ts';
import { fileResponse } from '#lib/server/files/file.response.ts';
import { getAttachment } from '#lib/server/indicators/attachment.queries.ts';

export const GET = apiHandler(getAttachmentByApi, async ({ context, params }) =>
	fileResponse(await getAttachment(context, params.code, { code: params.indicator, id: params.piece })),
);

export const fallback = methodsNotAllowed('GET');
