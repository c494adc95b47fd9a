import { addImageByApi } from '#lib/server/api/file.operations.ts';
import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { addImage, copyImage } from '#lib/server/documents/image.commands.ts';
import { fileOf } from '#lib/server/files/upload.ts';

export const POST = apiHandler(addImageByApi, async ({ context, params, body }) =>
	body.image === undefined
		? addImage(context, params.id, await fileOf(body.file))
		: copyImage(context, params.id, body.image),
);

export const fallback = methodsNotAllowed('POST');
