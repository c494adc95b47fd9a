import { createServer, type AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { fetchWithCookie, startWebsockets } from '../../../server/collaboration/testing/websocket-harness.ts';
import { DOCUMENT } from '../../../server/collaboration/testing/harness.ts';
import { closedReason } from './closed-reason.ts';
import { DocumentSession } from './document-session.ts';
import type { SessionOptions } from './session-options.ts';
import type { LocalCopy } from './local-copy.ts';
import { viewOf } from './save-state.ts';
import { sizeSentence } from './size-sentence.ts';
import type { Transport } from './transport.ts';

type Server = Awaited<ReturnType<typeof startWebsockets>>;

let server: Server;
let transport: Transport = 'websocket';
const sessions: DocumentSession[] = [];

afterEach(async () => {
	for (const session of sessions.splice(0)) session.close();
	server.log.releaseAppends();
	await server.stop();
	vi.unstubAllGlobals();
});

/** A browser's socket sends the cookie by itself. */
function socketOf(cookie: string): SessionOptions['socket'] {
	class CookieSocket extends WebSocket {
		constructor(url: string | URL, protocols?: string | string[]) {
			super(url, protocols ?? [], { headers: { cookie } });
		}
	}
	return CookieSocket as unknown as SessionOptions['socket'];
}

/** A device that keeps documents between two visits. */
class Device {
	readonly updates: Uint8Array[] = [];
	readonly unsent = new Map<number, number>();

	open = (doc: Y.Doc): LocalCopy => {
		const earlier = [...this.unsent.keys()];
		const total = [...this.unsent.values()].reduce((sum, count) => sum + count, 0);
		Y.transact(doc, () => this.updates.forEach((update) => Y.applyUpdate(doc, update, this)), this, false);
		const keep = (update: Uint8Array, origin: unknown) => void (origin !== this && this.updates.push(update));
		doc.on('update', keep);
		return {
			ready: Promise.resolve({ unsent: total }),
			countUnsent: (count) => void this.unsent.set(doc.clientID, count),
			forgetEarlier: () => earlier.forEach((key) => this.unsent.delete(key)),
			close: () => doc.off('update', keep),
		};
	};
}

function open(account: string, options: Partial<SessionOptions> = {}): DocumentSession {
	const session = new DocumentSession({
		documentId: DOCUMENT,
		access: 'write',
		server: `ws://127.0.0.1:${server.port}`,
		openLocalCopy: null,
		socket: socketOf(account),
		fetch: fetchWithCookie(account),
		transport,
		...options,
	});
	sessions.push(session);
	return session;
}

const says = (session: DocumentSession) => viewOf(session.save, Date.now()).text;
const write = (session: DocumentSession, text: string) => session.doc.getText('content').insert(0, text);
const read = (session: DocumentSession) => session.doc.getText('content').toString();
const remedyOf = ({ closed }: DocumentSession) => (closed === null ? null : closedReason(closed)?.remedy);
const until = (check: () => void) => vi.waitFor(check, { timeout: 25_000 });
const saved = (session: DocumentSession) => until(() => expect(says(session)).toBe('Enregistré'));

describe.each(['websocket', 'http'] as const)('« Enregistré » over %s', (given) => {
	beforeAll(() => void (transport = given));

	test('is said after the commit, not before', async () => {
		server = await startWebsockets();
		const anne = open('anne');
		await saved(anne);
		server.log.holdAppends();
		write(anne, 'mot');
		await until(() => expect(server.log.appends.length).toBeGreaterThan(0));
		expect(says(anne)).toBe('Enregistrement…');
		expect(anne.pending).toBe(1);
		server.log.releaseAppends();
		await saved(anne);
		expect(anne.pending).toBe(0);
	});

	test('is said again once edits made without a line have been delivered, once', async () => {
		server = await startWebsockets();
		const [anne, bob] = [open('anne'), open('bob')];
		await Promise.all([saved(anne), saved(bob)]);
		server.server.closeSession('session-anne');
		await until(() => expect(remedyOf(anne)).toBe('sign-in'));
		for (let index = 0; index < 30; index += 1) write(anne, `${index},`);
		expect(anne.pending).toBe(30);
		expect(says(anne)).toContain('30 modifications en attente');
		anne.retry();
		await saved(anne);
		expect(anne.closed).toBeNull();
		await until(() => expect(read(bob)).toBe(read(anne)));
		expect(read(bob).split(',')).toHaveLength(31);
	});

	test('counts the edits of a visit that ended before they were saved', async () => {
		server = await startWebsockets();
		const device = new Device();
		const first = open('anne', { openLocalCopy: device.open });
		await saved(first);
		server.log.holdAppends();
		write(first, 'un ');
		write(first, 'deux ');
		expect(first.pending).toBe(2);
		first.close();
		const second = open('anne', { openLocalCopy: device.open });
		await until(() => expect(second.pending).toBe(2));
		expect(read(second)).toBe('deux un ');
		expect(says(second)).not.toBe('Enregistré');
		server.log.releaseAppends();
		await saved(second);
		expect([...device.unsent.values()].every((count) => count === 0)).toBe(true);
		const bob = open('bob');
		await until(() => expect(read(bob)).toBe('deux un '));
	});

	test('is not said for edits whose count the device has lost', async () => {
		server = await startWebsockets();
		const device = new Device();
		const typed = new Y.Doc();
		typed.getText('content').insert(0, 'oublié');
		device.updates.push(Y.encodeStateAsUpdate(typed));
		server.log.holdAppends();
		const anne = open('anne', { openLocalCopy: device.open });
		await until(() => expect(server.log.appends.length).toBeGreaterThan(0));
		expect(anne.pending).toBe(1);
		expect(says(anne)).toBe('Enregistrement…');
		server.log.releaseAppends();
		await saved(anne);
	});
});

describe.each(['websocket', 'http'] as const)('access over %s', (given) => {
	beforeAll(() => void (transport = given));

	test('a reader follows live and counts nothing', async () => {
		server = await startWebsockets();
		const [anne, reader] = [open('anne'), open('paul:read', { access: 'read' })];
		await saved(anne);
		write(anne, 'à lire');
		await until(() => expect(read(reader)).toBe('à lire'));
		write(reader, 'essai ');
		expect(reader.pending).toBe(0);
		expect(says(reader)).toBe('Lecture seule');
		const bob = open('bob');
		await saved(bob);
		expect(read(bob)).toBe('à lire');
	});

	test('a change of access asks for another session', async () => {
		server = await startWebsockets();
		const changes: unknown[] = [];
		const anne = open('anne', { onAccess: (change) => changes.push(change) });
		await saved(anne);
		server.authorizer.changed.set('anne', server.authorizer.grant('anne', 'read'));
		await server.server.recheck({ accountId: 'anne' });
		await until(() => expect(changes).toContainEqual({ access: 'read', reason: 'rights' }));
	});

	test.each([
		['right-ended', 'leave'],
		['not-found', 'leave'],
		['signed-out', 'sign-in'],
	] as const)('%s is said, kept, and not tried again', async (reason, remedy) => {
		server = await startWebsockets();
		const anne = open('anne');
		await saved(anne);
		server.authorizer.changed.set('anne', { ok: false, reason });
		await server.server.recheck({ accountId: 'anne' });
		await until(() => expect(remedyOf(anne)).toBe(remedy));
		expect(anne.save.connection).toBe('stopped');
	});
});

describe.each(['websocket', 'http'] as const)('a document that is full, over %s', (given) => {
	beforeAll(() => void (transport = given));

	test('keeps the line and what was written, says so, takes deletions, and takes the rest once there is room', async () => {
		server = await startWebsockets({ DOCUMENT_BYTES: 20_000 });
		const [anne, bob] = [open('anne'), open('bob')];
		await Promise.all([saved(anne), saved(bob)]);
		write(anne, 'a'.repeat(18_000));
		await saved(anne);
		await until(() => expect(anne.size?.state).toBe('near'));
		expect(sizeSentence(anne.size!, true)).toContain('approche de sa taille maximale');
		write(anne, 'b'.repeat(3_000));
		await until(() => expect(anne.size?.state).toBe('full'));
		expect(sizeSentence(anne.size!, true)).toContain('ne sont pas enregistrées');
		expect([anne.closed, anne.pending > 0, read(anne).length]).toEqual([null, true, 21_000]);
		expect(says(anne)).not.toBe('Enregistré');
		anne.doc.getText('content').delete(5_000, 12_000);
		await until(() => expect(read(bob)).toHaveLength(6_000));
		await saved(anne);
		expect(read(bob)).toBe(read(anne));
		expect(read(anne)).toHaveLength(9_000);
	}, 60_000);
});

describe('a network that stops websockets', () => {
	beforeAll(() => void (transport = 'websocket'));

	const silent = createServer((line) => void line.on('error', () => {}));
	const gate = { passes: false };
	beforeAll(() => new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve)));
	afterAll(() => void silent.close());

	/** A class whose sockets get no answer until the gate is open. */
	function blockable(account: string): SessionOptions['socket'] {
		gate.passes = false;
		class Gated extends WebSocket {
			constructor(url: string) {
				const { port } = silent.address() as AddressInfo;
				const address = new URL(url);
				if (!gate.passes) address.port = String(port);
				super(address, [], { headers: { cookie: account } });
				this.on('error', () => {});
			}
		}
		return Gated as unknown as SessionOptions['socket'];
	}

	test('LINE-1 LINE-2 what was written before, meanwhile and after is saved, once; « Hors ligne » is never said', async () => {
		vi.stubGlobal('window', new EventTarget());
		vi.stubGlobal('document', new EventTarget());
		server = await startWebsockets();
		const said = new Set<string>();
		const socket = blockable('anne');
		const anne = open('anne', { socket, onChange: () => said.add(says(anne)) });
		const bob = open('bob', { socket: socketOf('bob') });
		await saved(bob);
		write(anne, 'avant,');
		expect(anne.pending).toBe(1);
		await saved(anne);
		expect(anne.report).toMatchObject({ transport: 'http' });
		write(anne, 'pendant,');
		await saved(anne);
		expect(anne.report.roundTrip).toBeGreaterThanOrEqual(0);
		await until(() => expect(read(bob)).toBe('pendant,avant,'));

		gate.passes = true;
		window.dispatchEvent(new Event('online'));
		for (let index = 0; index < 20; index += 1) {
			write(anne, `${index},`);
			await new Promise((resolve) => setImmediate(resolve));
		}
		await until(() => expect(anne.report.transport).toBe('websocket'));
		write(anne, 'après,');
		await saved(anne);
		await until(() => expect(read(bob)).toBe(read(anne)));
		expect(read(bob).split(',')).toHaveLength(24);
		expect([...said].filter((text) => text.includes('Hors ligne'))).toEqual([]);
	});

	test('LINE-1 what is written while signed out is said to be kept, and delivered once by HTTP when signed in again', async () => {
		server = await startWebsockets();
		const anne = open('anne', { transport: 'http', openLocalCopy: new Device().open });
		await saved(anne);
		server.server.closeSession('session-anne');
		await until(() => expect(remedyOf(anne)).toBe('sign-in'));
		write(anne, 'gardé');
		expect(says(anne)).toBe('Hors ligne\u00a0: gardé sur cet appareil');
		anne.retry();
		await saved(anne);
		expect((await server.log.read(DOCUMENT, 0)).length).toBe(1);
	});
});
