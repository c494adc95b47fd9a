import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { CLOSE } from '#lib/collaboration/close-codes.ts';
import { describeDocument } from './fold.ts';
import { buildServer, DOCUMENT, OTHER_DOCUMENT } from './testing/harness.ts';

/** Twenty edits a second, for so many seconds. */
async function typeFor(
	seconds: number,
	{ clock }: { clock: { advance(ms: number): Promise<void> } },
	type: (word: string) => void,
): Promise<void> {
	for (let i = 0; i < seconds * 20; i++) {
		type(`${i} `);
		await clock.advance(50);
	}
}

describe('snapshots', () => {
	it('DUR-11 (F6): a snapshot slower than what is typed is under way once and waits once, never more', async () => {
		const { enter, clock, folder, server, log, stored } = buildServer({ SNAPSHOT_AFTER: 1 });
		folder.takes = 15_000;
		const anne = await enter('anne');
		let most = 0;
		await typeFor(180, { clock }, (word) => {
			anne.type(word);
			most = Math.max(most, server.stats().snapshots.waiting);
		});
		expect(folder.folds).toBeGreaterThan(2);
		expect(folder.folds).toBeLessThanOrEqual(13);
		expect(most).toBeLessThanOrEqual(1);
		expect(folder.mostAtOnce).toBe(1);
		await clock.advance(60_000);
		expect(server.stats().snapshots).toMatchObject({ waiting: 0, mismatch: 0, failed: 0 });
		const opened = await log.open(DOCUMENT);
		expect(opened!.snapshotSeq).toBeGreaterThan(3_000);
		expect(await log.read(DOCUMENT, 0)).toHaveLength(3_600);
		const late = await enter('bob');
		expect(describeDocument(late.doc)).toBe(describeDocument(await stored()));
	}, 120_000);

	it.each([
		['the fold differs from the log', 'mismatch', 'mismatch'],
		['the log does not hold what was folded', 'wrong-proof', 'mismatch'],
		['there is no thread to fold in', 'away', 'failed'],
	] as const)('DUR-7 writes nothing and counts it when %s', async (_why, failure, counted) => {
		const { enter, clock, folder, server, log } = buildServer({ SNAPSHOT_AFTER: 5 });
		folder.failure = failure;
		const anne = await enter('anne');
		for (let i = 0; i < 10; i++) anne.type(`${i} `);
		await clock.settle();
		anne.drop();
		await clock.settle();
		expect(server.stats().snapshots).toMatchObject({ written: 0, [counted]: 1 });
		expect(await log.open(DOCUMENT)).toMatchObject({ snapshotSeq: 0, snapshot: null, seq: 10 });
		const bob = await enter('bob');
		expect(bob.text()).toBe(anne.text());
		folder.failure = null;
		bob.type('!');
		await clock.settle();
		bob.drop();
		await clock.settle();
		expect(server.stats().snapshots.written).toBe(1);
	});

	it('DUR-11 a snapshot that fails or is slow keeps no other document from its own, and no edit from its author', async () => {
		const { enter, clock, folder, server, log } = buildServer({ SNAPSHOT_AFTER: 5 });
		folder.takes = 20_000;
		const anne = await enter('anne');
		const bob = await enter('bob', { documentId: OTHER_DOCUMENT });
		for (let i = 0; i < 60; i++) anne.type('a');
		for (let i = 0; i < 60; i++) bob.type('b');
		await clock.advance(1_000);
		const saved = anne.saved ?? 0;
		anne.type('!');
		await clock.settle();
		expect(anne.saved).toBe(saved + 1);
		await clock.advance(60_000);
		expect(server.stats().snapshots).toMatchObject({ written: 2, waiting: 0 });
		expect((await log.open(OTHER_DOCUMENT))?.snapshotSeq).toBeGreaterThan(0);
	});

	it('DUR-5 closes without waiting for the snapshots that are asked for', async () => {
		const { enter, clock, folder, server } = buildServer({ SNAPSHOT_AFTER: 1 });
		folder.failure = 'away';
		const anne = await enter('anne');
		for (let i = 0; i < 40; i++) anne.type('a');
		const closing = server.close();
		await clock.settle();
		await closing;
		expect(anne.closed?.code).toBe(CLOSE.restart);
	});
});

describe('loads that fail', () => {
	it('LOAD-3 (F2): a hundred failed loads with somebody who types change nothing that is stored', async () => {
		const { enter, clock, log, fingerprint } = buildServer({ SNAPSHOT_AFTER: 10 });
		const anne = await enter('anne');
		for (let i = 0; i < 30; i++) anne.type(`${i} `);
		await clock.settle();
		anne.drop();
		await clock.settle();
		const before = await fingerprint();
		const snapshot = (await log.open(DOCUMENT))?.snapshot;
		expect(snapshot).not.toBeNull();
		const doc = new Y.Doc();
		let reached = 0;
		for (let i = 0; i < 100; i++) {
			log.failOpen = i % 2 === 0 ? true : 'truncated';
			log.delay = i % 3 === 0 ? { clock, next: () => 31_000 } : null;
			const client = await enter('bob', { doc });
			client.type(`<${i}>`);
			await clock.advance(log.delay ? 40_000 : 10);
			if (!client.closed) reached += 1;
			expect([CLOSE.internal, CLOSE.notReady]).toContain(client.closed?.code);
			expect(client.synced).toBe(false);
			expect(client.saved).toBeNull();
			expect(await fingerprint()).toBe(before);
		}
		expect(reached).toBe(0);
		log.failOpen = false;
		log.delay = null;
		const back = await enter('bob', { doc });
		await clock.settle();
		const late = await enter('carl');
		for (let i = 0; i < 100; i++) expect(late.text().split(`<${i}>`)).toHaveLength(2);
		expect(late.text()).toBe(back.text());
	});
});

describe('opening and closing while the storage is slow', () => {
	it('LOAD-4 (F3): five hundred rounds with everything stored delayed by 0 to 500 ms lose and double nothing', async () => {
		const { enter, connect, clock, log, server, stored } = buildServer({ SNAPSHOT_AFTER: 20 });
		let seed = 3;
		const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
		log.delay = { clock, next: () => random(501) };
		const mine = new Y.Doc();
		for (let i = 0; i < 500; i++) {
			const client = connect('anne', { doc: mine });
			await clock.advance(random(400));
			client.type(`<${i}>`);
			await clock.advance(random(400));
			client.drop();
			if (i % 5 === 0) connect('bob').drop();
		}
		log.delay = null;
		await clock.advance(5_000);
		const last = await enter('anne', { doc: mine });
		await clock.advance(5_000);
		const text = (await stored()).getText('content').toString();
		for (let i = 0; i < 500; i++) expect(text.split(`<${i}>`)).toHaveLength(2);
		last.drop();
		await clock.advance(5_000);
		expect(server.stats()).toMatchObject({ rooms: 0, connections: 0, queued: 0 });
		expect(server.stats().snapshots).toMatchObject({ mismatch: 0, failed: 0 });
		expect(server.stats().snapshots.written).toBeGreaterThan(0);
	}, 240_000);
});
