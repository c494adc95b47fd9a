import { afterEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { startWebsockets } from '../../../server/collaboration/testing/websocket-harness.ts';
import { DOCUMENT } from '../../../server/collaboration/testing/harness.ts';
import { closedReason } from './closed-reason.ts';
import { DocumentSession, type SessionOptions } from './document-session.ts';
import type { LocalCopy } from './local-copy.ts';
import { viewOf } from './save-state.ts';
import { sizeSentence } from './size-sentence.ts';

type Server = Awaited<ReturnType<typeof startWebsockets>>;

let server: Server;
const sessions: DocumentSession[] = [];

afterEach(async () => {
	for (const session of sessions.splice(0)) session.close();
	server.log.releaseAppends();
	await server.stop();
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

describe('« Enregistré »', () => {
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

describe('access', () => {
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

describe('a document that is full', () => {
	test('keeps the line and what was written, says so, takes deletions, and takes the rest once there is room', async () => {
		server = await startWebsockets({ DOCUMENT_BYTES: 20_000 });
		const [anne, bob] = [open('anne'), open('bob')];
		await Promise.all([saved(anne), saved(bob)]);
		write(anne, 'a'.repeat(18_000));
		await saved(anne);
		await until(() => expect(anne.size?.state).toBe('near'));
		expect(sizeSentence(anne.size!)).toContain('approche de sa taille maximale');
		write(anne, 'b'.repeat(3_000));
		await until(() => expect(anne.size?.state).toBe('full'));
		expect(sizeSentence(anne.size!)).toContain('ne sont pas enregistrées');
		expect([anne.closed, anne.pending > 0, read(anne).length]).toEqual([null, true, 21_000]);
		expect(says(anne)).not.toBe('Enregistré');
		anne.doc.getText('content').delete(5_000, 12_000);
		await until(() => expect(read(bob)).toHaveLength(6_000));
		await saved(anne);
		expect(read(bob)).toBe(read(anne));
		expect(read(anne)).toHaveLength(9_000);
	}, 60_000);
});
