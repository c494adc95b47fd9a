import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { CLOSE } from '#lib/collaboration/close-codes.ts';
import { CURRENT_SCHEMA_VERSION, MESSAGE, SYNC } from '#lib/collaboration/protocol.ts';
import { encodeStep1 } from './messages.ts';
import { buildServer, DOCUMENT, OTHER_DOCUMENT, UNKNOWN_DOCUMENT, updateOf } from './testing/harness.ts';

describe('rights', () => {
	it('AUTH-2 answers the same for unknown, hidden and impossible ids, and loads nothing', async () => {
		const { enter, authorizer, log } = buildServer();
		authorizer.hidden.add(OTHER_DOCUMENT);
		for (const documentId of [
			UNKNOWN_DOCUMENT,
			OTHER_DOCUMENT,
			'x',
			`${DOCUMENT}'--`,
			UNKNOWN_DOCUMENT.toUpperCase(),
		]) {
			const client = await enter('anne', { documentId });
			expect([client.closed, client.frames], documentId).toEqual([
				{ code: CLOSE.notFound, reason: 'no such document' },
				[],
			]);
		}
		expect(log.opens).toBeLessThanOrEqual(1);
	});

	it('AUTH-2 a document that disappeared between right and load gets that answer too', async () => {
		const { enter, log, server } = buildServer();
		log.remove(DOCUMENT);
		const client = await enter('anne');
		expect(client.closed?.code).toBe(CLOSE.notFound);
		expect(server.stats().rooms).toBe(0);
	});

	it.each([
		['signed-out', CLOSE.signedOut],
		['right-ended', CLOSE.rightEnded],
		['not-found', CLOSE.notFound],
	] as const)('AUTH-3 (F19) recheck closes at once when the answer is %s', async (reason, code) => {
		const { enter, authorizer, server, clock, fingerprint } = buildServer();
		const [anne, bob] = [await enter('anne'), await enter('bob')];
		anne.type('avant');
		await clock.settle();
		const before = await fingerprint();
		authorizer.changed.set('anne', { ok: false, reason });
		const recheck = server.recheck({ accountId: 'anne' });
		await clock.settle();
		await recheck;
		expect(anne.closed?.code).toBe(code);
		expect(bob.closed).toBeNull();
		const heard = anne.frames.length;
		anne.type('après');
		bob.type('secret');
		await clock.settle();
		expect(anne.frames).toHaveLength(heard);
		expect((await fingerprint()).length).toBeGreaterThan(before.length);
		expect(bob.text()).toBe('avantsecret');
	});

	it('AUTH-3 a change of access closes with a code that is retried, and the new access holds', async () => {
		const { enter, authorizer, server, clock } = buildServer();
		const anne = await enter('anne');
		expect(anne.access).toEqual({ access: 'write', reason: 'rights', currentSchema: CURRENT_SCHEMA_VERSION });
		authorizer.changed.set('anne', authorizer.grant('anne', 'read'));
		const recheck = server.recheck({ documentId: DOCUMENT });
		await clock.settle();
		await recheck;
		expect(anne.closed?.code).toBe(CLOSE.accessChanged);
		const back = await enter('anne');
		expect(back.access?.access).toBe('read');
	});

	it('AUTH-3 closes within two seconds when no answer comes, to be retried', async () => {
		const { enter, authorizer, server, clock } = buildServer();
		const anne = await enter('anne');
		authorizer.changed.set('anne', 'hangs');
		const recheck = server.recheck({ sessionId: 'session-anne' });
		await clock.advance(1_999);
		await recheck;
		expect(anne.closed?.code).toBe(CLOSE.notReady);
		authorizer.changed.set('bob', 'fails');
		const bob = await enter('bob');
		await Promise.all([server.recheck({ accountId: 'bob' }), clock.settle()]);
		expect(bob.closed?.code).toBe(CLOSE.notReady);
	});

	it('AUTH-3 refuses an empty scope, and leaves those alone that it does not cover', async () => {
		const { enter, server, clock, authorizer } = buildServer();
		const anne = await enter('anne');
		authorizer.changed.set('anne', { ok: false, reason: 'right-ended' });
		await expect(server.recheck({})).rejects.toThrow('scope');
		await Promise.all([server.recheck({ accountId: 'anne', documentId: OTHER_DOCUMENT }), clock.settle()]);
		expect(anne.closed).toBeNull();
	});

	it('AUTH-3 closes every socket of a session that is closed', async () => {
		const { enter, server } = buildServer();
		const [one, two, other] = [
			await enter('anne'),
			await enter('anne', { documentId: OTHER_DOCUMENT }),
			await enter('bob'),
		];
		server.closeSession('session-anne');
		expect([one.closed?.code, two.closed?.code, other.closed]).toEqual([
			CLOSE.signedOut,
			CLOSE.signedOut,
			null,
		]);
	});

	it('AUTH-4 (F19) finds out within 30 s that a right ended, though nobody says so', async () => {
		const { enter, authorizer, clock } = buildServer();
		await enter('anne');
		await clock.advance(4_000);
		// The second socket uses the first one's answer, already four seconds old.
		const anne = await enter('anne');
		authorizer.changed.set('anne', { ok: false, reason: 'right-ended' });
		await clock.advance(26_000);
		expect(anne.closed?.code).toBe(CLOSE.rightEnded);
	});

	it('AUTH-4 stops within 30 s when rights cannot be read any more', async () => {
		const { enter, authorizer, clock, fingerprint } = buildServer();
		const anne = await enter('anne');
		authorizer.changed.set('anne', 'fails');
		await clock.advance(30_000);
		const before = await fingerprint();
		anne.type('trop tard');
		await clock.settle();
		expect(anne.closed?.code).toBe(CLOSE.notReady);
		expect(await fingerprint()).toBe(before);
	});

	it('AUTH-5 asks once for a crowd of one session, and again after a change of rights', async () => {
		const { connect, enter, authorizer, clock, server } = buildServer();
		for (let i = 0; i < 50; i++) connect('anne', { silent: true });
		await clock.settle();
		expect(authorizer.asked).toBe(1);
		await Promise.all([server.recheck({ accountId: 'somebody' }), clock.settle()]);
		await enter('anne');
		expect(authorizer.asked).toBe(2);
	});

	it('AUTH-5 does not let in on an answer that was asked for before rights changed', async () => {
		const { connect, authorizer, clock, server } = buildServer();
		const anne = connect('anne');
		authorizer.changed.set('anne', { ok: false, reason: 'not-found' });
		const recheck = server.recheck({ accountId: 'anne' });
		await clock.settle();
		await recheck;
		expect(anne.closed?.code).toBe(CLOSE.notFound);
		expect(anne.synced).toBe(false);
	});
});

