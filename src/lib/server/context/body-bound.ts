/** Longest form that is no file: the longest of ours is a few thousand characters. */
const FORM_BYTES = 524_288;

/** Paths that bound what they read themselves: the program's interface, and pages that take files. */
const BOUNDED_THERE = /^\/api\/|\/importer$/;

/** The form of a value, which may bring the file that proves it, bounds it itself too. */
const BOUNDED_FORM = /^\/[^/]+\/indicateurs\/[^/]+\?\/enter$/;

/** Refuses, before anything of it is read, a form longer than any page sends; one that does not say how long it is too. */
export function refuseLargeForm(request: Request, url: URL): Response | null {
	if (request.body === null || BOUNDED_THERE.test(url.pathname)) return null;
	if (BOUNDED_FORM.test(`${url.pathname}${url.search}`)) return null;
	const declared = Number(request.headers.get('content-length') ?? NaN);
	if (declared <= FORM_BYTES) return null;
	const problem = {
		type: 'about:blank',
		title: 'Ce formulaire est trop long\u00a0: rien n’a été enregistré.',
		status: 413,
		code: 'too-large',
	};
	return new Response(JSON.stringify(problem), {
		status: 413,
		headers: { 'content-type': 'application/problem+json' },
	});
}
