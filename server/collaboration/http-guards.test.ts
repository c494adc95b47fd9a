import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { CLOSE } from '#lib/collaboration/close-codes.ts';
import { describeDocument } from './fold.ts';
import { encodePresence, encodeStep1, encodeStep2 } from './messages.ts';
import { DOCUMENT, OTHER_DOCUMENT, UNKNOWN_DOCUMENT, updateOf } from './testing/harness.ts';
import { fingerprint, httpTests, rowsOf, typed } from './testing/http-tests.ts';

const { start, line, opened, stop } = httpTests();
afterEach(stop);

describe('who may come by HTTP', () => {
	const foreign = [
		['foreign', { origin: 'https://evil.example' }],
		['opaque', { origin: 'null' }],
		['of a look-alike host', { origin: 'http://127.0.0.1.evil.example' }],
		['absent, from another site', { 'sec-fetch-site': 'cross-site' }],
		['absent under a browser’s name', { 'user-agent': 'Mozilla/5.0 (X11)' }],
		[
			'absent under a browser’s name that comes from elsewhere',
			{ 'user-agent': 'Mozilla/5.0', referer: 'https://evil.example/' },
		],
	] as [string, Record<string, string>][];

	it.each(foreign)('AUTH-6 (A2) gets 403 when the origin is %s', async (_, headers) => {
		const server = await start();
		const eve = line(server, 'anne', { headers });
		expect((await eve.open()).status).toBe(403);
		expect((await eve.postBody(new Uint8Array([1, 2]))).status).toBe(403);
		expect(server.server.stats().connections).toBe(0);
		expect(server.authorizer.asked).toBe(0);
	});

	it('AUTH-6 lets own pages and programs in', async () => {
		const server = await start();
		const own = `http://127.0.0.1:${server.port}`;
		const signs = [
			{},
			{ origin: own },
			{ 'sec-fetch-site': 'same-origin' },
			{ 'user-agent': 'Mozilla/5.0', referer: `${own}/64` },
		];
		for (const headers of signs as Record<string, string>[]) {
			const anne = await opened(server, 'anne', { headers });
			expect(anne.closed).toBeNull();
		}
		const posts = line(server, 'anne', { headers: { origin: own } });
		expect(await posts.post([typed('oui')])).toMatchObject({ durable: true });
	});

	it('AUTH-2 gives an unknown id, an id that is no id and a hidden document the same answer', async () => {
		const server = await start();
		server.authorizer.hidden.add(OTHER_DOCUMENT);
		const answers = [];
		for (const documentId of [UNKNOWN_DOCUMENT, 'no-id', `${DOCUMENT}/x`, OTHER_DOCUMENT]) {
			const anne = line(server, 'anne', { documentId });
			const { status } = await anne.open();
			const posted = await anne.postBody(new Uint8Array([1, 2]));
			answers.push([
				status,
				anne.closed,
				anne.frames.length,
				posted.status,
				Buffer.from(await posted.arrayBuffer()).toString('hex'),
			]);
		}
		expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
		expect(answers[0]?.slice(0, 3)).toEqual([200, { code: CLOSE.notFound, reason: 'no such document' }, 0]);
	});

	it('AUTH-1 says signed out to nobody, and reads nothing of what they send', async () => {
		const server = await start();
		const nobody = await opened(server, null);
		expect(nobody.closed?.code).toBe(CLOSE.signedOut);
		expect(await nobody.post([typed('rien')])).toMatchObject({ close: { code: CLOSE.signedOut } });
		expect(await rowsOf(server)).toBe(0);
	});

	it('HTTP-6 an authorizer that fails or hangs opens nothing, and is tried again', async () => {
		const server = await start({ PREAUTH_MS: 200 });
		server.authorizer.authorize = () => Promise.reject(new Error('database away'));
		expect((await line(server, 'anne').postBody(new Uint8Array())).status).toBe(503);
		server.authorizer.authorize = () => new Promise(() => {});
		expect((await line(server, 'bob').postBody(new Uint8Array())).status).toBe(503);
	});

	it('HTTP-1 nothing else is answered: other methods, ids and numbers', async () => {
		const server = await start();
		const at = `http://127.0.0.1:${server.port}/collaboration/${DOCUMENT}`;
		const id = 'b'.repeat(32);
		const status = async (path: string, method = 'GET') =>
			(await fetch(`${at}/${path}`, { method, headers: { cookie: 'anne' } })).status;
		expect(await status(`flux?connexion=${id}`, 'POST')).toBe(405);
		expect(await status(`messages?connexion=${id}&suite=1`)).toBe(405);
		expect(await status('flux?connexion=court')).toBe(400);
		for (const number of ['', '0', '-1', '1.5', 'x', '9007199254740993'])
			expect(await status(`messages?connexion=${id}&suite=${number}`, 'POST')).toBe(400);
		expect(await (await fetch(`http://127.0.0.1:${server.port}/64`)).text()).toBe('page');
		expect(server.authorizer.asked).toBe(0);
	});
});

