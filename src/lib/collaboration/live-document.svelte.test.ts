import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { clientKeyOf, DOCUMENT } from '../../../server/collaboration/testing/harness.ts';
import { startWebsockets } from '../../../server/collaboration/testing/websocket-harness.ts';
import { LiveDocument } from './live-document.svelte.ts';
import { heldVersion, localCopyName, openLocalCopy } from './local-copy.ts';
import { CURRENT_SCHEMA_VERSION } from './protocol.ts';
import { MemoryIndexedDb, MemoryKeyRange } from './testing/memory-indexeddb.ts';

const NAME = localCopyName('anne', DOCUMENT, 'write');

let server: Awaited<ReturnType<typeof startWebsockets>>;
let device: MemoryIndexedDb;
let network: { onLine: boolean };
let opened = 0;
const closing: (() => void)[] = [];

beforeEach(async () => {
	server = await startWebsockets();
	device = new MemoryIndexedDb();
	network = { onLine: true };
	opened = 0;
	/** A browser's socket sends the cookie by itself. */
	class CookieSocket extends WebSocket {
		constructor(url: string | URL) {
			super(url, [], { headers: { cookie: 'anne' } });
			opened += 1;
			this.on('error', () => {});
		}
	}
	vi.stubGlobal('WebSocket', CookieSocket);
	vi.stubGlobal('indexedDB', device);
	vi.stubGlobal('IDBKeyRange', MemoryKeyRange);
	vi.stubGlobal('navigator', network);
	vi.stubGlobal('window', new EventTarget());
	vi.stubGlobal('document', new EventTarget());
	vi.stubGlobal('location', { origin: `http://127.0.0.1:${server.port}`, pathname: '/64/diagnostic' });
});
afterEach(async () => {
	for (const close of closing.splice(0)) close();
	device.releaseDeletions();
	await server.stop();
	vi.unstubAllGlobals();
});

function openPage(): { live: LiveDocument; leave: () => void } {
	const live = new LiveDocument({
		documentId: DOCUMENT,
		accountId: 'anne',
		clientKey: clientKeyOf('anne'),
		access: 'write',
	});
	const leave = live.open();
	closing.push(leave);
	return { live, leave };
}

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 25_000 });
const read = (live: LiveDocument) => live.session?.doc.getText('content').toString();
const says = (live: LiveDocument) => live.view.text;

/** What a page wrote on this device before it was told that it is too old. */
async function holdCopy(text: string): Promise<void> {
	const doc = new Y.Doc();
	const copy = openLocalCopy(NAME, doc);
	await copy.ready;
	doc.getText('content').insert(0, text);
	copy.hold?.(CURRENT_SCHEMA_VERSION - 1);
	copy.close();
	doc.destroy();
	await until(async () => expect(await heldVersion(NAME)).toBe(CURRENT_SCHEMA_VERSION - 1));
}

test('QUAR-1 without a network a held copy is read at once, unmerged; with one it is set aside and the document is written', async () => {
	await holdCopy('écrit trop tard');
	network.onLine = false;
	const { live } = openPage();
	await until(() => expect(read(live)).toBe('écrit trop tard'));
	await until(() => expect(live.saveState.connection).toBe('offline'));
	expect([live.access, live.showsHeld, opened]).toEqual(['read', true, 0]);

	network.onLine = true;
	window.dispatchEvent(new Event('online'));
	await until(() => expect(says(live)).toBe('Enregistré'));
	expect([live.access, live.showsHeld, read(live)]).toEqual(['write', false, '']);
	expect(server.quarantine.entries).toHaveLength(1);
	expect(await heldVersion(NAME)).toBeNull();
	live.session?.doc.getText('content').insert(0, 'la suite');
	await until(async () => expect(await server.log.read(DOCUMENT, 0)).toHaveLength(1));
	expect(live.saveState.kept).toBe(true);
});

test('QUAR-1 « Réessayer » hands a held copy over where the browser only believes that there is no network', async () => {
	await holdCopy('écrit trop tard');
	network.onLine = false;
	const { live } = openPage();
	await until(() => expect(live.showsHeld && read(live)).toBe('écrit trop tard'));
	live.retry();
	await until(() => expect(says(live)).toBe('Enregistré'));
	expect(server.quarantine.entries).toHaveLength(1);
	expect(live.access).toBe('write');
});

test('QUAR-3 a page left while its copy is made anew after a removal was set aside connects no more', async () => {
	server.authorizer.documentKind = 'note';
	const other = server.provider('bob');
	await until(() => expect(other.synced).toBe(true));
	const content = other.doc.getXmlFragment('content');
	content.push(Array.from({ length: 10 }, () => new Y.XmlElement('paragraph')));
	await until(async () => expect((await server.log.read(DOCUMENT, 0)).length).toBeGreaterThan(0));
	const { live, leave } = openPage();
	await until(() => expect(says(live)).toBe('Enregistré'));
	device.holdDeletions();
	live.session?.doc.getXmlFragment('content').delete(0, 9);
	await until(() => expect(device.waiting).toBe(1));
	expect(server.quarantine.entries).toHaveLength(1);

	leave();
	const before = opened;
	device.releaseDeletions();
	// Time for a session to be made: its code is here, and the device answers at once.
	for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setTimeout(resolve));
	expect([opened, live.session === null]).toEqual([before, true]);
	await until(() => expect(server.server.stats().connections).toBe(1));
});
