import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { CLOSE } from '#lib/collaboration/close-codes.ts';
import { buildServer, DOCUMENT } from './testing/harness.ts';

const LIMITS = { DOCUMENT_BYTES: 20_000, UPDATES_BURST: 1_000 };

/** A document filled to its bound by a page, which is told and keeps the rest. */
async function fill(limits: Parameters<typeof buildServer>[0] = LIMITS) {
	const built = buildServer(limits);
	const anne = await built.enter('anne');
	const text = anne.doc.getText('content');
	for (let i = 0; i < 60 && anne.size?.state !== 'full'; i++) {
		text.insert(0, `${i % 10}`.repeat(1_000));
		await built.clock.settle();
	}
	const stored = async () => (await built.stored()).getText('content').length;
	return { ...built, anne, text, length: stored };
}

describe('a document near its bound', () => {
	it('GUARD-8 counts what is really there: text written and removed again takes no room', async () => {
		const { enter, clock, folder } = buildServer(LIMITS);
		const anne = await enter('anne');
		for (let i = 0; i < 60; i++) {
			anne.doc.getText('content').insert(0, 'x'.repeat(1_000));
			anne.doc.getText('content').delete(0, 1_000);
			await clock.advance(1_000);
		}
		expect(anne.closed).toBeNull();
		expect(anne.size?.state).not.toBe('full');
		expect(folder.folds).toBeLessThan(8);
	});

	it('GUARD-8 refuses growth beyond the bound; a page stays, is told, and keeps what was refused', async () => {
		const { anne, clock, length, enter } = await fill();
		expect(anne.closed).toBeNull();
		expect(anne.size).toMatchObject({ state: 'full', limit: 20_000 });
		expect(await length()).toBeGreaterThan(15_000);
		expect(await length()).toBeLessThan(20_000);
		expect(anne.text().length).toBeGreaterThan(await length());
		const saved = anne.saved;
		for (let i = 0; i < 20; i++) anne.type('encore ');
		await clock.advance(60_000);
		expect(anne.closed).toBeNull();
		expect(anne.saved).toBe(saved);
		expect(await length()).toBeLessThan(20_000);
		const bob = await enter('bob');
		expect(bob.size?.state).toBe('near');
		expect(bob.text()).toHaveLength(await length());
	});

	it('GUARD-8 closes a program, which would not understand', async () => {
		const { enter, clock } = await fill();
		const program = await enter('carl', { schema: null });
		program.doc.getText('content').insert(0, 'y'.repeat(2_000));
		await clock.settle();
		expect(program.closed?.code).toBe(CLOSE.documentFull);
	});

	it('GUARD-8 takes deletions while it refuses the rest, even of the same update, and then what waited', async () => {
		const { anne, text, clock, length, enter } = await fill();
		const before = await length();
		const bob = await enter('bob');
		anne.doc.transact(() => {
			text.delete(text.length - 6_000, 6_000);
			text.insert(0, 'au début ');
		});
		await clock.settle();
		expect(await length()).toBe(before - 6_000);
		expect(bob.text()).toHaveLength(before - 6_000);
		await clock.advance(30_000);
		expect(await length()).toBe(text.length);
		expect(bob.text()).toBe(anne.text());
		expect(anne.size?.state).not.toBe('full');
		const saved = anne.saved ?? 0;
		anne.type('!');
		await clock.settle();
		expect(anne.saved).toBe(saved + 1);
		expect(bob.text()).toBe(anne.text());
	});

	it('GUARD-8 takes what waited once somebody else has made room, or its author has taken it back', async () => {
		for (const who of ['other', 'author'] as const) {
			const { anne, text, clock, enter } = await fill();
			const bob = await enter('bob');
			if (who === 'other') bob.doc.getText('content').delete(0, 8_000);
			else text.delete(0, 3_000);
			await clock.advance(30_000);
			expect(anne.size?.state).not.toBe('full');
			expect(bob.text()).toBe(anne.text());
			expect(bob.closed).toBeNull();
		}
	});

	it('GUARD-8 tells authors when it passes half of its bound, readers and programs nothing, and again when it is small', async () => {
		const { enter, clock } = buildServer(LIMITS);
		const [anne, bob] = [await enter('anne'), await enter('bob')];
		const [reader, program] = [await enter('ars:read'), await enter('carl', { schema: null })];
		anne.type('x'.repeat(12_000));
		await clock.advance(2_000);
		expect([anne.size?.state, bob.size?.state]).toEqual(['near', 'near']);
		expect([reader.size, program.size]).toEqual([null, null]);
		anne.doc.getText('content').delete(0, 11_000);
		await clock.advance(20_000);
		expect([anne.size?.state, bob.size?.state]).toEqual(['ok', 'ok']);
	});

	it('GUARD-8 takes an edit of the server that removes more elements than it adds, and no other', async () => {
		const { enter, clock, stored, server } = buildServer(LIMITS);
		const anne = await enter('anne');
		const fragment = anne.doc.getXmlFragment('content');
		for (let i = 0; i < 60 && anne.size?.state !== 'full'; i++) {
			const paragraph = new Y.XmlElement('paragraph');
			paragraph.insert(0, [new Y.XmlText('x'.repeat(1_000))]);
			fragment.push([paragraph]);
			await clock.settle();
		}
		const edit = async (change: (content: Y.XmlFragment) => void): Promise<Uint8Array> => {
			const copy = await stored();
			const before = Y.encodeStateVector(copy);
			copy.transact(() => change(copy.getXmlFragment('content')));
			return Y.encodeStateAsUpdate(copy, before);
		};
		const line = () => {
			const paragraph = new Y.XmlElement('paragraph');
			paragraph.insert(0, [new Y.XmlText('y'.repeat(2_000))]);
			return paragraph;
		};
		const grows = await edit((content) => content.push([line()]));
		const append = (update: Uint8Array) =>
			server.appendFromServer({ documentId: DOCUMENT, update, accountId: null });
		await expect(append(grows)).rejects.toThrow('document full');
		const splits = await edit((content) => {
			content.delete(1, content.length - 1);
			content.push([line()]);
		});
		const appended = append(splits);
		await clock.settle();
		await appended;
		expect((await stored()).getXmlFragment('content').length).toBe(2);
	});

	it('GUARD-10 refuses more elements than a page can draw, and takes those that replace others', async () => {
		const { enter, clock, stored } = buildServer({ DOCUMENT_NODES: 50, UPDATES_BURST: 1_000 });
		const anne = await enter('anne');
		const fragment = anne.doc.getXmlFragment('content');
		for (let i = 0; i < 70; i++) fragment.insert(0, [new Y.XmlElement('paragraph')]);
		await clock.settle();
		expect(anne.size?.state).toBe('full');
		const kept = async () => (await stored()).getXmlFragment('content').length;
		expect(await kept()).toBe(50);
		// Later: so much at once, so early, would be set aside.
		await clock.advance(4_000);
		anne.doc.transact(() => fragment.delete(fragment.length - 30, 30));
		await clock.advance(12_000);
		expect(await kept()).toBe(40);
		expect(anne.size?.state).toBe('ok');
		// A room opened anew counts the same.
		anne.drop();
		await clock.settle();
		const bob = await enter('bob');
		for (let i = 0; i < 20; i++) bob.doc.getXmlFragment('content').insert(0, [new Y.XmlElement('paragraph')]);
		await clock.settle();
		expect(await kept()).toBe(50);
	});
});
