import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { WriteCommentInput } from '../comment.input.ts';
import type { CommentView, ThreadView } from '../comment.rules.ts';
import { CommentThreads } from './comment-threads.svelte.ts';

/** A server on a line that fails as a test says. */
const server = { threads: [] as ThreadView[], posts: 0, refusal: null as string | null };
let posting: (save: () => Response) => Response | Promise<Response>;
let reading: (answer: Response) => Response | Promise<Response>;

const whole = (answer: Response): Response => answer;
const noLine = (): Promise<Response> => Promise.reject(new TypeError('Failed to fetch'));

/** The answer begins to come, and the line is cut. */
function cut(): Response {
	const body = new ReadableStream({
		start: (stream) => stream.enqueue(new TextEncoder().encode('[{"id"')),
		pull: (stream) => stream.error(new TypeError('network error')),
	});
	return new Response(body);
}

function said(id: string, body: string): CommentView {
	const state = { mentions: [], editedAt: null, isRemoved: false, isOwn: true, isUnread: false };
	return { id, body, authorId: 'a', authorName: 'Claire', createdAt: '2026-11-22T10:00:00Z', ...state };
}

function save(input: WriteCommentInput): Response {
	server.posts += 1;
	if (server.refusal !== null) return Response.json({ message: server.refusal }, { status: 409 });
	const id = `c${server.posts}`;
	if (input.do === 'start')
		server.threads.push({
			...{ id: `t${server.posts}`, anchor: input.anchor, quote: 'mots', createdAt: '2026-11-22T10:00:00Z' },
			...{ resolvedAt: null, resolvedBy: null, concernsReader: true },
			comments: [said(id, input.body.trim())],
		});
	if (input.do === 'reply')
		server.threads.find((thread) => thread.id === input.threadId)?.comments.push(said(id, input.body.trim()));
	return Response.json({ threadId: input.do === 'reply' ? input.threadId : `t${server.posts}` });
}

beforeEach(() => {
	Object.assign(server, { threads: [], posts: 0, refusal: null });
	[posting, reading] = [(saved) => saved(), whole];
	vi.stubGlobal('fetch', async (_address: string, request?: { body: string }) =>
		request === undefined
			? reading(Response.json(server.threads))
			: posting(() => save(JSON.parse(request.body) as WriteCommentInput)),
	);
});
afterEach(() => vi.unstubAllGlobals());

const comments = () => new CommentThreads({ id: 'd', departmentCode: '64' });
const start: WriteCommentInput = { do: 'start', anchor: 'ici', body: 'Est-ce la part ? ', mentions: [] };

test('an answer that is cut leaves what is known, and nothing fails', async () => {
	const threads = comments();
	await threads.write(start);
	reading = cut;
	await threads.refresh();
	await threads.loadMentionable();
	expect([threads.threads.length, threads.mentionable]).toEqual([1, []]);
});

test.each([
	['before the answer', () => (saved: () => Response) => (saved(), noLine())],
	['in the answer', () => (saved: () => Response) => (saved(), cut())],
])('a comment that was saved on a line cut %s is found, and not sent again', async (_name, line) => {
	const threads = comments();
	posting = line();
	expect(await threads.write(start)).toEqual({ ok: true });
	expect([threads.active, server.posts]).toEqual(['t1', 1]);
	expect(await threads.write({ do: 'reply', threadId: 't1', body: 'Oui.', mentions: [] })).toEqual({
		ok: true,
	});
	expect(threads.threads[0]?.comments.map(({ body }) => body)).toEqual(['Est-ce la part ?', 'Oui.']);
});

test('a comment that the server never had is said not to be saved, and goes at the second try', async () => {
	const threads = comments();
	posting = noLine;
	const written = await threads.write(start);
	expect(written).toMatchObject({ ok: false, sentence: expect.stringContaining('n’a pas pu') as string });
	posting = (saved) => saved();
	expect(await threads.write(start)).toEqual({ ok: true });
	expect(server.threads).toHaveLength(1);
});

test('a comment that the server saves after one has looked is not sent a second time either', async () => {
	const threads = comments();
	let late: () => Response = () => new Response();
	posting = (saved) => ((late = saved), noLine());
	expect(await threads.write(start)).toMatchObject({ ok: false });
	late();
	expect(await threads.write(start)).toEqual({ ok: true });
	expect([server.posts, server.threads.length]).toEqual([1, 1]);
});

test('while nobody can say whether it was saved, it is said so, and it is not sent a second time', async () => {
	const threads = comments();
	[posting, reading] = [(saved) => (saved(), noLine()), noLine];
	for (let attempt = 0; attempt < 2; attempt++) {
		const written = await threads.write(start);
		expect(written).toMatchObject({ ok: false, sentence: expect.stringContaining('ne sait pas') as string });
	}
	[posting, reading] = [(saved) => saved(), whole];
	// The line is back, and the threads have been read again by themselves.
	await threads.refresh();
	expect(await threads.write(start)).toEqual({ ok: true });
	expect([server.posts, server.threads.length, threads.active]).toEqual([1, 1, 't1']);
	expect(await threads.write(start)).toEqual({ ok: true });
	expect(server.threads).toHaveLength(2);
});

test('what the server refuses is told in its words', async () => {
	server.refusal = '1 000 commentaires sont déjà ouverts ici.';
	expect(await comments().write(start)).toEqual({ ok: false, sentence: server.refusal });
});

test('who is signed out is told so: nothing was saved', async () => {
	posting = () => Object.defineProperty(new Response('<h1>Connexion</h1>'), 'redirected', { value: true });
	const written = await comments().write(start);
	expect(written).toMatchObject({ ok: false, sentence: expect.stringContaining('déconnecté') as string });
});

test('an answer that is none of ours is no comment saved', async () => {
	posting = () => new Response('<h1>Bienvenue sur le réseau de l’hôtel</h1>');
	expect(await comments().write(start)).toMatchObject({ ok: false });
});
