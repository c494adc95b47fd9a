import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import type { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { CLOSE } from '#lib/collaboration/close-codes.ts';
import { CURRENT_SCHEMA_VERSION } from '#lib/collaboration/protocol.ts';
import { describeDocument } from './fold.ts';
import { encodePresence, encodeStep1, encodeStep2, encodeUpdate } from './messages.ts';
import { DOCUMENT, OTHER_DOCUMENT, UNKNOWN_DOCUMENT, updateOf } from './testing/harness.ts';
import { startWebsockets } from './testing/websocket-harness.ts';

type Running = Awaited<ReturnType<typeof startWebsockets>>;
let running: Running | null = null;

async function start(limits: Parameters<typeof startWebsockets>[0] = {}): Promise<Running> {
	running = await startWebsockets(limits);
	return running;
}

afterEach(async () => {
	await running?.stop();
	running = null;
});

const textOf = (provider: WebsocketProvider) => provider.doc.getText('content').toString();

async function synced(...providers: WebsocketProvider[]): Promise<void> {
	await vi.waitFor(() => expect(providers.every((provider) => provider.synced)).toBe(true), {
		timeout: 10_000,
	});
}

async function fingerprint({ log }: Running, documentId = DOCUMENT): Promise<string> {
	const doc = new Y.Doc();
	const rows = await log.read(documentId, 0);
	for (const { bytes } of rows) Y.applyUpdate(doc, bytes);
	return `${rows.length} ${describeDocument(doc)}`;
}

async function closeOf(socket: WebSocket): Promise<number> {
	const [code] = (await once(socket, 'close')) as [number];
	return code;
}

/** Everything sent so far has been read once the answer to one more question is there. */
async function caughtUp(socket: WebSocket): Promise<void> {
	const answer = once(socket, 'message');
	socket.send(encodeStep1(new Uint8Array([0])));
	await answer;
}

describe.each(['websocket', 'http'] as const)('the unmodified provider over %s', (transport) => {
	it('QUAR-1 (F24) the offline edits of a page one version older are set aside whole, and change nothing', async () => {
		const server = await start();
		const anne = server.provider('anne', { transport });
		await synced(anne);
		anne.doc.getText('content').insert(0, 'déjà là ');
		await vi.waitFor(async () => expect(await server.log.read(DOCUMENT, 0)).toHaveLength(1));
		const before = await fingerprint(server);
		const offline = new Y.Doc();
		Y.applyUpdate(offline, Y.encodeStateAsUpdate(anne.doc));
		for (let i = 0; i < 200; i++) offline.getText('content').insert(0, `⟦${i}⟧`);
		const schema = String(CURRENT_SCHEMA_VERSION - 1);
		const older = server.provider('bob', { transport, doc: offline, schema });
		await synced(older);
		await vi.waitFor(() => expect(server.quarantine.entries.length).toBeGreaterThan(0));
		expect(await fingerprint(server)).toBe(before);
		const merged = new Y.Doc();
		Y.applyUpdate(merged, Y.encodeStateAsUpdate(anne.doc));
		for (const { bytes } of server.quarantine.entries) Y.applyUpdate(merged, bytes);
		expect(describeDocument(merged)).toBe(describeDocument(offline));
		expect(textOf(anne)).toBe('déjà là ');
	});

	it('MSG-1 three people converge, and a fourth reads what they wrote', async () => {
		const server = await start();
		const people = ['anne', 'bob', 'carl'].map((name) => server.provider(name, { transport }));
		await synced(...people);
		for (let i = 0; i < 20; i++) {
			for (const [j, { doc }] of people.entries()) {
				doc.getText('content').insert(0, `${j}`);
				doc.getMap('actions').set(`${j}-${i}`, new Y.Map([['titre', `action ${i}`]]));
			}
		}
		await vi.waitFor(() => {
			expect(textOf(people[0]!)).toHaveLength(60);
			expect(new Set(people.map(({ doc }) => describeDocument(doc))).size).toBe(1);
		});
		const late = server.provider('dora:read', { transport });
		await synced(late);
		expect(describeDocument(late.doc)).toBe(describeDocument(people[0]!.doc));
		expect(await fingerprint(server)).toContain(describeDocument(late.doc));
	});

	it('LIM-2 two thousand edits in one turn all arrive, in more than one connection', async () => {
		const server = await start();
		const anne = server.provider('anne', { transport });
		await synced(anne);
		let closes = 0;
		anne.on('connection-close', () => (closes += 1));
		for (let i = 0; i < 2_000; i++) anne.doc.getText('content').insert(i, 'x');
		await vi.waitFor(async () => expect(await fingerprint(server)).toContain(describeDocument(anne.doc)), {
			timeout: 10_000,
		});
		expect(closes).toBeGreaterThan(0);
		anne.doc.getText('content').insert(0, 'après ');
		await vi.waitFor(async () => expect(await fingerprint(server)).toContain(describeDocument(anne.doc)));
	});

	it('DUR-4 edits made while the server is away arrive once, in a room loaded again', async () => {
		const server = await start();
		const anne = server.provider('anne', { transport });
		await synced(anne);
		server.log.failAppend = 'after';
		anne.doc.getText('content').insert(0, 'un ');
		await vi.waitFor(() => expect(anne.synced).toBe(false));
		for (let i = 0; i < 30; i++) anne.doc.getText('content').insert(0, `${i} `);
		server.log.failAppend = null;
		await synced(anne);
		const bob = server.provider('bob');
		await synced(bob);
		await vi.waitFor(() => expect(textOf(bob)).toBe(textOf(anne)));
		expect(textOf(bob).split('un ')).toHaveLength(2);
	});

	it('CLOSE-4 a final code stops it from coming back', async () => {
		const server = await start();
		const provider = server.provider('anne', { documentId: UNKNOWN_DOCUMENT, transport });
		const [closed] = await new Promise<[{ code: number }]>((resolve) => {
			provider.on('closed', (event) => resolve([event]));
		});
		expect(closed.code).toBe(CLOSE.notFound);
		expect(provider.shouldConnect).toBe(false);
	});

	it('PRES-1 sees who is there, as the server knows them', async () => {
		const server = await start();
		const [anne, bob] = [server.provider('anne', { transport }), server.provider('bob', { transport })];
		await synced(anne, bob);
		bob.awareness.setLocalStateField('user', { name: 'Anne', accountId: 'anne' });
		await vi.waitFor(() => {
			const seen = anne.awareness.getStates().get(bob.doc.clientID);
			expect(seen?.['user']).toMatchObject({ accountId: 'bob', name: 'Name of bob' });
		});
		bob.destroy();
		await vi.waitFor(() => expect(anne.awareness.getStates().has(bob.doc.clientID)).toBe(false));
	});
});

describe('the evaluator', () => {
	it('RO-1 (F18) sends every message type 0 to 255 with every sub-type: nothing changes, nobody hears', async () => {
		const server = await start({ UPDATES_BURST: 100_000 });
		const writer = server.provider('anne');
		await synced(writer);
		writer.doc.getText('content').insert(0, 'écrit');
		await vi.waitFor(async () => expect((await server.log.read(DOCUMENT, 0)).length).toBe(1));
		const before = [await fingerprint(server), await fingerprint(server, OTHER_DOCUMENT)];
		let heard = 0;
		writer.doc.on('update', () => heard++);
		writer.awareness.on('update', (_: unknown, origin: unknown) => {
			if (origin !== 'local') heard++;
		});

		const own = new Y.Doc();
		Y.applyUpdate(own, Y.encodeStateAsUpdate(writer.doc));
		const update = updateOf(own, () => own.getText('content').insert(0, 'interdit '));
		const deletion = updateOf(own, () => own.getText('content').delete(0, 3));
		let reader = server.open('ars:read');
		await once(reader, 'open');
		for (let type = 0; type <= 255; type++) {
			for (let subtype = 0; subtype <= 4; subtype++) {
				if (type === 0 && subtype === 0) continue;
				for (const body of [update, deletion, Y.encodeStateAsUpdate(own)]) {
					const length = body.length < 128 ? [body.length] : [(body.length & 127) | 128, body.length >>> 7];
					const head = type < 128 ? [type] : [(type & 127) | 128, type >>> 7];
					if (reader.readyState !== reader.OPEN) {
						reader = server.open('ars:read');
						await once(reader, 'open');
					}
					reader.send(Uint8Array.from([...head, subtype, ...length, ...body]));
					reader.send(Uint8Array.from([...head, ...length, ...body]));
				}
			}
			if (reader.readyState === reader.OPEN && type % 16 === 15) {
				await Promise.race([caughtUp(reader), once(reader, 'close')]);
			}
		}
		expect([await fingerprint(server), await fingerprint(server, OTHER_DOCUMENT)]).toEqual(before);
		expect(heard).toBe(0);
		expect(server.server.stats().committed).toBe(1);
	});

	it.each(['websocket', 'http'] as const)(
		'RO-2 follows live over %s and is not asked for what it has',
		async (transport) => {
			const server = await start();
			const [anne, reader] = [server.provider('anne'), server.provider('ars:read', { transport })];
			await synced(anne, reader);
			reader.doc.getText('content').insert(0, 'tapé pour rien');
			anne.doc.getText('content').insert(0, 'bonjour');
			await vi.waitFor(() => expect(textOf(reader)).toContain('bonjour'));
			expect(textOf(anne)).toBe('bonjour');
		},
	);
});

describe('the handshake', () => {
	it.each([
		['foreign', { origin: 'https://evil.example' }],
		['opaque', { origin: 'null' }],
		['of a look-alike host', { origin: 'http://127.0.0.1.evil.example' }],
		['of another port', { origin: 'http://127.0.0.1:1' }],
		['absent in a browser', { 'sec-fetch-site': 'cross-site' }],
		['absent under a browser’s name', { 'user-agent': 'Mozilla/5.0 (X11)' }],
	])('AUTH-6 (A2) gets 403 when the origin is %s', async (_, headers) => {
		const server = await start();
		const socket = server.open('anne', headers as Record<string, string>);
		const [error] = (await once(socket, 'error')) as [Error];
		expect(error.message).toContain('403');
		expect(server.server.stats().connections).toBe(0);
	});

	it('AUTH-6 lets own pages and programs in', async () => {
		const server = await start();
		for (const headers of [{ origin: `http://127.0.0.1:${server.port}` }, {}]) {
			const socket = server.open('anne', headers as Record<string, string>);
			await once(socket, 'open');
			await caughtUp(socket);
			socket.close();
		}
	});

	it('AUTH-2 gives an unknown id, an id that is no id and a hidden document the same answer', async () => {
		const server = await start();
		server.authorizer.hidden.add(OTHER_DOCUMENT);
		const answers = [];
		for (const documentId of [UNKNOWN_DOCUMENT, 'no-id', `${DOCUMENT}/x`, OTHER_DOCUMENT]) {
			const socket = server.open('anne', {}, documentId);
			let frames = 0;
			socket.on('message', () => frames++);
			const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
			answers.push([code, reason.toString(), frames]);
		}
		expect(new Set(answers.map(String)).size).toBe(1);
		expect(answers[0]).toEqual([CLOSE.notFound, 'no such document', 0]);
	});

	it('AUTH-1 closes as signed out without a session, after the handshake', async () => {
		const server = await start();
		expect(await closeOf(server.open(null))).toBe(CLOSE.signedOut);
	});
});

describe('broken input', () => {
	it('GUARD-1 (F15) survives garbage under the websocket: RSV bits, 64-bit lengths, unmasked, cut lines', async () => {
		const server = await start();
		const neighbour = server.provider('bob');
		await synced(neighbour);
		const frames = [
			[0xf2, 0x80, 0, 0, 0, 0],
			[0x82, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0],
			[0x82, 0x05, 1, 2, 3, 4, 5],
			[0x8f, 0x80, 0, 0, 0, 0],
			[0x81, 0x82, 0, 0, 0, 0, 0xff, 0xfe],
			[0x09, 0xfe, 0xff, 0xff],
			Array.from({ length: 300 }, (_, i) => (i * 37) % 256),
		];
		for (const bytes of frames) {
			const raw = connectTcp(server.port, '127.0.0.1');
			raw.on('error', () => {});
			raw.write(
				[
					`GET /collaboration/${DOCUMENT} HTTP/1.1`,
					'Host: x',
					'Connection: Upgrade',
					'Upgrade: websocket',
					'Sec-WebSocket-Version: 13',
					'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
					'Cookie: eve',
					'\r\n',
				].join('\r\n'),
			);
			await once(raw, 'data');
			raw.write(Uint8Array.from(bytes));
			raw.end();
			raw.resume();
			await once(raw, 'close');
		}
		neighbour.doc.getText('content').insert(0, 'toujours là');
		await vi.waitFor(async () => expect((await server.log.read(DOCUMENT, 0)).length).toBe(1));
	});

	it('LIM-2 closes on a frame beyond the bound, and on text', async () => {
		const server = await start({ FRAME_BYTES: 1_000 });
		for (const [bytes, code] of [
			[1_001, CLOSE.tooMuch],
			[2_000, CLOSE.tooMuch],
			[2_001, 1009],
		] as const) {
			const large = server.open('anne');
			await once(large, 'open');
			large.send(new Uint8Array(bytes));
			expect(await closeOf(large)).toBe(code);
		}
		const text = server.open('anne');
		await once(text, 'open');
		text.send('bonjour');
		expect(await closeOf(text)).toBe(CLOSE.badFrame);
	});

	const frames = Number(process.env['FUZZ_FRAMES'] ?? 10_000);
	it(
		`GUARD-1 survives ${frames} mutated, cut and random frames: no exit, no change but by what was accepted, neighbours untouched`,
		{ timeout: 60_000 + frames * 20 },
		async () => {
			const server = await start({
				UPDATES_BURST: 1e9,
				FRAMES_BURST: 1e9,
				RESYNCS: 1e9,
				SOCKETS_PER_ACCOUNT: 1e9,
			});
			const [anne, neighbour] = [
				server.provider('anne'),
				server.provider('bob', { documentId: OTHER_DOCUMENT }),
			];
			await synced(anne, neighbour);
			anne.doc.getText('content').insert(0, 'bonjour');
			neighbour.doc.getText('content').insert(0, 'voisin');
			await vi.waitFor(async () => expect((await server.log.read(OTHER_DOCUMENT, 0)).length).toBe(1));
			const before = await fingerprint(server, OTHER_DOCUMENT);
			const samples = sampleFrames();
			const spoiling = fc.record({
				sample: fc.nat(samples.length - 1),
				kind: fc.constantFrom('mutate', 'cut', 'grow', 'random'),
				bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }),
				at: fc.nat(),
			});
			let hostile: WebSocket | null = null;
			let closes = 0;
			for (const [i, { sample, kind, bytes, at }] of inPortions(spoiling, frames)) {
				if (i % RAW_EVERY === 0) await sendRaw(server.port, spoiltRaw(bytes, at));
				if (!hostile || hostile.readyState !== hostile.OPEN) {
					hostile = server.open('eve');
					hostile.on('error', () => {});
					hostile.once('close', () => closes++);
					await once(hostile, 'open');
				}
				hostile.send(mangle(samples[sample]!, { kind, bytes, at }));
				if (i % 5 === 4) await Promise.race([caughtUp(hostile), once(hostile, 'close')]);
			}
			expect(closes).toBeGreaterThan(0);
			expect(await fingerprint(server, OTHER_DOCUMENT)).toBe(before);
			expect(neighbour.wsconnected).toBe(true);
			const late = server.provider('carl');
			await synced(late);
			anne.doc.getText('content').insert(0, 'fin');
			await vi.waitFor(() => expect(describeDocument(late.doc)).toBe(describeDocument(anne.doc)));
			expect(late.doc.store.pendingStructs).toBeNull();
			expect(anne.doc.store.pendingStructs).toBeNull();
			expect(await fingerprint(server)).toContain(describeDocument(late.doc));
		},
	);
});

