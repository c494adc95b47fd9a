import fc from 'fast-check';
import * as encoding from 'lib0/encoding';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { CLOSE } from '#lib/collaboration/close-codes.ts';
import { DocumentIndex } from './document-index.ts';
import { Intervals } from './intervals.ts';
import { LIMITS, readLimits } from './limits.ts';
import { buildServer, updateOf } from './testing/harness.ts';
import { decodeUpdate } from './update-content.ts';
import { judgeUpdate } from './update-guard.ts';

/** An index that has taken in updates one after another as the hot path does. */
function indexOf(updates: readonly Uint8Array[]): DocumentIndex {
	const index = new DocumentIndex();
	const author = { account: 'anne', reservedBy: () => undefined, mayTake: () => true };
	const limits = readLimits({});
	for (const bytes of updates) {
		const verdict = judgeUpdate({
			bytes,
			update: decodeUpdate(bytes, limits),
			index,
			author,
			isText: false,
			limits,
		});
		if (verdict.kind === 'new') index.apply(verdict.effect, 'anne');
	}
	return index;
}

/** The shared types of a document that are not deleted, by walking it. */
function countShape(doc: Y.Doc): { nodes: number; blocks: number } {
	const count = { nodes: 0, blocks: 0 };
	for (const structs of doc.store.clients.values()) {
		for (const struct of structs) {
			if (!(struct instanceof Y.Item) || struct.deleted || !(struct.content instanceof Y.ContentType))
				continue;
			count.nodes += 1;
			const { parent } = struct;
			if (parent instanceof Y.AbstractType && parent._item === null) count.blocks += 1;
		}
	}
	return count;
}

const edits = fc.array(
	fc.record({
		who: fc.constantFrom(0, 0, 0, 0, 0, 1),
		what: fc.constantFrom('block', 'inside', 'words', 'set', 'cut', 'sync'),
		at: fc.nat(),
	}),
	{ minLength: 1, maxLength: 60 },
);

