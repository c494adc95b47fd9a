import { apiHandler, methodsNotAllowed } from '#lib/server/api/handler.ts';
import { streamRegistriesByApi } from '#lib/server/api/senior-doctor.operations.ts';
import { streamRegistries } from '#lib/server/registries/registry-stream.queries.ts';

export const GET = apiHandler(streamRegistriesByApi, async ({ context, params, query, stopped, resumes }) => {
	const stream = await streamRegistries(context, params.code, {
		stopped,
		visit: query.visit ?? null,
		resumes,
	});
	return new Response(stream, {
		headers: {
			'content-type': 'text/event-stream',
			'cache-control': 'no-store',
			// Some proxies keep an answer until it ends unless told.
			'x-accel-buffering': 'no',
		},
	});
});

export const fallback = methodsNotAllowed('GET');
