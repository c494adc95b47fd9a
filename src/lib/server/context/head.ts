/**
 * The answer to HEAD without the body that GET would have: it is read by nobody, a stream of events has no end, and the headers would wait
 * for both. Whatever makes the body is told to stop.
 */
export async function withoutBody(request: Request, response: Response): Promise<Response> {
	if (request.method !== 'HEAD' || response.body === null) return response;
	// Not a reason to answer otherwise: the headers are what was asked for.
	await response.body.cancel().catch(() => undefined);
	return new Response(null, { status: response.status, headers: response.headers });
}
