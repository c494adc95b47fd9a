import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { CLOSE } from '#lib/collaboration/close-codes.ts';
import { CURRENT_SCHEMA_VERSION, MESSAGE, SYNC } from '#lib/collaboration/protocol.ts';
import { describeDocument } from './fold.ts';
import { buildServer, DOCUMENT, OTHER_DOCUMENT, updateOf } from './testing/harness.ts';
import { pair } from './testing/processes.ts';

const OLDER = { schema: String(CURRENT_SCHEMA_VERSION - 1) };

/** A document of so many blocks, opened long ago. */
async function withBlocks(blocks: number, limits: Parameters<typeof buildServer>[0] = {}) {
	const built = buildServer(limits);
	const anne = await built.enter('anne');
	for (let i = 0; i < blocks; i++) anne.doc.getXmlFragment('content').push([block(`bloc ${i}`)]);
	await built.clock.advance(10_000);
	return { ...built, anne };
}

function block(text: string): Y.XmlElement {
	const element = new Y.XmlElement('paragraph');
	element.insert(0, [new Y.XmlText(text)]);
	return element;
}

const blocksOf = (doc: Y.Doc) => doc.getXmlFragment('content');

describe('pages too old to write', () => {
	it('QUAR-1 what an older page wrote while away is asked for, set aside, and changes nothing', async () => {
		const { enter, clock, quarantine, fingerprint, anne } = await withBlocks(3);
		const before = await fingerprint();
		const offline = new Y.Doc();
		Y.applyUpdate(offline, Y.encodeStateAsUpdate(anne.doc));
		for (let i = 0; i < 200; i++) blocksOf(offline).push([block(`⟦${i}⟧`)]);
		const bob = await enter('bob', { ...OLDER, doc: offline });
		expect(bob.access).toMatchObject({ access: 'read', reason: 'schema-older' });
		expect(bob.quarantined).toEqual({ reason: 'schema-older', taken: 1 });
		blocksOf(offline).push([block('encore un mot')]);
		await clock.settle();
		expect(bob.quarantined).toEqual({ reason: 'schema-older', taken: 2 });
		expect(bob.saved).toBeNull();
		expect(bob.closed).toBeNull();
		expect(await fingerprint()).toBe(before);
		expect(blocksOf(anne.doc).length).toBe(3);
		expect(quarantine.entries.map(({ bytes: _, ...entry }) => entry)).toEqual(
			[1, 2].map(() => ({
				documentId: DOCUMENT,
				accountId: 'bob',
				reason: 'schema-older',
				schemaVersion: CURRENT_SCHEMA_VERSION - 1,
			})),
		);
		const kept = new Y.Doc();
		Y.applyUpdate(kept, Y.encodeStateAsUpdate(anne.doc));
		for (const { bytes } of quarantine.entries) Y.applyUpdate(kept, bytes);
		expect(describeDocument(kept)).toBe(describeDocument(offline));
	});

	it('QUAR-1 an older page is asked before it is told, so that it answers before it leaves', async () => {
		const { enter } = await withBlocks(1);
		const bob = await enter('bob', OLDER);
		const [first, second] = bob.frames;
		expect([first?.[0], first?.[1]]).toEqual([MESSAGE.sync, SYNC.step1]);
		expect(second?.[0]).toBe(MESSAGE.access);
	});

	it('QUAR-1 an older page with nothing new is told so, and nothing is set aside', async () => {
		const { enter, quarantine, anne } = await withBlocks(2);
		const bob = await enter('bob', { ...OLDER, doc: copyOf(anne.doc) });
		expect(bob.quarantined).toEqual({ reason: 'schema-older', taken: 1 });
		expect(quarantine.entries).toEqual([]);
	});

	it('QUAR-1 (F18) nothing of a reader is set aside, nor of a page newer than the server', async () => {
		const { enter, clock, quarantine, fingerprint } = await withBlocks(2);
		const before = await fingerprint();
		for (const [who, schema] of [
			['ars:read', OLDER.schema],
			['ars:read', '1'],
			['bob', String(CURRENT_SCHEMA_VERSION + 1)],
		] as const) {
			const client = await enter(who, { schema });
			client.type('non');
			await clock.settle();
			expect([client.quarantined, client.count(MESSAGE.sync, SYNC.step1)]).toEqual([null, 0]);
		}
		expect(quarantine.entries).toEqual([]);
		expect(await fingerprint()).toBe(before);
	});

	it('QUAR-1 the same guards: a frame that cannot be read, somebody else’s client id, and too many close the page', async () => {
		const { enter, clock, quarantine, anne } = await withBlocks(2, { UPDATES_BURST: 50 });
		const [bad, forger, flood] = [
			await enter('bob', OLDER),
			await enter('eve', { ...OLDER, silent: true }),
			await enter('carl', { ...OLDER, silent: true }),
		];
		bad.update(new Uint8Array([1, 2, 3]));
		const forged = copyOf(anne.doc);
		forged.clientID = anne.doc.clientID;
		forger.update(updateOf(forged, () => blocksOf(forged).push([block('faux')])));
		for (let i = 0; i < 60; i++) {
			const doc = new Y.Doc();
			flood.update(updateOf(doc, () => doc.getText('content').insert(0, 'x')));
		}
		await clock.settle();
		expect([bad.closed?.code, forger.closed?.code]).toEqual([CLOSE.badFrame, CLOSE.badFrame]);
		expect(flood.closed?.code).toBe(CLOSE.tooMuch);
		expect(new Set(quarantine.entries.map(({ accountId }) => accountId))).toEqual(new Set(['carl']));
	});

	it('QUAR-2 is told only once it is durable; when nothing can be kept the page is told that it is not', async () => {
		const { enter, clock, quarantine, server } = await withBlocks(2);
		quarantine.hold();
		const bob = await enter('bob', { ...OLDER, doc: written('un') });
		expect(bob.quarantined).toBeNull();
		bob.drop();
		await clock.settle();
		expect(server.stats().rooms).toBe(1);
		quarantine.release();
		await clock.settle();
		expect(quarantine.entries).toHaveLength(1);
		quarantine.state = 'full';
		const again = await enter('bob', { ...OLDER, doc: written('deux') });
		expect(again.quarantined).toEqual({ reason: 'full', taken: 0 });
		quarantine.state = 'away';
		const third = await enter('bob', { ...OLDER, doc: written('trois') });
		expect([third.quarantined, third.closed?.code]).toEqual([null, CLOSE.internal]);
	});

	it('QUAR-2 the other pages of the account are told, and nobody else', async () => {
		const { enter, anne } = await withBlocks(2);
		const page = await enter('bob');
		await enter('bob', { ...OLDER, doc: written('un') });
		expect(page.quarantined).toMatchObject({ reason: 'schema-older' });
		expect(anne.quarantined).toBeNull();
	});

	it('QUAR-2 NEAR-7 the pages of the account on another process are told too, and nobody else', async () => {
		const { a, b } = pair();
		const [page, anne] = [await b.enter('bob'), await b.enter('anne')];
		const elsewhere = await b.enter('bob', { documentId: OTHER_DOCUMENT });
		const program = await b.enter('bob', { schema: null });
		await a.enter('bob', { ...OLDER, doc: written('un') });
		await b.clock.settle();
		expect(page.quarantined).toEqual({ reason: 'schema-older', taken: 0 });
		expect([anne, elsewhere, program].map(({ quarantined }) => quarantined)).toEqual([null, null, null]);
		expect([page, program].map(({ closed }) => closed)).toEqual([null, null]);
	});

	it('QUAR-2 NEAR-7 nobody is told of what could not be kept', async () => {
		const { a, b } = pair();
		const page = await b.enter('bob');
		a.quarantine.state = 'full';
		await a.enter('bob', { ...OLDER, doc: written('un') });
		await b.clock.settle();
		expect(page.quarantined).toBeNull();
	});
});