describe('the tree of a document, without the document', () => {
	it('GUARD-9 for any history: at least as many elements and blocks as the document has, taken in one by one or at once', () => {
		fc.assert(
			fc.property(edits, (history) => {
				const docs = [new Y.Doc(), new Y.Doc()] as const;
				const server = new Y.Doc();
				const updates: Uint8Array[] = [];
				const send = (doc: Y.Doc) => {
					const update = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server));
					Y.applyUpdate(server, update);
					updates.push(update);
				};
				for (const { who, what, at } of history) {
					const doc = docs[who === 0 ? 0 : 1];
					const fragment = doc.getXmlFragment('content');
					const block = fragment.length > 0 ? fragment.get(at % fragment.length) : null;
					doc.transact(() => {
						if (what === 'block') fragment.insert(at % (fragment.length + 1), [new Y.XmlElement('p')]);
						else if (what === 'cut' && block) fragment.delete(at % fragment.length, 1);
						else if (what === 'set')
							doc.getMap('actions').set(`a${at % 3}`, new Y.Map([['t', new Y.Text('x')]]));
						else if (block instanceof Y.XmlElement && what === 'inside')
							block.insert(0, [new Y.XmlElement('li'), new Y.XmlText('mot')]);
						else if (block instanceof Y.XmlElement && what === 'words') block.setAttribute('n', `${at}`);
					});
					if (what === 'sync') Y.applyUpdate(doc, Y.encodeStateAsUpdate(server));
					send(doc);
				}
				const expected = countShape(server);
				const counts = (index: DocumentIndex) => ({ nodes: index.tree.nodes, blocks: index.tree.blocks });
				const whole = new DocumentIndex();
				whole.load(Y.encodeStateAsUpdate(server));
				expect(counts(whole)).toEqual(expected);
				const rows = new DocumentIndex();
				for (const update of updates) rows.load(update);
				expect(counts(rows)).toEqual(counts(indexOf(updates)));
				// What two people put in one place at once, or into what another removes, goes without being named.
				expect(rows.tree.nodes).toBeGreaterThanOrEqual(expected.nodes);
				expect(rows.tree.blocks).toBeGreaterThanOrEqual(expected.blocks);
				if (history.every(({ who }) => who === 0)) expect(counts(rows)).toEqual(expected);
			}),
			{ numRuns: 200 },
		);
	});

	it('GUARD-9 (F16) refuses elements nested too deep, whether in one update, one by one, or beside others', async () => {
		const { enter, clock, stored } = buildServer({ VALUE_DEPTH: 20 });
		const anne = await enter('anne', { silent: true });
		const doc = new Y.Doc();
		let at: Y.XmlFragment = doc.getXmlFragment('content');
		let accepted = 0;
		for (let depth = 1; depth <= 30 && !anne.closed; depth++) {
			const element = new Y.XmlElement('blockquote');
			// Every other one stands beside a first child, and names only that one.
			const parent = at;
			anne.update(updateOf(doc, () => parent.insert(0, [new Y.XmlElement('p')])));
			anne.update(updateOf(doc, () => parent.insert(depth % 2, [element])));
			await clock.settle();
			if (!anne.closed) accepted = depth;
			at = element;
		}
		expect(anne.closed?.code).toBe(CLOSE.badFrame);
		expect(accepted).toBe(20);
		expect((await stored()).getXmlFragment('content').length).toBe(2);
		// Opened anew, the document knows how deep it is.
		const bob = await enter('bob');
		let deepest: Y.XmlFragment = bob.doc.getXmlFragment('content');
		for (;;) {
			const child = deepest
				.toArray()
				.find((one) => one instanceof Y.XmlElement && one.nodeName === 'blockquote');
			if (!(child instanceof Y.XmlElement)) break;
			deepest = child;
		}
		deepest.insert(0, [new Y.XmlElement('p')]);
		await clock.settle();
		expect(bob.closed?.code).toBe(CLOSE.badFrame);
	});

	it('GUARD-9 (F16) bounds attributes, marks and fields, set at once or again later', async () => {
		const large = 'x'.repeat(LIMITS.ATTRIBUTE_BYTES.value + 1);
		const changes: [string, boolean, (doc: Y.Doc) => void][] = [
			['attribute', false, (doc) => blockOf(doc).setAttribute('href', large)],
			['attribute as text', false, (doc) => blockOf(doc).setAttribute('href', large.slice(0, -40))],
			['attribute that fits', true, (doc) => blockOf(doc).setAttribute('href', 'x'.repeat(1_900))],
			['mark', false, (doc) => wordsOf(doc).format(0, 2, { link: { href: large } })],
			['mark that fits', true, (doc) => wordsOf(doc).format(0, 2, { link: { href: 'x'.repeat(1_900) } })],
			['embedded value', false, (doc) => wordsOf(doc).insertEmbed(0, { image: large })],
			['field', true, (doc) => void doc.getMap('actions').set('obstacles', 'é'.repeat(4_000))],
			['field too large', false, (doc) => void doc.getMap('actions').set('obstacles', 'x'.repeat(17_000))],
			['text', true, (doc) => wordsOf(doc).insert(0, 'x'.repeat(50_000))],
		];
		for (const [what, passes, change] of changes) {
			for (const already of [false, true]) {
				const { enter, clock } = buildServer();
				const anne = await enter('anne');
				const paragraph = new Y.XmlElement('p');
				paragraph.insert(0, [new Y.XmlText('des mots')]);
				anne.doc.getXmlFragment('content').insert(0, [paragraph]);
				if (already) {
					paragraph.setAttribute('href', 'court');
					anne.doc.getMap('actions').set('obstacles', 'court');
				}
				await clock.settle();
				anne.doc.transact(() => change(anne.doc));
				await clock.settle();
				expect([what, already, anne.closed === null]).toEqual([
					what,
					already,
					passes || what === 'attribute as text',
				]);
			}
		}
	});
});

function blockOf(doc: Y.Doc): Y.XmlElement {
	return doc.getXmlFragment('content').get(0) as Y.XmlElement;
}

function wordsOf(doc: Y.Doc): Y.XmlText {
	return blockOf(doc)
		.toArray()
		.find((node) => node instanceof Y.XmlText) as Y.XmlText;
}

/** One client's section of so many equal structs. */
function bomb(structs: number, write: (encoder: encoding.Encoder, i: number) => void): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, 1);
	encoding.writeVarUint(encoder, structs);
	encoding.writeVarUint(encoder, 7);
	encoding.writeVarUint(encoder, 0);
	for (let i = 0; i < structs; i++) write(encoder, i);
	encoding.writeVarUint(encoder, 0);
	return encoding.toUint8Array(encoder);
}

