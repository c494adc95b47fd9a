import { createServer, type AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { fetchWithCookie, startWebsockets } from '../../../server/collaboration/testing/websocket-harness.ts';
import { DOCUMENT } from '../../../server/collaboration/testing/harness.ts';
import { handOverHeldCopy } from './held-copy.ts';
import { heldVersion, localCopyName, openLocalCopy } from './local-copy.ts';
import { CURRENT_SCHEMA_VERSION } from './protocol.ts';
import { MemoryIndexedDb, MemoryKeyRange } from './testing/memory-indexeddb.ts';
import { rememberedTransport, rememberTransport } from './transport-memory.ts';
import type { Transport } from './transport.ts';

const NAME = localCopyName('anne', DOCUMENT, 'write');
const OLDER = CURRENT_SCHEMA_VERSION - 1;

let server: Awaited<ReturnType<typeof startWebsockets>>;
/** Takes connections and says nothing: a network that stops websockets. */
const silent = createServer((line) => void line.on('error', () => {}));

beforeAll(() => new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve)));
afterAll(() => void silent.close());
beforeEach(async () => {
	server = await startWebsockets();
	const kept = new Map<string, string>();
	vi.stubGlobal('indexedDB', new MemoryIndexedDb());
	vi.stubGlobal('IDBKeyRange', MemoryKeyRange);
	vi.stubGlobal('sessionStorage', {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => void kept.set(key, value),
		removeItem: (key: string) => void kept.delete(key),
	});
});
afterEach(async () => {
	vi.unstubAllGlobals();
	await server.stop();
});

/** What a page wrote on this device before it was told that it is too old. */
async function holdCopy(text: string): Promise<void> {
	const doc = new Y.Doc();
	const copy = openLocalCopy(NAME, doc);
	await copy.ready;
	doc.getText('content').insert(0, text);
	copy.countUnsent(1);
	copy.hold?.(OLDER);
	copy.close();
	doc.destroy();
	await vi.waitFor(async () => expect(await heldVersion(NAME)).toBe(OLDER));
}

/** A class whose sockets bear the cookie, or get no answer where websockets do not pass. */
function socketOf(how: { passes: boolean }): typeof globalThis.WebSocket {
	class Made extends WebSocket {
		constructor(url: string | URL) {
			const address = new URL(url);
			if (!how.passes) address.port = String((silent.address() as AddressInfo).port);
			super(address, [], { headers: { cookie: 'anne' } });
			this.on('error', () => {});
		}
	}
	return Made as unknown as typeof globalThis.WebSocket;
}

const handOver = (how: { passes: boolean }) =>
	handOverHeldCopy({
		name: NAME,
		documentId: DOCUMENT,
		server: `ws://127.0.0.1:${server.port}`,
		schemaVersion: OLDER,
		socket: socketOf(how),
		fetch: fetchWithCookie('anne'),
	});

const setAside = () => {
	const doc = new Y.Doc();
	for (const { bytes } of server.quarantine.entries) Y.applyUpdate(doc, bytes);
	return doc.getText('content').toString();
};

const isKept = async () => (await indexedDB.databases()).some(({ name }) => name === NAME);

test.each(['websocket', 'http'] as const)(
	'QUAR-1 a held copy is set aside for its author over %s, and leaves the device',
	async (transport: Transport) => {
		rememberTransport(transport);
		await holdCopy('écrit trop tard');
		expect(await handOver({ passes: transport === 'websocket' })).toBe(true);
		expect(setAside()).toBe('écrit trop tard');
		expect(await isKept()).toBe(false);
		expect(await server.log.read(DOCUMENT, 0)).toEqual([]);
	},
);

test('QUAR-1 LINE-1 where websockets do not pass a held copy goes by HTTP, and the page need not find that out again', async () => {
	await holdCopy('écrit trop tard');
	expect(await handOver({ passes: false })).toBe(true);
	expect(setAside()).toBe('écrit trop tard');
	expect(rememberedTransport()).toBe('http');
});

test('QUAR-2 a held copy that the server has no room for stays on the device', async () => {
	server.quarantine.state = 'full';
	await holdCopy('écrit trop tard');
	expect(await handOver({ passes: true })).toBe(false);
	expect(await heldVersion(NAME)).toBe(OLDER);
});
