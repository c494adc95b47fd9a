import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { describeApi } from '#lib/server/api/openapi.ts';
import { API_OPERATIONS, getDescription } from '#lib/server/api/registry.ts';

export const GET = apiHandler(getDescription, ({ context }) =>
	describeApi(API_OPERATIONS, {
		version: context.health.version,
		origin: context.origin,
		cookieName: context.sessions.cookieName,
	}),
);

export const fallback = methodsNotAllowed('GET');