describe('read-only', () => {
	it('RO-1 writes nothing, by update or sync step 2, and is told nothing is saved', async () => {
		const { enter, clock, fingerprint } = buildServer();
		const writer = await enter('anne');
		writer.type('texte');
		await clock.settle();
		const before = await fingerprint();
		const reader = await enter('ars:read');
		reader.type('interdit');
		reader.doc.getText('content').delete(0, 5);
		await clock.settle();
		expect(await fingerprint()).toBe(before);
		expect(writer.text()).toBe('texte');
		expect(reader.saved).toBeNull();
		expect(reader.access).toEqual({
			access: 'read',
			reason: 'rights',
			currentSchema: CURRENT_SCHEMA_VERSION,
		});
	});

	it('RO-2 is not asked for what it has, and may ask for the document again', async () => {
		const { enter, clock } = buildServer();
		const reader = await enter('ars:read');
		expect(reader.count(MESSAGE.sync, SYNC.step1)).toBe(0);
		reader.say(encodeStep1(new Uint8Array([0])));
		await clock.settle();
		expect(reader.count(MESSAGE.sync, SYNC.step2)).toBe(2);
	});
});

describe('page versions', () => {
	it.each([
		['1', 2, 'read', 'schema-older'],
		['3', 2, 'read', 'schema-newer'],
		['2', 2, 'write', 'rights'],
	] as const)(
		'SCHEMA-1 a page of version %s on a server of version %i may %s (%s)',
		async (schema, current, access, reason) => {
			const { enter, clock, stored } = buildServer({}, current);
			const page = await enter('anne', { schema });
			expect(page.access).toEqual({ access, reason, currentSchema: current });
			page.type('x');
			await clock.settle();
			expect((await stored()).getText('content').toString()).toBe(access === 'write' ? 'x' : '');
			expect(page.closed).toBeNull();
		},
	);

	it('SCHEMA-2 a program writes by its rights; a version that is no number is refused', async () => {
		const { enter, clock, stored } = buildServer();
		const program = await enter('anne', { schema: null });
		program.type('x');
		await clock.settle();
		expect((await stored()).getText('content').toString()).toBe('x');
		for (const schema of ['', '-1', '1.5', 'latest', '1e3', '99999999999']) {
			expect((await enter('anne', { schema })).closed?.code, schema).toBe(CLOSE.badFrame);
		}
	});
});

