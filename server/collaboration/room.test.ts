import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { CLOSE } from '#lib/collaboration/close-codes.ts';
import { MESSAGE, SYNC } from '#lib/collaboration/protocol.ts';
import { describeDocument } from './fold.ts';
import { buildServer, DOCUMENT, OTHER_DOCUMENT, updateOf } from './testing/harness.ts';

describe('durability', () => {
	it('DUR-1 shows nothing to peers and acknowledges nothing while the commit is held', async () => {
		const { enter, log, clock } = buildServer();
		const [anne, bob] = [await enter('anne'), await enter('bob')];
		const savedBefore = anne.saved;
		log.holdAppends();
		anne.type('bonjour');
		await clock.advance(500);
		expect(bob.text()).toBe('');
		expect(anne.saved).toBe(savedBefore);
		log.releaseAppends();
		await clock.settle();
		expect(bob.text()).toBe('bonjour');
		expect(anne.saved).toBe((savedBefore ?? 0) + 1);
	});

	it('DUR-1 does not give an opener what is not committed yet', async () => {
		const { enter, log, clock } = buildServer();
		const anne = await enter('anne');
		log.holdAppends();
		anne.type('bonjour');
		await clock.settle();
		const bob = await enter('bob');
		expect(bob.synced).toBe(true);
		expect(bob.text()).toBe('');
		log.releaseAppends();
		await clock.settle();
		expect(bob.text()).toBe('bonjour');
	});

	it('DUR-2 gathers what comes during a commit into the next one, over documents', async () => {
		const { enter, log, clock } = buildServer();
		const anne = await enter('anne');
		const bob = await enter('bob', { documentId: OTHER_DOCUMENT });
		log.holdAppends();
		anne.type('a');
		await clock.settle();
		for (const letter of 'bcdef') anne.type(letter);
		bob.type('x');
		await clock.settle();
		expect(log.appends).toEqual([1]);
		log.releaseAppends();
		await clock.settle();
		expect(log.appends).toEqual([1, 6]);
	});

	it('DUR-3 numbers each document without a gap, in the order of acceptance', async () => {
		const { enter, log, committed, clock } = buildServer();
		const [anne, bob] = [await enter('anne'), await enter('bob')];
		for (let i = 0; i < 20; i++) {
			anne.type('a');
			bob.type('b');
		}
		await clock.settle();
		expect((await log.read(DOCUMENT, 0)).map(({ seq }) => seq)).toEqual(
			Array.from({ length: 40 }, (_, i) => i + 1),
		);
		expect(committed.map(({ seq }) => seq)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
	});

	it.each(['before', 'after'] as const)(
		'DUR-4 when a commit fails %s it was stored, nothing is shown, and everybody comes back to what is stored',
		async (moment) => {
			const { enter, log, clock, server } = buildServer();
			const [anne, bob] = [await enter('anne'), await enter('bob')];
			const savedBefore = anne.saved;
			log.failAppend = moment;
			anne.type('perdu ou non');
			await clock.settle();
			expect(bob.text()).toBe('');
			expect(anne.saved).toBe(savedBefore);
			expect([anne.closed?.code, bob.closed?.code]).toEqual([CLOSE.internal, CLOSE.internal]);
			expect(server.stats().rooms).toBe(0);
			log.failAppend = null;
			const back = await enter('anne', { doc: anne.doc });
			const late = await enter('bob');
			await clock.settle();
			expect(late.text()).toBe('perdu ou non');
			expect(back.saved).toBeGreaterThan(0);
			expect(await log.read(DOCUMENT, 0)).toHaveLength(1);
		},
	);

	it('DUR-4 drops what was accepted after a failed update, and leaves other documents alone', async () => {
		const { enter, log, clock, stored } = buildServer();
		const anne = await enter('anne');
		const bob = await enter('bob', { documentId: OTHER_DOCUMENT });
		log.holdAppends();
		anne.type('a');
		await clock.settle();
		anne.type('b');
		bob.type('x');
		await clock.settle();
		log.remove(DOCUMENT);
		log.releaseAppends();
		await clock.settle();
		expect(anne.closed?.code).toBe(CLOSE.notFound);
		expect(bob.closed).toBeNull();
		expect((await stored(OTHER_DOCUMENT)).getText('content').toString()).toBe('x');
	});

	it('DUR-5 flushes and acknowledges what was accepted, then closes with 1012', async () => {
		const { enter, connect, log, clock, server, stored } = buildServer();
		const [anne, bob] = [await enter('anne'), await enter('bob')];
		log.holdAppends();
		anne.type('avant');
		await clock.settle();
		anne.type(' et après');
		const closing = server.close();
		anne.type(' trop tard');
		const late = connect('carl');
		log.releaseAppends();
		await clock.settle();
		await closing;
		expect(late.closed?.code).toBe(CLOSE.restart);
		expect([anne.closed?.code, bob.closed?.code]).toEqual([CLOSE.restart, CLOSE.restart]);
		expect(bob.text()).toBe('avant et après');
		expect((await stored()).getText('content').toString()).toBe('avant et après');
	});

	it('DUR-6 appends an update of the server, with the room open or not', async () => {
		const { enter, clock, server, log } = buildServer();
		const doc = new Y.Doc();
		const first = updateOf(doc, () => doc.getText('content').insert(0, 'modèle'));
		const closed = server.appendFromServer({ documentId: DOCUMENT, update: first, accountId: null });
		await clock.settle();
		expect(await closed).toEqual({ seq: 1 });
		expect(server.stats().rooms).toBe(0);
		const anne = await enter('anne');
		expect(anne.text()).toBe('modèle');
		const second = updateOf(doc, () => doc.getText('content').insert(6, ' complété'));
		const open = server.appendFromServer({ documentId: DOCUMENT, update: second, accountId: null });
		await clock.settle();
		expect(await open).toEqual({ seq: 2 });
		expect(anne.text()).toBe('modèle complété');
		const again = server.appendFromServer({ documentId: DOCUMENT, update: second, accountId: null });
		await clock.settle();
		expect(await again).toEqual({ seq: 2 });
		expect(await log.read(DOCUMENT, 0)).toHaveLength(2);
	});

	it('DUR-6 SAVED-3 an update of the server that repeats one on its way is answered once that one is durable, and fails with it', async () => {
		const { enter, clock, server, log } = buildServer();
		const anne = await enter('anne');
		const doc = new Y.Doc();
		const update = updateOf(doc, () => doc.getText('content').insert(0, 'deux fois'));
		const change = { documentId: DOCUMENT, update, accountId: 'anne' };
		log.holdAppends();
		const first = server.appendFromServer(change);
		const second = server.appendFromServer(change);
		let isAnswered = false;
		void second.then(() => (isAnswered = true));
		await clock.settle();
		expect(isAnswered).toBe(false);
		log.releaseAppends();
		await clock.settle();
		expect([await first, await second]).toEqual([{ seq: 1 }, { seq: 1 }]);
		expect(await log.read(DOCUMENT, 0)).toHaveLength(1);

		log.failAppend = 'before';
		const lost = updateOf(doc, () => doc.getText('content').insert(0, 'perdu'));
		const both = [1, 2].map(() => server.appendFromServer({ ...change, update: lost }));
		const outcomes = Promise.allSettled(both);
		await clock.settle();
		expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
		anne.drop();
	});

	it('DUR-6 says so when a document of a server update does not exist or the commit fails', async () => {
		const { clock, server, log } = buildServer();
		const doc = new Y.Doc();
		const update = updateOf(doc, () => doc.getText('content').insert(0, 'x'));
		const gone = server.appendFromServer({ documentId: 'nothing', update, accountId: null });
		const goneSays = expect(gone).rejects.toThrow('document gone');
		log.failAppend = 'before';
		const failed = server.appendFromServer({ documentId: DOCUMENT, update, accountId: null });
		const failedSays = expect(failed).rejects.toThrow('not stored');
		await clock.settle();
		await Promise.all([goneSays, failedSays]);
		expect(server.stats().rooms).toBe(0);
	});

	it('DUR-7 writes a snapshot equal to the log when a much changed document closes, and opens from it', async () => {
		const { enter, clock, log, stored } = buildServer({ SNAPSHOT_AFTER: 20 });
		const anne = await enter('anne');
		for (let i = 0; i < 30; i++) anne.type(`${i} `);
		anne.doc.getText('content').delete(3, 20);
		await clock.settle();
		anne.drop();
		await clock.settle();
		const opened = await log.open(DOCUMENT);
		expect(opened?.snapshotSeq).toBe(31);
		expect(opened?.updates).toEqual([]);
		expect(await log.read(DOCUMENT, 0)).toHaveLength(31);
		const fromSnapshot = new Y.Doc();
		Y.applyUpdate(fromSnapshot, opened!.snapshot!);
		expect(describeDocument(fromSnapshot)).toBe(describeDocument(await stored()));
		const bob = await enter('bob');
		expect(bob.text()).toBe(anne.text());
		bob.type('!');
		const back = await enter('anne', { doc: anne.doc });
		await clock.settle();
		expect(back.text()).toBe(bob.text());
	});

	it('DUR-8 relays bytes as received and sends nothing back to the author but saved', async () => {
		const { enter, clock } = buildServer();
		const [anne, bob] = [await enter('anne'), await enter('bob')];
		const [annesFrames, bobsFrames] = [anne.frames.length, bob.frames.length];
		const update = updateOf(anne.doc, () => anne.doc.getText('content').insert(0, 'oui'));
		await clock.settle();
		expect(anne.frames.slice(annesFrames).map(([type]) => type)).toEqual([MESSAGE.saved]);
		const [relayed, ...more] = bob.frames.slice(bobsFrames);
		expect(more).toEqual([]);
		expect(relayed?.subarray(3)).toEqual(update);
		expect(relayed?.[1]).toBe(SYNC.update);
	});

	it('DUR-8 makes one write per receiver for all that a commit brought', async () => {
		const { enter, clock, log } = buildServer();
		const [anne, bob] = [await enter('anne'), await enter('bob')];
		log.holdAppends();
		anne.type('a');
		await clock.settle();
		for (const letter of 'bcdefgh') anne.type(letter);
		await clock.settle();
		const writes = bob.writes;
		log.releaseAppends();
		await clock.settle();
		expect(bob.text()).toBe('abcdefgh');
		expect(bob.writes - writes).toBe(2);
	});
});

describe('opening and closing', () => {
	it('LOAD-1 and LOAD-2 (F4): twenty clients that write while the load takes its time see each other once', async () => {
		const { connect, log, clock } = buildServer();
		log.holdOpens();
		const clients = Array.from({ length: 20 }, (_, i) => connect(`person${i}`));
		clients.forEach((client, i) => client.type(`[${i}]`));
		await clock.advance(2_000);
		expect(log.opens).toBe(1);
		expect(clients.every(({ synced }) => !synced)).toBe(true);
		log.releaseOpens();
		await clock.settle();
		const texts = new Set(clients.map((client) => client.text()));
		expect(texts.size).toBe(1);
		const [text = ''] = texts;
		for (let i = 0; i < 20; i++) expect(text.split(`[${i}]`)).toHaveLength(2);
		expect(clients.every(({ synced }) => synced)).toBe(true);
	});

	it('LOAD-3 fails closed when the load fails, and the client keeps its edits for the next time', async () => {
		const { enter, log, clock, fingerprint, server } = buildServer();
		const anne = await enter('anne');
		anne.type('déjà là');
		await clock.settle();
		anne.drop();
		const before = await fingerprint();
		log.failOpen = true;
		const bob = await enter('bob');
		bob.type('pendant la panne');
		expect(bob.closed?.code).toBe(CLOSE.internal);
		expect(bob.synced).toBe(false);
		expect(await fingerprint()).toBe(before);
		expect(server.stats().rooms).toBe(0);
	});

	it('LOAD-4 (F3): five hundred rounds of open, type, close and reopen with held commits lose and double nothing', async () => {
		const { enter, clock, log, server, stored } = buildServer();
		const doc = new Y.Doc();
		for (let i = 0; i < 500; i++) {
			const client = await enter('anne', { doc: i % 3 === 0 ? doc : new Y.Doc() });
			log.holdAppends();
			client.type(`<${i}>`);
			if (i % 2 === 0) await clock.settle();
			client.drop();
			const other = i % 5 === 0 ? await enter('bob') : null;
			log.releaseAppends();
			if (i % 7 === 0) await clock.settle();
			other?.drop();
		}
		await clock.settle();
		const text = (await stored()).getText('content').toString();
		for (let i = 0; i < 500; i++) expect(text.split(`<${i}>`)).toHaveLength(2);
		expect(server.stats()).toMatchObject({ rooms: 0, connections: 0, queued: 0 });
	});

	it('LOAD-4 (F13) leaves nothing behind after five thousand cycles, some cut in the middle of a load or refused by the log', async () => {
		const { connect, enter, clock, log, server } = buildServer({ SNAPSHOT_AFTER: 1_000_000 });
		for (let i = 0; i < 5_000; i++) {
			log.failOpen = i % 10 === 3;
			log.failAppend = i % 10 === 6 ? 'before' : null;
			const client = i % 10 === 9 ? connect('anne', { silent: true }) : await enter('anne', { silent: true });
			if (i % 10 === 6) {
				client.update(updateOf(client.doc, () => client.doc.getText('t').insert(0, 'x')));
				// Until the log has refused it: what the next round asks of the log would let it in.
				await clock.settle();
			}
			client.drop();
		}
		await clock.settle();
		expect(await log.read(DOCUMENT, 0)).toEqual([]);
		expect(server.stats()).toMatchObject({ rooms: 0, connections: 0, queued: 0 });
		await clock.advance(60_000);
		expect(clock.pendingTimers).toBe(0);
	});

	it('LOAD-5 gives an empty vector the whole document, a full one nothing but deletions', async () => {
		const { enter, clock } = buildServer();
		const anne = await enter('anne');
		for (let i = 0; i < 150; i++) anne.type('mot ');
		anne.doc.getText('content').delete(0, 4);
		await clock.settle();
		const bob = await enter('bob', { doc: new Y.Doc() });
		expect(bob.text()).toBe(anne.text());
		const back = await enter('anne', { doc: anne.doc });
		const answer = back.frames.find((frame) => frame[0] === MESSAGE.sync && frame[1] === SYNC.step2);
		expect(answer?.length).toBeLessThan(20);
	});
});

describe('saved', () => {
	it('SAVED-1 counts every update and sync step 2 of the connection, and only tells pages', async () => {
		const { enter, clock } = buildServer();
		const page = await enter('anne');
		const program = await enter('bob', { schema: null });
		expect(page.saved).toBe(1);
		for (let i = 0; i < 5; i++) page.type('x');
		program.type('y');
		await clock.settle();
		expect(page.saved).toBe(6);
		expect(program.count(MESSAGE.saved)).toBe(0);
		expect(program.count(MESSAGE.access)).toBe(0);
	});

	it('SAVED-2 counts an update refused for a gap once the full answer is durable', async () => {
		const { enter, clock, stored } = buildServer();
		const anne = await enter('anne', { doc: new Y.Doc() });
		const before = anne.saved ?? 0;
		const hidden = new Y.Doc();
		hidden.clientID = anne.doc.clientID;
		const updates = ['a', 'b', 'c'].map((letter, i) =>
			updateOf(hidden, () => hidden.getText('content').insert(i, letter)),
		);
		// The first never arrives; the two others name it.
		Y.applyUpdate(anne.doc, updates[0]!, anne);
		anne.update(updates[1]!);
		anne.update(updates[2]!);
		Y.applyUpdate(anne.doc, updates[1]!, anne);
		Y.applyUpdate(anne.doc, updates[2]!, anne);
		await clock.settle();
		expect((await stored()).getText('content').toString()).toBe('abc');
		expect(anne.saved).toBe(before + 3);
	});

	it('SAVED-3 does not count a repetition of an update that is still on its way', async () => {
		const { enter, clock, log } = buildServer();
		const [anne, again] = [await enter('anne'), await enter('anne')];
		const before = again.saved;
		const doc = new Y.Doc();
		const update = updateOf(doc, () => doc.getText('content').insert(0, 'x'));
		log.holdAppends();
		anne.update(update);
		again.update(update);
		await clock.settle();
		expect(again.saved).toBe(before);
		log.releaseAppends();
		await clock.settle();
		expect(again.saved).toBe((before ?? 0) + 1);
	});
});
