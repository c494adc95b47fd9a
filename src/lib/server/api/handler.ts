import type { RequestEvent, RequestHandler } from '@sveltejs/kit';
import type { z } from 'zod';
import { notFound, TerrimedError } from '#lib/errors.ts';
import type { Context } from '../context/context.ts';
import { readJsonBody } from './body.ts';
import type { ApiOperation } from './operation.ts';
import { problemResponse } from './problem.ts';

/** What an operation works with, already checked. */
export interface ApiRequest<Params, Body> {
	context: Context;
	params: Params;
	body: Body;
}

/**
 * An endpoint of the outside interface. Whoever is not signed in is told so before anything else is looked
 * at, so that the answer is the same for every space; then the path, then the body, then the work, whose
 * first line authorizes. Errors leave as problems; the result leaves through its schema.
 */
export function apiHandler<Params extends z.ZodType, Body extends z.ZodType, Result extends z.ZodType>(
	operation: ApiOperation<Params, Body, Result>,
	work: (request: ApiRequest<z.output<Params>, z.output<Body>>) => Promise<z.input<Result>> | z.input<Result>,
): RequestHandler {
	return async (event) => {
		try {
			const { context } = event.locals;
			if (operation.isPublic !== true) requireSignedIn(context);
			const params = operation.params.safeParse(event.params);
			if (!params.success) throw notFound();
			const body = (
				operation.body === null ? undefined : await readJsonBody(event.request, operation.body)
			) as z.output<Body>;
			const result = await work({ context, params: params.data, body });
			return Response.json(operation.result.parse(result), { status: operation.status });
		} catch (error) {
			return problemResponse(error);
		}
	};
}

/** For every method that a path does not have. */
export function methodsNotAllowed(...allowed: ApiOperation['method'][]): RequestHandler {
	return (event) => {
		const error = new TerrimedError('method-not-allowed', "Cette adresse n'accepte pas cette méthode.");
		return answerTo(event, error, { allow: allowed.join(', ') });
	};
}

/** For every path under `/api` that is not one of ours. */
export const noSuchPath: RequestHandler = (event) => answerTo(event, notFound());

function answerTo(event: RequestEvent, error: TerrimedError, headers?: Record<string, string>): Response {
	try {
		requireSignedIn(event.locals.context);
	} catch (signedOut) {
		return problemResponse(signedOut);
	}
	return problemResponse(error, headers);
}

function requireSignedIn(context: Context): void {
	if (context.actor.kind === 'account') return;
	throw new TerrimedError('signed-out', 'Connectez-vous pour continuer.');
}
