import { TerrimedError } from '#lib/errors.ts';
import { faultSentence, reportFault } from '../log/fault.ts';

/** Body of an error (RFC 9457): `code` is stable, `title` is for people. */
export interface Problem {
	type: 'about:blank';
	title: string;
	status: number;
	code: string;
	/** One entry per wrong field, when the request was one of fields. */
	errors?: { field: string; message: string }[];
}

/** The answer to any error; one that nobody expected is logged and told by its reference only. */
export function problemResponse(error: unknown, headers: Record<string, string> = {}): Response {
	const problem = problemOf(error);
	const wait = error instanceof TerrimedError ? error.retryAfter : null;
	return new Response(JSON.stringify(problem), {
		status: problem.status,
		headers: {
			...headers,
			...(wait === null ? {} : { 'retry-after': String(wait) }),
			'content-type': 'application/problem+json',
		},
	});
}

function problemOf(error: unknown): Problem {
	if (!(error instanceof TerrimedError)) {
		const reference = reportFault(error, 500);
		return { type: 'about:blank', title: faultSentence(reference), status: 500, code: 'unavailable' };
	}
	const { message, status, code } = error;
	const problem: Problem = { type: 'about:blank', title: message, status, code };
	const errors = Object.entries(error.fields).map(([field, sentence]) => ({ field, message: sentence }));
	return errors.length === 0 ? problem : { ...problem, errors };
}