/** One frame in so many is broken below the messages: in the websocket's own framing. */
const RAW_EVERY = 100;

/** As many as asked, made a portion at a time: a million at once would not fit in memory. */
function* inPortions<T>(arbitrary: fc.Arbitrary<T>, count: number): Generator<[number, T]> {
	for (let from = 0; from < count; from += 1_000) {
		const portion = fc.sample(arbitrary, { numRuns: Math.min(1_000, count - from), seed: 64 + from });
		for (const [i, value] of portion.entries()) yield [from + i, value];
	}
}

/** A websocket frame with reserved bits, lengths of 64 bits that lie, text that is no UTF-8, no mask, or nothing but noise. */
function spoiltRaw(bytes: Uint8Array, at: number): Uint8Array {
	const heads = [
		[0xf2, 0x85, 1, 2, 3, 4],
		[0x82, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0],
		[0x82, 0xff, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0],
		[0x81, 0x84, 0, 0, 0, 0, 0xff, 0xfe, 0xc0, 0x80],
		[0x82, 0x05],
		[0x8f, 0x80, 0, 0, 0, 0],
		[0x00, 0x81, 0, 0, 0, 0],
		[],
	];
	return Uint8Array.from([...(heads[at % heads.length] ?? []), ...bytes]);
}

/** Opens a websocket by hand, sends bytes as they are, and waits until the line is closed by the other side or by us. */
async function sendRaw(port: number, bytes: Uint8Array): Promise<void> {
	const raw = connectTcp(port, '127.0.0.1');
	raw.on('error', () => {});
	raw.write(
		`GET /collaboration/${DOCUMENT} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
			'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nCookie: eve\r\n\r\n',
	);
	await once(raw, 'data');
	raw.end(bytes);
	raw.resume();
	await once(raw, 'close');
}

/** One honest frame of each kind, to be spoilt. */
function sampleFrames(): Uint8Array[] {
	const doc = new Y.Doc();
	const rich = updateOf(doc, () => {
		doc.getText('content').insert(0, 'texte', { bold: true });
		doc.getMap('actions').set('a', new Y.Map<unknown>([['budget', { euros: [1, 2.5, null, 'x'] }]]));
		doc.getXmlFragment('xml').push([new Y.XmlElement('p'), new Y.XmlElement('q')]);
		doc.getArray('list').push([new Uint8Array([1, 2, 3]), [10n], true]);
	});
	const deletion = updateOf(doc, () => doc.getText('content').delete(1, 2));
	return [
		encodeUpdate(rich),
		encodeStep2(rich),
		encodeUpdate(deletion),
		encodeStep2(Y.encodeStateAsUpdate(doc)),
		encodeStep1(Y.encodeStateVector(doc)),
		encodePresence([{ clientId: 5, clock: 1, json: '{"user":{}}' }]),
		new Uint8Array([3]),
	];
}

function mangle(frame: Uint8Array, how: { kind: string; bytes: Uint8Array; at: number }): Uint8Array {
	if (how.kind === 'random') return how.bytes;
	if (how.kind === 'cut') return frame.slice(0, 1 + (how.at % frame.length));
	if (how.kind === 'grow') return new Uint8Array([...frame, ...how.bytes]);
	const spoilt = frame.slice();
	for (const [i, byte] of how.bytes.subarray(0, 3).entries()) spoilt[(how.at + i * 7) % spoilt.length] = byte;
	return spoilt;
}
