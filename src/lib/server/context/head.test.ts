import { expect, test } from 'vitest';
import { withoutBody } from './head.ts';

const URL = 'http://localhost/api/departements/64/flux';

function endless(): { response: Response; isStopped(): boolean } {
	let isStopped = false;
	const body = new ReadableStream({ cancel: () => void (isStopped = true) });
	const headers = [
		['content-type', 'text/event-stream'],
		['set-cookie', 'a=1'],
		['set-cookie', 'b=2'],
	] as [string, string][];
	return { response: new Response(body, { status: 202, headers }), isStopped: () => isStopped };
}

test('HEAD has the headers of a stream at once, and the stream is told to stop', async () => {
	const { response, isStopped } = endless();
	const answer = await withoutBody(new Request(URL, { method: 'HEAD' }), response);
	expect(answer.body).toBeNull();
	expect(answer.status).toBe(202);
	expect(answer.headers.get('content-type')).toBe('text/event-stream');
	expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
	expect(isStopped()).toBe(true);
});

test('a stream that does not stop well is no reason to answer otherwise', async () => {
	const body = new ReadableStream({ cancel: () => Promise.reject(new Error('closed already')) });
	const answer = await withoutBody(new Request(URL, { method: 'HEAD' }), new Response(body));
	expect(answer.status).toBe(200);
});

test('GET keeps its body, and what has none stays as it is', async () => {
	const { response, isStopped } = endless();
	expect(await withoutBody(new Request(URL), response)).toBe(response);
	expect(isStopped()).toBe(false);
	const empty = new Response(null, { status: 304 });
	expect(await withoutBody(new Request(URL, { method: 'HEAD' }), empty)).toBe(empty);
});