describe('what may enter by POST', () => {
	it('RO-1 (F18) the evaluator posts every message type 0 to 255 with every sub-type: nothing changes, nobody hears', async () => {
		const server = await start({
			UPDATES_BURST: 100_000,
			FRAMES_BURST: 100_000,
			SOCKETS_PER_ACCOUNT: 10_000,
		});
		const writer = server.provider('anne');
		await vi.waitFor(() => expect(writer.synced).toBe(true));
		writer.doc.getText('content').insert(0, 'écrit');
		await vi.waitFor(async () => expect(await rowsOf(server)).toBe(1));
		const before = [await fingerprint(server), await fingerprint(server, OTHER_DOCUMENT)];
		let heard = 0;
		writer.doc.on('update', () => heard++);
		const own = new Y.Doc();
		Y.applyUpdate(own, Y.encodeStateAsUpdate(writer.doc));
		const bodies = [
			updateOf(own, () => own.getText('content').insert(0, 'interdit ')),
			updateOf(own, () => own.getText('content').delete(0, 3)),
			Y.encodeStateAsUpdate(own),
		];
		for (const withStream of [true, false]) {
			for (let type = 0; type <= 255; type += 1) {
				const reader = withStream ? await opened(server, 'ars:read') : line(server, 'ars:read');
				const frames = [0, 1, 2, 3, 4].flatMap((subtype) =>
					bodies.map((body) => frameOf(type, subtype, body)),
				);
				await reader.post([...frames, ...bodies.map((body) => frameOf(type, null, body))]);
				reader.leave();
			}
		}
		expect([await fingerprint(server), await fingerprint(server, OTHER_DOCUMENT)]).toEqual(before);
		expect(heard).toBe(0);
		expect(server.server.stats().committed).toBe(1);
	});

	it('RO-1 HTTP-2 what a reader posts is never said to be durable', async () => {
		const server = await start();
		const reader = await opened(server, 'ars:read');
		expect(await reader.post([typed('interdit')])).toMatchObject({ durable: false, close: null });
		expect(await reader.post([encodePresence([])])).toMatchObject({ durable: true, close: null });
		expect(await rowsOf(server)).toBe(0);
	});

	it('GUARD-3 (F17) a forged client id closes that connection, and nothing is stored', async () => {
		const server = await start();
		const anne = await opened(server, 'anne');
		const doc = new Y.Doc();
		await anne.post([typed('à moi', doc)]);
		const before = await fingerprint(server);
		const forged = new Y.Doc();
		Y.applyUpdate(forged, Y.encodeStateAsUpdate(doc));
		forged.clientID = doc.clientID;
		for (const eve of [await opened(server, 'eve'), line(server, 'eve')]) {
			expect(await eve.post([typed('AAAEVIL', forged)])).toMatchObject({
				durable: false,
				close: { code: CLOSE.badFrame },
			});
		}
		expect(await fingerprint(server)).toBe(before);
		expect(await anne.post([typed('encore', doc)])).toMatchObject({ durable: true });
	});

	it('LIM-2 HTTP-6 too large a frame or POST, too many updates or frames: closed, the others untouched', async () => {
		const server = await start({
			FRAME_BYTES: 1_000,
			POST_BYTES: 3_000,
			UPDATES_BURST: 5,
			UPDATES_PER_SECOND: 1,
			FRAMES_BURST: 50,
			FRAMES_PER_SECOND: 1,
		});
		const tooMuch = { durable: false, close: { code: CLOSE.tooMuch, reason: 'too much' } };
		const anne = await opened(server, 'anne');
		expect(await line(server, 'eve').post([new Uint8Array(1_001)])).toMatchObject(tooMuch);
		expect(await line(server, 'eve').post([new Uint8Array(3_001)])).toMatchObject(tooMuch);
		const doc = new Y.Doc();
		const many = Array.from({ length: 6 }, () => typed('x', doc));
		expect(await line(server, 'eve').post(many)).toMatchObject({ close: { code: CLOSE.tooFast } });
		const frames = Array.from({ length: 51 }, () => encodePresence([]));
		expect(await line(server, 'eve').post(frames)).toMatchObject(tooMuch);
		expect(await anne.post([typed('toujours là')])).toMatchObject({ durable: true });
	});

	it('HTTP-6 a body in pieces without a length is bounded too', async () => {
		const server = await start({ POST_BYTES: 3_000 });
		const raw = connectTcp(server.port, '127.0.0.1');
		raw.on('error', () => {});
		const head = [
			`POST /collaboration/${DOCUMENT}/messages?schema=1&connexion=${'c'.repeat(32)}&suite=1 HTTP/1.1`,
			'Host: x',
			'Cookie: eve',
			'Transfer-Encoding: chunked',
			'\r\n',
		];
		raw.write(head.join('\r\n'));
		const chunk = `800\r\n${'x'.repeat(0x800)}\r\n`;
		for (let i = 0; i < 4; i += 1) raw.write(chunk);
		const [answer] = (await once(raw, 'data')) as [Buffer];
		expect(answer.toString('latin1')).toContain('too much');
		raw.destroy();
	});

	it('LIM-2 as many connections by POST as by websocket, and no more', async () => {
		const server = await start({ SOCKETS_PER_ACCOUNT: 3 });
		for (let i = 0; i < 3; i += 1) expect(await line(server, 'eve').post([])).toMatchObject({ close: null });
		expect(await line(server, 'eve').post([])).toMatchObject({ close: { code: CLOSE.tooMuch } });
	});

	it('GUARD-1 2,000 mutated, cut and random POSTs: no exit, no change but by what was accepted, neighbours untouched', async () => {
		const server = await start({
			UPDATES_BURST: 1e9,
			FRAMES_BURST: 1e9,
			RESYNCS: 1e9,
			SOCKETS_PER_ACCOUNT: 1e9,
		});
		const [anne, neighbour] = [
			server.provider('anne', { transport: 'http' }),
			await opened(server, 'bob', { documentId: OTHER_DOCUMENT }),
		];
		await vi.waitFor(() => expect(anne.synced).toBe(true));
		await neighbour.post([typed('voisin')]);
		const before = await fingerprint(server, OTHER_DOCUMENT);
		const doc = new Y.Doc();
		const samples = [
			typed('texte', doc),
			encodeStep2(Y.encodeStateAsUpdate(doc)),
			encodeStep1(Y.encodeStateVector(doc)),
			encodePresence([{ clientId: 5, clock: 1, json: '{}' }]),
		];
		const random = fc.sample(
			fc.record({
				sample: fc.nat(samples.length - 1),
				bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }),
				at: fc.nat(),
				raw: fc.boolean(),
			}),
			{ numRuns: 2_000, seed: 64 },
		);
		let eve = line(server, 'eve');
		for (const { sample, bytes, at, raw } of random) {
			const spoilt = samples[sample]!.slice();
			spoilt[at % spoilt.length] = bytes[0]!;
			const answer = raw ? await eve.postBody(bytes as Uint8Array<ArrayBuffer>) : await eve.post([spoilt]);
			if (answer === null || !('durable' in answer) || answer.close !== null) eve = line(server, 'eve');
		}
		expect(await fingerprint(server, OTHER_DOCUMENT)).toBe(before);
		expect(neighbour.closed).toBeNull();
		anne.doc.getText('content').insert(0, 'fin');
		await vi.waitFor(async () => expect(await fingerprint(server)).toContain(describeDocument(anne.doc)));
		expect(anne.doc.store.pendingStructs).toBeNull();
	});
});

/** A message of a type, with or without a sub-type, around a body. */
function frameOf(type: number, subtype: number | null, body: Uint8Array): Uint8Array {
	const length = body.length < 128 ? [body.length] : [(body.length & 127) | 128, body.length >>> 7];
	const head = type < 128 ? [type] : [(type & 127) | 128, type >>> 7];
	return Uint8Array.from([...head, ...(subtype === null ? [] : [subtype]), ...length, ...body]);
}