const BOMBS: [string, number, (encoder: encoding.Encoder, i: number) => void][] = [
	['deleted structs', 500_000, (e) => (encoding.writeUint8(e, 0), encoding.writeVarUint(e, 1))],
	['letters', 100_000, (e, i) => named(e, { info: 4, i, rest: () => encoding.writeVarString(e, 'x') })],
	['elements', 100_000, (e, i) => named(e, { info: 7, i, rest: () => encoding.writeVarUint(e, 1) })],
];

function named(
	encoder: encoding.Encoder,
	{ info, i, rest }: { info: number; i: number; rest: () => void },
): void {
	encoding.writeUint8(encoder, i === 0 ? info : info | 0x80);
	encoding.writeVarUint(encoder, i === 0 ? 1 : 7);
	if (i === 0) encoding.writeVarString(encoder, 'content');
	else encoding.writeVarUint(encoder, i - 1);
	rest();
}

describe('updates made to take long', () => {
	it.each(BOMBS)(
		'GUARD-11 (F16) stops to read one of many %s where its allowance ends',
		async (_what, structs, write) => {
			const bytes = bomb(structs, write);
			let read = 0;
			const limits = { ...readLimits({}), FRAME_BYTES: 4_000_000 };
			const counting = new Proxy(limits, {
				get: (target, name) => {
					if (name === 'STRUCTS_PER_UPDATE') read += 1;
					return Reflect.get(target, name) as number;
				},
			});
			expect(() => decodeUpdate(bytes, counting)).toThrow('too many structs');
			expect(read).toBe(LIMITS.STRUCTS_PER_UPDATE.value + 1);
			const { enter, clock, fingerprint, limits: all } = buildServer({ FRAME_BYTES: 4_000_000 });
			expect(all.STRUCTS_PER_UPDATE).toBe(LIMITS.STRUCTS_PER_UPDATE.value);
			const [eve, bob] = [await enter('eve', { silent: true }), await enter('bob')];
			const before = await fingerprint();
			eve.update(bytes);
			await clock.settle();
			expect([CLOSE.badFrame, CLOSE.tooMuch]).toContain(eve.closed?.code);
			expect(await fingerprint()).toBe(before);
			expect(bob.closed).toBeNull();
		},
	);

	it('GUARD-11 takes many deletions in any order in one pass', () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.nat(400), fc.nat(4))),
				fc.array(fc.tuple(fc.nat(400), fc.nat(4))),
				(early, late) => {
					const [oneByOne, atOnce] = [new Intervals(), new Intervals()];
					const ranges = (list: [number, number][]) =>
						list.map(([from, size]) => [from, from + size] as const);
					for (const list of [early, late]) {
						for (const [from, to] of ranges(list)) oneByOne.add(from, to);
						atOnce.addAll(ranges(list));
					}
					expect(atOnce.count).toBe(oneByOne.count);
					expect(atOnce.missing(0, 500)).toEqual(oneByOne.missing(0, 500));
				},
			),
			{ numRuns: 500 },
		);
	});

	it('GUARD-11 refuses more deletions than a document of years has', () => {
		const encoder = encoding.createEncoder();
		const ranges = LIMITS.DELETIONS_PER_UPDATE.value + 1;
		for (const value of [0, 1, 9, ranges]) encoding.writeVarUint(encoder, value);
		for (let i = ranges; i > 0; i--) {
			encoding.writeVarUint(encoder, i * 2);
			encoding.writeVarUint(encoder, 1);
		}
		expect(() => decodeUpdate(encoding.toUint8Array(encoder), readLimits({}))).toThrow('too many deletions');
	});

	it('LIM-2 makes a large update pay for its size', async () => {
		const { enter, clock } = buildServer({ UPDATES_BURST: 100, DOCUMENT_BYTES: 50_000_000 });
		const anne = await enter('anne');
		for (let i = 0; i < 20 && !anne.closed; i++) {
			anne.type('x'.repeat(500_000));
			await clock.settle();
		}
		expect(anne.closed?.code).toBe(CLOSE.tooFast);
		expect(anne.text().length).toBeLessThan(3_000_000);
	});
});
