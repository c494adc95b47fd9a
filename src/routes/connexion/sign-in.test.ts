import { isRedirect, type Cookies } from '@sveltejs/kit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { session, throttle } from '#lib/server/accounts/account.tables.ts';
import type { OpenDatabase } from '#lib/server/database/database.ts';
import {
	actorBehind,
	buildAccount,
	PASSWORD,
	snapshot,
	type BuiltAccount,
} from '../../../tests/support/accounts.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../tests/support/context.ts';
import { actions } from './+page.server.ts';
import { POST } from './+server.ts';

let database: OpenDatabase;
let context: TestContext;
let claire: BuiltAccount;

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	claire = await buildAccount(context, { email: 'claire@exemple.test' });
});
afterAll(() => database.close());
afterEach(async () => {
	await context.settled();
	await database.db.delete(throttle);
});

/** As much of a request's event as these routes read. */
function post(body: BodyInit, headers: Record<string, string> = {}) {
	const jar: string[] = [];
	const cookies = {
		set: (name: string, value: string) => void jar.push(`${name}=${value}`),
	} as Partial<Cookies>;
	const request = new Request('http://localhost:3000/connexion', { method: 'POST', body, headers });
	const event = { request, cookies, locals: { context }, url: new URL(request.url) };
	return { event: event as unknown as Parameters<typeof POST>[0], jar };
}

/** What a handler answers: a response, the data of a failure, or where it sends. */
async function answerOf(work: () => unknown): Promise<{ status: number; location?: string; body?: unknown }> {
	try {
		const answer = await work();
		if (answer instanceof Response) return { status: answer.status, body: await answer.json() };
		const { status, data } = answer as { status: number; data: unknown };
		return { status, body: data };
	} catch (thrown) {
		if (!isRedirect(thrown)) throw thrown;
		return { status: thrown.status, location: thrown.location };
	}
}

const form = (fields: Record<string, string>) => new URLSearchParams(fields);
const right = { email: 'claire@exemple.test', password: PASSWORD };

const DOORS = [
	['a program', (event: Parameters<typeof POST>[0]) => POST(event)],
	['the page', (event: Parameters<typeof POST>[0]) => actions.default?.(event as never)],
] as const;

describe.each(DOORS)('signing in from %s', (_door, enter) => {
	test('sends on with 303 and the cookie of a session', async () => {
		const { event, jar } = post(form(right));
		expect(await answerOf(() => enter(event))).toEqual({ status: 303, location: '/' });
		expect(await actorBehind(context, jar[0] ?? '')).toMatchObject({ accountId: claire.id });
	});

	test.each([
		['/64/plan?vue=frise', '/64/plan?vue=frise'],
		['//ailleurs.example', '/'],
		['https://ailleurs.example', '/'],
		['/\\ailleurs.example', '/'],
	])('with next %j goes to %j', async (next, location) => {
		const { event } = post(form({ ...right, next }));
		expect(await answerOf(() => enter(event))).toEqual({ status: 303, location });
	});

	test('with a wrong password or an unknown account answers alike, without cookie', async () => {
		const answers = [];
		for (const fields of [
			{ ...right, password: 'mauvais' },
			{ ...right, email: 'personne@exemple.test' },
		]) {
			const { event, jar } = post(form(fields));
			const { status, body } = await answerOf(() => enter(event));
			expect(jar).toEqual([]);
			answers.push(JSON.stringify({ status, body }).replace(fields.email, ''));
		}
		expect(answers[0]).toContain('Adresse ou mot de passe inconnu');
		expect(answers[0]).toContain('400');
		expect(answers[1]).toBe(answers[0]);
	});

	test.each(['role', 'accountId', 'isAdministrator', '__proto__'])(
		'with a field %s is refused',
		async (name) => {
			await database.db.delete(session);
			const before = await snapshot(database.db);
			const { event, jar } = post(`${form(right)}&${name}=admin`, {
				'content-type': 'application/x-www-form-urlencoded',
			});
			expect(await answerOf(() => enter(event))).toMatchObject({ status: 400 });
			expect(jar).toEqual([]);
			expect(await snapshot(database.db)).toBe(before);
		},
	);

	test('never gives a password back', async () => {
		const { event } = post(form({ ...right, password: 'un secret bien à moi' }));
		expect(JSON.stringify(await answerOf(() => enter(event)))).not.toContain('secret');
	});
});

test.each(['application/json', 'text/plain', 'APPLICATION/JSON', ''])(
	'a program that posts %j is told to post a form',
	async (type) => {
		const { event } = post(new TextEncoder().encode('{}'), type === '' ? {} : { 'content-type': type });
		expect(await answerOf(() => POST(event))).toMatchObject({
			status: 415,
			body: { code: 'unsupported-media-type' },
		});
	},
);