function written(text: string): Y.Doc {
	const doc = new Y.Doc();
	doc.getText('content2').insert(0, text);
	return doc;
}

function copyOf(doc: Y.Doc): Y.Doc {
	const copy = new Y.Doc();
	Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
	return copy;
}

describe('removals too large to be believed', () => {
	it('QUAR-3 (F23) a page that removes more than 30 % of the blocks as it enters changes nothing; its author is told', async () => {
		const { enter, clock, quarantine, stored, anne } = await withBlocks(20);
		const bob = await enter('bob');
		blocksOf(bob.doc).delete(0, 7);
		await clock.settle();
		expect(blocksOf(await stored()).length).toBe(20);
		expect(blocksOf(anne.doc).length).toBe(20);
		expect(bob.closed).toBeNull();
		expect(bob.quarantined).toEqual({ reason: 'mass-removal', taken: 0 });
		expect(quarantine.entries).toMatchObject([
			{ accountId: 'bob', reason: 'mass-removal', schemaVersion: CURRENT_SCHEMA_VERSION },
		]);
		const decided = copyOf(anne.doc);
		Y.applyUpdate(decided, quarantine.entries[0]!.bytes);
		expect(blocksOf(decided).length).toBe(13);
		// It is acknowledged, since it is kept: the page can forget its own copy.
		expect(bob.saved).toBe(2);
	});

	it('QUAR-3 what the same update adds is stored, whether it comes live or after a time offline', async () => {
		for (const offline of [false, true]) {
			const { enter, clock, stored, quarantine, anne } = await withBlocks(20);
			const doc = copyOf(anne.doc);
			const change = () =>
				doc.transact(() => {
					blocksOf(doc).delete(2, 12);
					blocksOf(doc).insert(1, [block('ajouté')]);
				});
			if (offline) change();
			const bob = await enter('bob', { doc });
			if (!offline) change();
			bob.doc.getXmlFragment('content').push([block('et ensuite')]);
			await clock.settle();
			expect(blocksOf(await stored()).length).toBe(22);
			expect(JSON.stringify(blocksOf(anne.doc).toJSON())).toContain('ajouté');
			expect(JSON.stringify(blocksOf(anne.doc).toJSON())).toContain('et ensuite');
			expect(quarantine.entries).toHaveLength(1);
			expect(bob.saved).toBe(offline ? 2 : 3);
		}
	});

	it('QUAR-3 in several updates or one, within 3 s and not later, from 5 blocks on', async () => {
		const cases: [string, number, number, number, boolean][] = [
			['7 of 20 at once', 20, 7, 0, true],
			['7 of 20 after 4 s', 20, 7, 4_000, false],
			['6 of 20', 20, 6, 0, false],
			['4 of 5', 5, 4, 0, false],
			['5 of 5', 5, 5, 0, true],
		];
		for (const [what, blocks, removed, wait, isHeld] of cases) {
			for (const oneByOne of [false, true]) {
				const { enter, clock, quarantine, stored } = await withBlocks(blocks);
				const bob = await enter('bob');
				await clock.advance(wait);
				if (oneByOne) for (let i = 0; i < removed; i++) blocksOf(bob.doc).delete(0, 1);
				else blocksOf(bob.doc).delete(0, removed);
				await clock.settle();
				expect([what, oneByOne, quarantine.entries.length > 0]).toEqual([what, oneByOne, isHeld]);
				const left = blocksOf(await stored()).length;
				if (isHeld) expect(left).toBeGreaterThan(blocks - removed);
				else expect(left).toBe(blocks - removed);
			}
		}
	});

	it('QUAR-3 whoever begins a text takes back and remakes their own blocks as fast as they like', async () => {
		const { enter, clock, quarantine, stored } = await withBlocks(1);
		const bob = await enter('bob');
		for (let i = 0; i < 12; i++) {
			blocksOf(bob.doc).push([block(`essai ${i}`)]);
			blocksOf(bob.doc).delete(1, 1);
		}
		await clock.settle();
		expect(quarantine.entries).toEqual([]);
		expect(blocksOf(await stored()).length).toBe(1);
	});

	it('QUAR-3 goes on to set aside what that connection deletes; a new one starts afresh; others are free', async () => {
		const { enter, clock, quarantine, stored, anne } = await withBlocks(20);
		const bob = await enter('bob');
		blocksOf(bob.doc).delete(0, 10);
		await clock.advance(10_000);
		blocksOf(bob.doc).delete(0, 1);
		blocksOf(anne.doc).delete(19, 1);
		await clock.settle();
		expect(quarantine.entries).toHaveLength(2);
		expect(blocksOf(await stored()).length).toBe(19);
		bob.drop();
		const back = await enter('bob', { doc: new Y.Doc() });
		await clock.advance(5_000);
		blocksOf(back.doc).delete(0, 9);
		await clock.settle();
		expect(blocksOf(await stored()).length).toBe(10);
		expect(quarantine.entries).toHaveLength(2);
	});

	it('QUAR-3 a program, which would not understand, is closed once it is set aside', async () => {
		const { enter, clock, quarantine, stored } = await withBlocks(20);
		const program = await enter('carl', { schema: null });
		blocksOf(program.doc).delete(0, 20);
		await clock.settle();
		expect(program.closed?.code).toBe(CLOSE.removalHeld);
		expect(quarantine.entries).toMatchObject([{ schemaVersion: null }]);
		expect(blocksOf(await stored()).length).toBe(20);
	});

	it('QUAR-3 a plan is guarded by its actions', async () => {
		const { enter, clock, quarantine, stored } = buildServer();
		const anne = await enter('anne');
		const actions = anne.doc.getMap('actions');
		for (let i = 0; i < 10; i++) actions.set(`action-${i}`, new Y.Map([['title', `${i}`]]));
		await clock.advance(5_000);
		const bob = await enter('bob');
		bob.doc.transact(() => {
			for (let i = 0; i < 6; i++) bob.doc.getMap('actions').delete(`action-${i}`);
		});
		await clock.settle();
		expect(quarantine.entries).toHaveLength(1);
		expect((await stored()).getMap('actions').size).toBe(10);
	});

	it('QUAR-3 is not acknowledged before it is kept, and closes when it cannot be', async () => {
		const { enter, clock, quarantine, stored } = await withBlocks(20);
		quarantine.hold();
		const bob = await enter('bob');
		const saved = bob.saved;
		blocksOf(bob.doc).delete(0, 10);
		await clock.settle();
		expect([bob.saved, bob.quarantined]).toEqual([saved, null]);
		quarantine.release();
		await clock.settle();
		expect(bob.saved).toBe((saved ?? 0) + 1);
		quarantine.state = 'away';
		const carl = await enter('carl');
		blocksOf(carl.doc).delete(0, 10);
		await clock.settle();
		expect(carl.closed?.code).toBe(CLOSE.internal);
		quarantine.state = 'full';
		const dan = await enter('dan');
		blocksOf(dan.doc).delete(0, 10);
		await clock.settle();
		expect(dan.closed?.code).toBe(CLOSE.tooMuch);
		expect(blocksOf(await stored()).length).toBe(20);
	});

	it('QUAR-4 the author may have it all the same: it is merged as an update of the server', async () => {
		const { enter, clock, quarantine, server, stored } = await withBlocks(20);
		const bob = await enter('bob');
		blocksOf(bob.doc).delete(0, 10);
		await clock.settle();
		const update = quarantine.entries[0]!.bytes;
		const merged = server.appendFromServer({ documentId: DOCUMENT, update, accountId: 'bob' });
		await clock.settle();
		await merged;
		expect(blocksOf(await stored()).length).toBe(10);
	});
});