describe('bounds', () => {
	it('LIM-2 bounds what a stranger may send and how long they may stay unknown', async () => {
		const { connect, clock, authorizer } = buildServer();
		authorizer.authorize = () => new Promise(() => {});
		const loud = connect('anne', { silent: true });
		for (let i = 0; i < 70; i++) loud.say(new Uint8Array(1_000));
		expect(loud.closed?.code).toBe(CLOSE.tooMuch);
		const quiet = connect('bob', { silent: true });
		await clock.advance(7_000);
		expect(quiet.closed?.code).toBe(CLOSE.notReady);
	});

	it('LIM-2 bounds sockets of an account and of an address, and counts down when they go', async () => {
		const { enter } = buildServer({ SOCKETS_PER_ACCOUNT: 3, SOCKETS_PER_ADDRESS: 5 });
		const mine = [await enter('anne'), await enter('anne'), await enter('anne')];
		expect((await enter('anne')).closed?.code).toBe(CLOSE.tooMuch);
		mine[0]?.drop();
		expect((await enter('anne')).closed).toBeNull();
		await enter('bob');
		await enter('carl');
		expect((await enter('dora')).closed?.code).toBe(CLOSE.tooMuch);
		expect((await enter('dora', { address: '10.0.0.1' })).closed).toBeNull();
	});

	it('LIM-2 closes one who sends faster than any person types, after a burst', async () => {
		const { enter, clock } = buildServer();
		const anne = await enter('anne');
		for (let i = 0; i < 180; i++) anne.type('x');
		expect(anne.closed).toBeNull();
		await clock.advance(2_000);
		for (let i = 0; i < 400; i++) anne.type('x');
		expect(anne.closed?.code).toBe(CLOSE.tooFast);
	});

	it('LIM-2 makes a reader pay for frames without effect', async () => {
		const { enter } = buildServer();
		const reader = await enter('ars:read', { silent: true });
		for (let i = 0; i < 400; i++) reader.say(new Uint8Array([200, 1, 1]));
		expect(reader.closed?.code).toBe(CLOSE.tooMuch);
	});

	it('LIM-3 cuts a reader that does not keep up, and nobody else', async () => {
		const { enter, clock } = buildServer({ SEND_BUFFER_BYTES: 10_000 });
		const [anne, slow, bob] = [await enter('anne'), await enter('slow'), await enter('bob')];
		slow.bufferedAmount = 9_990;
		anne.type('bonjour à tous');
		await clock.settle();
		expect(slow.closed?.code).toBe(CLOSE.tooSlow);
		expect(slow.terminated).toBe(true);
		expect(bob.text()).toBe('bonjour à tous');
	});

	it('LIM-3 a document larger than the buffer still opens for one with an empty line', async () => {
		const { enter, clock } = buildServer({ SEND_BUFFER_BYTES: 1_000 });
		const anne = await enter('anne');
		anne.type('x'.repeat(5_000));
		await clock.settle();
		const bob = await enter('bob', { doc: new Y.Doc() });
		expect(bob.text()).toHaveLength(5_000);
	});

	it('LIM-4 closes those for whom the document does not load in time', async () => {
		const { connect, log, clock, server } = buildServer();
		log.holdOpens();
		const anne = connect('anne');
		await clock.advance(32_000);
		expect(anne.closed?.code).toBe(CLOSE.notReady);
		log.releaseOpens();
		await clock.settle();
		expect(server.stats().rooms).toBe(0);
	});

	it('LIM-2 refuses what comes while the log is stuck, to be retried', async () => {
		const { enter, log, clock } = buildServer({ QUEUED_BYTES: 1_000 });
		const anne = await enter('anne');
		log.holdAppends();
		for (let i = 0; i < 20 && !anne.closed; i++) {
			anne.update(updateOf(anne.doc, () => anne.doc.getMap('m').set(`k${i}`, 'x'.repeat(100))));
			await clock.settle();
		}
		expect(anne.closed?.code).toBe(CLOSE.internal);
		log.releaseAppends();
		await clock.settle();
	});
});
