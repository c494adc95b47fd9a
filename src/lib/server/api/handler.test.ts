import type { RequestEvent } from '@sveltejs/kit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { notFound } from '#lib/errors.ts';
import type { Actor } from '../policies/policy.ts';
import { BODY_BYTES } from './body.ts';
import { apiHandler, malformedPath, methodsNotAllowed, noSuchPath } from './handler.ts';
import { defineOperation, NO_BODY } from './operation.ts';

const CLAIRE: Actor = {
	kind: 'account',
	accountId: 'a',
	sessionId: 's',
	displayName: 'Claire Dufau',
	email: 'claire@exemple.test',
	isAdministrator: false,
	grants: [],
};

const make = defineOperation({
	id: 'make',
	method: 'POST',
	path: '/api/things/{code}',
	summary: '',
	params: z.object({ code: z.string().regex(/^\d+$/) }),
	body: z.strictObject({
		title: z.string().trim().min(1, 'Donnez un titre.').max(20),
		count: z.int().optional(),
	}),
	status: 201,
	result: z.object({ id: z.string() }),
});
const read = defineOperation({ ...make, id: 'read', method: 'GET', body: NO_BODY, status: 200 });

const received: unknown[] = [];
const POST = apiHandler(make, ({ body }) => {
	received.push(body);
	return { id: body.title, secret: 'never sent' };
});

function eventOf(options: {
	actor?: Actor;
	code?: string;
	type?: string | null;
	body?: string | Uint8Array<ArrayBuffer> | ReadableStream;
}): RequestEvent {
	const { actor = CLAIRE, code = '64', type = 'application/json', body } = options;
	const request = new Request('http://localhost/api/things/64', {
		method: 'POST',
		body: body ?? '{"title":"Note"}',
		headers: type === null ? {} : { 'content-type': type },
		duplex: 'half',
	} as RequestInit);
	const url = new URL(request.url);
	return { request, url, params: { code }, locals: { context: { actor } } } as unknown as RequestEvent;
}

async function ask(options: Parameters<typeof eventOf>[0], handler = POST) {
	const response = await handler(eventOf(options));
	return {
		status: response.status,
		type: response.headers.get('content-type'),
		allow: response.headers.get('allow'),
		body: (await response.json()) as Record<string, unknown>,
	};
}

test('what comes back went through the result’s schema', async () => {
	expect(await ask({})).toMatchObject({ status: 201, type: 'application/json', body: { id: 'Note' } });
	expect((await ask({})).body).not.toHaveProperty('secret');
});

describe('nobody', () => {
	test('learns nothing: the same answer for any path, type, body and method', async () => {
		const actor: Actor = { kind: 'anonymous' };
		const answers = await Promise.all([
			ask({ actor }),
			ask({ actor, code: 'unknown' }),
			ask({ actor, type: 'text/plain' }),
			ask({ actor, body: '{' }),
			ask({ actor }, methodsNotAllowed('GET')),
			ask({ actor }, noSuchPath),
			ask({ actor }, malformedPath),
		]);
		for (const answer of answers) expect(answer).toEqual(answers[0]);
		expect(answers[0]).toMatchObject({
			status: 401,
			type: 'application/problem+json',
			body: { code: 'signed-out', status: 401 },
		});
	});
});

describe('errors', () => {
	test('a path that does not fit answers as one that is not there, or not open', async () => {
		const hidden = apiHandler(read, () => Promise.reject(notFound()));
		const answers = await Promise.all([ask({ code: 'plan' }), ask({}, hidden), ask({}, noSuchPath)]);
		for (const answer of answers) expect(answer).toEqual(answers[0]);
		expect(answers[0]).toMatchObject({ status: 404, body: { code: 'not-found' } });
	});

	test('a path that cannot be read has its own answer', async () => {
		expect(await ask({}, malformedPath)).toMatchObject({
			status: 400,
			type: 'application/problem+json',
			body: { code: 'invalid-input' },
		});
	});

	test.each([
		'text/plain',
		'application/x-www-form-urlencoded',
		'multipart/form-data; boundary=x',
		'application/json; charset=latin1',
		'application/jsonx',
		'text/plain;application/json',
		'',
		null,
	])('the type %s is refused', async (type) => {
		const body = new TextEncoder().encode('{"title":"Note"}');
		expect(await ask({ type, body })).toMatchObject({
			status: 415,
			body: { code: 'unsupported-media-type' },
		});
	});

	test.each(['application/json', 'Application/JSON; charset=UTF-8', 'application/json;charset="utf-8"'])(
		'the type %s is read',
		async (type) => expect((await ask({ type })).status).toBe(201),
	);

	test.each(['', '{', '"', 'undefined', '{"title":"a"}x', new Uint8Array([0x22, 0xff, 0x22])])(
		'malformed JSON (%s) is refused',
		async (body) =>
			expect(await ask({ body })).toMatchObject({ status: 400, body: { code: 'invalid-input' } }),
	);

	test.each(['role', 'departmentCode', 'id', 'createdBy', 'isAdmin', '__proto__', 'constructor'])(
		'the unknown field %s is named and refused',
		async (field) => {
			const answer = await ask({ body: `{"title":"Note",${JSON.stringify(field)}:true}` });
			expect(answer).toMatchObject({
				status: 400,
				body: { code: 'invalid-input', errors: [{ field, message: "Ce champ n'existe pas." }] },
			});
		},
	);

	test('each wrong field has a sentence in French', async () => {
		const answer = await ask({ body: '{"title":" ","count":"1"}' });
		expect(answer.body.errors).toEqual([
			{ field: 'title', message: 'Donnez un titre.' },
			{ field: 'count', message: 'Cette valeur ne convient pas.' },
		]);
		expect((await ask({ body: '{}' })).body.errors).toEqual([
			{ field: 'title', message: 'Indiquez ce champ.' },
		]);
	});

	test('a body without end is not read to its end', async () => {
		let sent = 0;
		const body = new ReadableStream({
			pull(controller) {
				sent += 1024;
				controller.enqueue(new Uint8Array(1024).fill(0x20));
			},
		});
		expect(await ask({ body })).toMatchObject({ status: 413, body: { code: 'too-large' } });
		expect(sent).toBeLessThan(BODY_BYTES * 2);
	});

	test('a body whose line broke is a mistake of whoever sent it', async () => {
		const body = new ReadableStream({ pull: (controller) => controller.error(new Error('aborted')) });
		expect(await ask({ body })).toMatchObject({ status: 400, body: { code: 'invalid-input' } });
	});

	test('any body at all gives 201 or 400, and only what the schema knows gets through', async () => {
		await fc.assert(
			fc.asyncProperty(fc.jsonValue(), async (value) => {
				received.length = 0;
				const { status } = await ask({ body: JSON.stringify(value) });
				expect([201, 400]).toContain(status);
				for (const body of received) {
					expect(['title', 'count']).toEqual(expect.arrayContaining(Object.keys(body as object)));
				}
			}),
			{ numRuns: 300 },
		);
	});

	test('a method that is not there says which are', async () => {
		expect(await ask({}, methodsNotAllowed('GET', 'POST'))).toMatchObject({
			status: 405,
			allow: 'GET, POST',
			body: { code: 'method-not-allowed' },
		});
	});
});
