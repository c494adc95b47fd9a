import { redirect } from '@sveltejs/kit';
import type { RequestHandler } from './$types';
import { signInWithForm } from './sign-in.ts';

const FORM = /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i;

const problem = (status: number, code: string, title: string): Response =>
	new Response(JSON.stringify({ type: 'about:blank', title, status, code }), {
		status,
		headers: { 'content-type': 'application/problem+json' },
	});

/** A program that posts the form without asking for a page: a real 303 with the cookie, or a problem. */
export const POST: RequestHandler = async (event) => {
	if (!FORM.test(event.request.headers.get('content-type') ?? '')) {
		return problem(415, 'unsupported-media-type', 'Envoyez un formulaire : email et password.');
	}
	const submission = await signInWithForm(event);
	if (submission.ok) redirect(303, submission.result);
	const { error, fields } = submission.refusal;
	return problem(submission.status, submission.code, error || Object.values(fields).join(' '));
};

/** A program that reads the page without asking for HTML gets it too: it is the only thing here. */
export const GET: RequestHandler = ({ fetch, url }) =>
	fetch(`${url.pathname}${url.search}`, { headers: { accept: 'text/html' } });
