import { afterEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { CLOSE } from '#lib/collaboration/close-codes.ts';
import { MESSAGE, SYNC } from '#lib/collaboration/protocol.ts';
import { describeDocument } from './fold.ts';
import { encodePresence, encodeStep2 } from './messages.ts';
import { OTHER_DOCUMENT } from './testing/harness.ts';
import { fingerprint, httpTests, rowsOf, typed } from './testing/http-tests.ts';

const { start, line, opened, stop } = httpTests();
afterEach(stop);

describe('a connection over HTTP', () => {
	it('HTTP-1 DUR-1 a POST is answered once what it brings is durable, and then the others see it', async () => {
		const server = await start();
		const [anne, bob] = [await opened(server, 'anne'), await opened(server, 'bob')];
		server.log.holdAppends();
		let answered = false;
		const answer = anne.post([typed('bonjour')]).finally(() => (answered = true));
		await vi.waitFor(() => expect(server.log.appends.length).toBe(1));
		expect(answered).toBe(false);
		const updates = () => bob.frames.filter(([type, kind]) => type === MESSAGE.sync && kind === SYNC.update);
		expect(updates()).toEqual([]);
		server.log.releaseAppends();
		expect(await answer).toEqual({ durable: true, close: null, frames: [] });
		await vi.waitFor(() => expect(updates()).toHaveLength(1));
	});

	it('HTTP-7 the opening brings what the page lacks of what it says it holds', async () => {
		const server = await start();
		const anne = await opened(server, 'anne');
		const doc = new Y.Doc();
		await anne.post([typed('tout le début', doc)]);
		const state = Y.encodeStateVector(doc);
		await anne.post([typed('et la suite', doc)]);
		const isStep2 = ([type, kind]: Uint8Array) => type === MESSAGE.sync && kind === SYNC.step2;
		const sizes = [];
		for (const held of [undefined, state]) {
			const late = await opened(server, 'bob', { state: held });
			await vi.waitFor(() => expect(late.frames.some(isStep2)).toBe(true));
			expect(late.frames[0]?.[0]).toBe(MESSAGE.access);
			sizes.push(late.frames.find(isStep2)?.length ?? 0);
		}
		expect(sizes[1]).toBeLessThan(sizes[0]! - 10);
	});

	it('HTTP-1 its stream says what no proxy may keep, and that it is a stream', async () => {
		const server = await start();
		const { headers } = await line(server, 'anne').open();
		expect(headers.get('content-type')).toContain('text/event-stream');
		expect(headers.get('cache-control')).toBe('no-store, no-transform');
		expect(headers.get('x-accel-buffering')).toBe('no');
		expect(headers.get('x-content-type-options')).toBe('nosniff');
	});

	it('HTTP-1 the connection ends with its stream, and the presence shown by POST with it', async () => {
		const server = await start();
		const bob = server.provider('bob');
		const anne = await opened(server, 'anne');
		await anne.post([encodePresence([{ clientId: 7, clock: 1, json: '{"at":null}' }])]);
		await vi.waitFor(() =>
			expect(bob.awareness.getStates().get(7)?.['user']).toMatchObject({ accountId: 'anne' }),
		);
		anne.leave();
		await vi.waitFor(() => expect(bob.awareness.getStates().has(7)).toBe(false));
		await vi.waitFor(() => expect(server.server.stats().connections).toBe(1));
	});

	it('HTTP-4 a POST that comes twice under one number is read once, and answered alike', async () => {
		const server = await start();
		const anne = await opened(server, 'anne');
		server.log.holdAppends();
		const update = typed('une fois');
		const answers = [anne.post([update], { number: 1 }), anne.post([update], { number: 1 })];
		await vi.waitFor(() => expect(server.log.appends.length).toBe(1));
		server.log.releaseAppends();
		expect(await Promise.all(answers)).toEqual(Array(2).fill({ durable: true, close: null, frames: [] }));
		expect(await rowsOf(server)).toBe(1);
		expect(server.server.stats().refused).toEqual({});
		expect(await anne.post([update], { number: 2 })).toMatchObject({ durable: true });
		expect(await anne.post([update], { number: 1 })).toBeNull();
		expect(await rowsOf(server)).toBe(1);
	});

	it('HTTP-2 GUARD-2 an update with a gap is refused in the answer, and asked again on the stream', async () => {
		const server = await start();
		const anne = await opened(server, 'anne');
		const doc = new Y.Doc();
		typed('un ', doc);
		const second = typed('deux ', doc);
		expect(await anne.post([second])).toMatchObject({ durable: false, close: null });
		const asked = () => anne.frames.filter(([type, kind]) => type === MESSAGE.sync && kind === SYNC.step1);
		await vi.waitFor(() => expect(asked()).toHaveLength(2));
		expect(await anne.post([encodeStep2(Y.encodeStateAsUpdate(doc))])).toMatchObject({ durable: true });
		expect(await fingerprint(server)).toContain(describeDocument(doc));
	});

	it('DUR-4 HTTP-2 a commit that fails is no success, and says that one may come again', async () => {
		const server = await start();
		const anne = await opened(server, 'anne');
		server.log.failAppend = 'before';
		expect(await anne.post([typed('perdu')])).toMatchObject({
			durable: false,
			close: { code: CLOSE.internal },
		});
		await vi.waitFor(() => expect(anne.closed?.code).toBe(CLOSE.internal));
	});

	it('DUR-5 HTTP-1 a server that stops says so on the stream and to who comes after', async () => {
		const server = await start();
		const anne = await opened(server, 'anne');
		await server.server.close();
		await vi.waitFor(() => expect(anne.closed?.code).toBe(CLOSE.restart));
		const late = await opened(server, 'bob');
		expect(late.closed?.code).toBe(CLOSE.restart);
	});
});

describe('a POST where its stream is not', () => {
	it('HTTP-3 has a connection of its own there, which answers for itself and keeps nothing of the room', async () => {
		const server = await start();
		const bob = server.provider('bob');
		await vi.waitFor(() => expect(bob.synced).toBe(true));
		const anne = line(server, 'anne');
		const first = await anne.post([typed('par ici')]);
		expect(first).toMatchObject({ durable: true, close: null });
		const kinds = first?.frames.map(([type, kind]) => [type, type === MESSAGE.sync ? kind : null]);
		expect(kinds).toEqual([
			[MESSAGE.access, null],
			[MESSAGE.sync, SYNC.step1],
		]);
		bob.doc.getText('content').insert(0, 'non loin ');
		await vi.waitFor(async () => expect(await rowsOf(server)).toBe(2));
		expect(await anne.post([encodePresence([])])).toEqual({ durable: true, close: null, frames: [] });
		expect(server.server.stats().connections).toBe(2);
	});

	it('HTTP-3 lingers, so that a presence shown through it stays, and then leaves', async () => {
		const server = await start({ LINGER_MS: 300 });
		const bob = server.provider('bob');
		await vi.waitFor(() => expect(bob.synced).toBe(true));
		const anne = line(server, 'anne');
		const show = (clock: number) =>
			anne.post([encodePresence([{ clientId: 7, clock, json: '{"at":null}' }])]);
		await show(1);
		await vi.waitFor(() => expect(bob.awareness.getStates().has(7)).toBe(true));
		await show(2);
		expect(server.server.stats().connections).toBe(2);
		await vi.waitFor(() => expect(server.server.stats().connections).toBe(1));
		await vi.waitFor(() => expect(bob.awareness.getStates().has(7)).toBe(false));
	});

	it('HTTP-3 ends at once with the last POST', async () => {
		const server = await start();
		expect(await line(server, 'anne').post([typed('adieu')], { last: true })).toMatchObject({
			durable: true,
		});
		await vi.waitFor(() => expect(server.server.stats().connections).toBe(0));
		expect(await rowsOf(server)).toBe(1);
	});

	it('HTTP-3 (A2) is not another person’s connection, though they know its id', async () => {
		const server = await start();
		const id = 'a'.repeat(32);
		const anne = await opened(server, 'anne', { id });
		const eve = line(server, 'ars:read', { id });
		expect(await eve.post([typed('par le travers')])).toMatchObject({ close: null });
		expect(await rowsOf(server)).toBe(0);
		expect(anne.closed).toBeNull();
		const elsewhere = line(server, 'anne', { id, documentId: OTHER_DOCUMENT });
		await elsewhere.post([typed('ailleurs')]);
		expect(await rowsOf(server)).toBe(0);
	});

	it('AUTH-3 HTTP-3 is closed with the session, and a new one is refused', async () => {
		const server = await start();
		const anne = line(server, 'anne');
		await anne.post([typed('avant')]);
		server.authorizer.changed.set('anne', { ok: false, reason: 'signed-out' });
		server.server.closeSession('session-anne');
		expect(await anne.post([typed('après')])).toEqual({
			durable: false,
			close: { code: CLOSE.signedOut, reason: 'signed out' },
			frames: [],
		});
		expect(await rowsOf(server)).toBe(1);
	});
});
