import { afterEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { createMemoryHub } from './adapters/memory-bus.ts';
import { describeDocument } from './fold.ts';
import { encodePresence } from './messages.ts';
import { DOCUMENT } from './testing/harness.ts';
import { fingerprint, httpTests, rowsOf, typed, type Running } from './testing/http-tests.ts';
import { fetchWithCookie } from './testing/websocket-harness.ts';

const { start, line, opened, stop } = httpTests();
afterEach(stop);

/** Two processes on one log, with a bus whose hints may be lost. */
async function startTwo(hints: 'hints' | 'no hints'): Promise<[Running, Running]> {
	const hub = createMemoryHub();
	const first = await start({}, { bus: hub.open() });
	const second = await start({}, { bus: hub.open(), log: first.log });
	if (hints === 'no hints') hub.lose(() => true);
	return [first, second];
}

/** What a proxy without sticky sessions does: each request goes to the next process. */
function inTurn(cookie: string, servers: readonly Running[]): typeof fetch {
	let turn = 0;
	const ask = fetchWithCookie(cookie);
	return (address, init) => {
		const url = new URL(String(address));
		url.port = String(servers[turn++ % servers.length]?.port);
		return ask(url, init);
	};
}

describe('requests that go to whichever process', () => {
	it.each(['hints', 'no hints'] as const)(
		'HTTP-3 BUS with %s: three people on two processes write the same text, each sees all',
		{ timeout: 30_000 },
		async (hints) => {
			const servers = await startTwo(hints);
			const people = [
				servers[0].provider('anne', { transport: 'http', fetch: inTurn('anne', servers) }),
				servers[1].provider('bob', { transport: 'http', fetch: inTurn('bob', servers) }),
				servers[1].provider('carl'),
			];
			await vi.waitFor(() => expect(people.every(({ synced }) => synced)).toBe(true), { timeout: 10_000 });
			for (let round = 0; round < 20; round += 1) {
				for (const [index, { doc }] of people.entries()) doc.getText('content').insert(0, `${index}`);
				await vi.waitFor(() => expect(people[0]!.doc.getText('content').length).toBeGreaterThan(round));
			}
			await vi.waitFor(
				() => {
					for (const { doc } of people) expect(doc.getText('content')).toHaveLength(60);
					expect(new Set(people.map(({ doc }) => describeDocument(doc))).size).toBe(1);
				},
				{ timeout: 10_000 },
			);
			for (const { doc } of people) expect(doc.store.pendingStructs).toBeNull();
			expect(await fingerprint(servers[0])).toContain(describeDocument(people[0]!.doc));
			for (const { server } of servers) expect(server.stats().refused).not.toHaveProperty('gap');
		},
	);

	it('HTTP-3 no update is refused for a gap because the one before went elsewhere', async () => {
		const servers = await startTwo('no hints');
		const id = 'd'.repeat(32);
		const [here, there] = [await opened(servers[0], 'anne', { id }), line(servers[1], 'anne', { id })];
		const doc = new Y.Doc();
		for (let round = 0; round < 5; round += 1) {
			for (const way of [there, here])
				expect(await way.post([typed(`${round} `, doc)])).toMatchObject({ durable: true, close: null });
		}
		expect(await rowsOf(servers[0])).toBe(10);
		expect(await fingerprint(servers[0])).toContain(describeDocument(doc));
	});

	it('HTTP-3 PRES-3 who leaves the stream is gone everywhere at once; what still comes by POST is taken', async () => {
		const servers = await startTwo('hints');
		const id = 'f'.repeat(32);
		const [here, there] = [await opened(servers[0], 'anne', { id }), line(servers[1], 'anne', { id })];
		const doc = new Y.Doc();
		const shown = encodePresence([
			{ clientId: doc.clientID, clock: 1, json: '{"at":{"section":"Les lieux"}}' },
		]);
		await there.post([typed('un ', doc), shown]);
		const watching = servers.map((server) => server.provider('bob'));
		const seen = () => watching.map(({ awareness }) => awareness.getStates().has(doc.clientID));
		const named = () =>
			servers.map(({ server }) =>
				(server.peopleIn([DOCUMENT]).get(DOCUMENT) ?? []).some(({ person }) => person.accountId === 'anne'),
			);
		await vi.waitFor(() => expect(seen()).toEqual([true, true]), { timeout: 10_000 });
		await vi.waitFor(() => expect(named()).toEqual([true, true]), { timeout: 10_000 });
		here.leave();
		await vi.waitFor(() => expect(seen()).toEqual([false, false]), { timeout: 10_000 });
		await vi.waitFor(() => expect(named()).toEqual([false, false]), { timeout: 10_000 });
		expect(await there.post([typed('deux ', doc), shown], { last: true })).toMatchObject({ durable: true });
		expect(seen()).toEqual([false, false]);
		expect(await rowsOf(servers[0])).toBe(2);
	});

	it('HTTP-4 a POST whose answer was lost is repeated to another process: stored once, acknowledged', async () => {
		const servers = await startTwo('no hints');
		const id = 'e'.repeat(32);
		const update = typed('une seule fois');
		const ways = servers.map((server) => line(server, 'anne', { id }));
		for (const way of ways) expect(await way.post([update], { number: 1 })).toMatchObject({ durable: true });
		expect(await rowsOf(servers[0])).toBe(1);
	});
});
