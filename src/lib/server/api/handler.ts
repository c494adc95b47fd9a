import type { RequestEvent, RequestHandler } from '@sveltejs/kit';
import type { z } from 'zod';
import { notFound, TerrimedError } from '#lib/errors.ts';
import type { Context } from '../context/context.ts';
import { readUploadBody } from '../files/upload.ts';
import { readJsonBody } from './body.ts';
import type { ApiOperation } from './operation.ts';
import { problemResponse } from './problem.ts';

/** What an operation works with, already checked. */
export interface ApiRequest<Params, Body, Query> {
	context: Context;
	/** Of this site, for addresses that leave it. */
	origin: string;
	params: Params;
	/** What the address says after « ? ». */
	query: Query;
	body: Body;
	/** What `If-Match` says, for operations that take a version; 0 for the others. */
	version: number;
	/** When whoever asked has gone. */
	stopped: AbortSignal;
	/** Whether they had a stream of events before this one, and say so. */
	resumes: boolean;
}

/**
 * An endpoint of the outside interface. Whoever is not signed in is told so before anything else is looked
 * at, so that the answer is the same for every space; then the path, then the body, then the work, whose
 * first line authorizes. Errors leave as problems; the result leaves through its schema.
 */
export function apiHandler<
	Params extends z.ZodType,
	Body extends z.ZodType,
	Result extends z.ZodType,
	Query extends z.ZodType,
>(
	operation: ApiOperation<Params, Body, Result, Query>,
	work: (
		request: ApiRequest<z.output<Params>, z.output<Body>, z.output<Query>>,
	) => Promise<z.input<Result> | Response> | z.input<Result> | Response,
): RequestHandler {
	return async (event) => {
		try {
			const { context } = event.locals;
			if (operation.isPublic !== true) requireSignedIn(context);
			const params = operation.params.safeParse(event.params);
			if (!params.success) throw notFound();
			const query = (
				operation.query === undefined ? undefined : readQuery(operation.query, event.url)
			) as z.output<Query>;
			const version = operation.takesVersion === true ? readVersion(event.request) : 0;
			const body = (
				operation.body === null ? undefined : await readBody(event.request, operation, operation.body)
			) as z.output<Body>;
			const result = await work({
				...{ context, origin: event.url.origin, params: params.data, query, body, version },
				stopped: event.request.signal,
				resumes: event.request.headers.has('last-event-id'),
			});
			// A file is sent as it was made.
			if (result instanceof Response) return result;
			return Response.json(operation.result.parse(result), { status: operation.status });
		} catch (error) {
			return problemResponse(error);
		}
	};
}

function readBody<Schema extends z.ZodType>(
	request: Request,
	{ takesFile, fileBytes }: { readonly takesFile?: true; readonly fileBytes?: number },
	schema: Schema,
): Promise<z.output<Schema>> {
	return takesFile === true ? readUploadBody(request, schema, fileBytes) : readJsonBody(request, schema);
}

/** `If-Match: 3` or `If-Match: "3"`. */
function readVersion(request: Request): number {
	const found = /^"?(\d{1,9})"?$/.exec(request.headers.get('if-match')?.trim() ?? '');
	if (found?.[1] !== undefined) return Number(found[1]);
	throw new TerrimedError(
		'invalid-input',
		'Dites dans l’en-tête If-Match la version que vous avez lue. Rien n’a été enregistré.',
	);
}

function readQuery<Query extends z.ZodType>(schema: Query, url: URL): z.output<Query> {
	const parsed = schema.safeParse(Object.fromEntries(url.searchParams));
	if (parsed.success) return parsed.data;
	const fields: Record<string, string> = {};
	for (const issue of parsed.error.issues) {
		fields[String(issue.path[0] ?? '')] ??= 'Cette valeur ne convient pas.';
	}
	throw new TerrimedError('invalid-input', "L'adresse contient une valeur qui ne convient pas.", fields);
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

/** For a path under `/api` that cannot be read, before it is known to be one of ours. */
export const malformedPath: RequestHandler = (event) =>
	answerTo(
		event,
		new TerrimedError('invalid-input', 'L’adresse contient un «\u00a0%\u00a0» qui ne code rien.'),
	);

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
