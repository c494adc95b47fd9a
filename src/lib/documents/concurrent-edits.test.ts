import { liftListItem, wrapInList } from '@tiptap/pm/schema-list';
import { EditorState, TextSelection, type Command, type Transaction } from '@tiptap/pm/state';
import { setBlockType, wrapIn, joinBackward, splitBlock } from '@tiptap/pm/commands';
import { initProseMirrorDoc, prosemirrorJSONToYXmlFragment, updateYFragment } from '@tiptap/y-tiptap';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { TextRescue } from '#lib/collaboration/text-rescue.ts';
import { contentOf, plainText } from './document.content.ts';
import { documentSchema } from './document.schema.ts';
import { createOwnHistory } from './editor/own-history.ts';

const schema = documentSchema();

/** A page on the shared text: its changes go through the editor's schema and the editor's binding. */
class Page {
	readonly doc = new Y.Doc();
	readonly rescue = new TextRescue(this.doc);
	readonly outbox: Uint8Array[] = [];
	readonly history = createOwnHistory(contentOf(this.doc), this);

	constructor() {
		Y.applyUpdate(this.doc, START);
		this.doc.on('update', (update: Uint8Array, _origin, _doc, transaction: Y.Transaction) => {
			if (transaction.local) this.outbox.push(update);
		});
	}

	edit(change: (state: EditorState) => Transaction | null): void {
		const { doc, meta } = initProseMirrorDoc(contentOf(this.doc), schema);
		const tr = change(EditorState.create({ doc, schema }));
		if (tr === null || !tr.docChanged) return;
		this.history.stopCapturing();
		this.doc.transact(() => updateYFragment(this.doc, contentOf(this.doc), tr.doc, meta), this);
	}

	command(at: number, command: Command): void {
		this.edit((state) => {
			const placed = state.apply(state.tr.setSelection(caret(state, at)));
			let made: Transaction | null = null;
			command(placed, (tr) => (made = tr));
			return made;
		});
	}

	receive(update: Uint8Array): void {
		this.rescue.receive(update, () => Y.applyUpdate(this.doc, update, 'server'));
	}

	get text(): string {
		return plainText(contentOf(this.doc));
	}
}

/** A place where one may write, from any number. */
function caret(state: EditorState, at: number): TextSelection {
	const places: number[] = [];
	state.doc.descendants((node, position) => {
		if (node.isTextblock)
			for (let offset = 0; offset <= node.content.size; offset += 1) places.push(position + 1 + offset);
	});
	const found = TextSelection.near(state.doc.resolve(places[at % Math.max(places.length, 1)] ?? 0));
	return found instanceof TextSelection ? found : TextSelection.create(state.doc, 0);
}

/** Made once: two writings of a template are two texts. */
const START = start();

function start(): Uint8Array {
	const doc = new Y.Doc();
	const paragraph = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] });
	const content = [
		{ type: 'heading', attrs: { level: 1 }, content: [{ type: 'text', text: 'Départs' }] },
		paragraph('Six médecins sur neuf partent.'),
		paragraph('Deux communes attendent.'),
		{
			type: 'bulletList',
			content: [
				{ type: 'listItem', content: [paragraph('Soule')] },
				{ type: 'listItem', content: [paragraph('Ossau')] },
			],
		},
	];
	prosemirrorJSONToYXmlFragment(schema, { type: 'doc', content }, contentOf(doc));
	return Y.encodeStateAsUpdate(doc);
}

/** Each page receives what the others wrote, until nobody writes any more. */
function exchange(pages: readonly Page[]): void {
	for (let turn = 0; turn < 20 && pages.some((page) => page.outbox.length > 0); turn += 1) {
		const sent = pages.map((page) => page.outbox.splice(0));
		pages.forEach((page, index) => {
			sent.forEach((updates, from) => from !== index && updates.forEach((update) => page.receive(update)));
		});
	}
	expect(pages.every((page) => page.outbox.length === 0)).toBe(true);
}

const bullet = schema.nodes.bulletList!;
const item = schema.nodes.listItem!;
const type = (page: Page, at: number, token: string) =>
	page.edit((state) => state.tr.insertText(token, caret(state, at).from));

describe('letters typed in a block that somebody else remakes', () => {
	const remakings: [string, Command][] = [
		['a list', wrapInList(bullet)],
		['a quotation', wrapIn(schema.nodes.blockquote!)],
		['a heading', setBlockType(schema.nodes.heading!, { level: 2 })],
		['joined to the one before', joinBackward],
		['split', splitBlock],
		['out of its list', liftListItem(item)],
	];
	test.each(remakings)('%s', (_name, remake) => {
		for (let at = 0; at < 80; at += 3) {
			const [anne, bob] = [new Page(), new Page()];
			anne.command(at, remake);
			type(bob, at + 1, 'XYZ');
			exchange([anne, bob]);
			expect(anne.text).toBe(bob.text);
			expect(anne.text.split('XYZ')).toHaveLength(2);
		}
	});

	test('stand where they were typed', () => {
		const [anne, bob] = [new Page(), new Page()];
		anne.command(9, wrapInList(bullet));
		bob.edit((state) => state.tr.insertText('plutôt ', caret(state, 8).from + 'Six '.length));
		exchange([anne, bob]);
		expect(anne.text).toContain('Six plutôt médecins');
	});

	test('what somebody has read and deleted stays deleted', () => {
		const [anne, bob] = [new Page(), new Page()];
		type(bob, 10, 'XYZ');
		exchange([anne, bob]);
		anne.edit((state) => state.tr.delete(0, state.doc.content.size));
		exchange([anne, bob]);
		expect(bob.text).not.toContain('XYZ');
		expect(anne.text).toBe(bob.text);
	});

	test('in a block deleted meanwhile come back in a paragraph of their own', () => {
		const [anne, bob] = [new Page(), new Page()];
		type(bob, 10, 'XYZ');
		anne.edit((state) => state.tr.delete(0, state.doc.content.size));
		exchange([anne, bob]);
		expect(anne.text).toContain('XYZ');
		expect(anne.text).toBe(bob.text);
	});
});

describe('undo', () => {
	test('of a block one made keeps what others wrote in it since', () => {
		const [anne, bob] = [new Page(), new Page()];
		anne.command(9, wrapInList(bullet));
		exchange([anne, bob]);
		type(bob, 12, 'XYZ');
		exchange([anne, bob]);
		anne.history.undo();
		exchange([anne, bob]);
		expect(anne.text).toContain('XYZ');
		expect(anne.text).toContain('Six');
		expect(bob.text).toBe(anne.text);
	});

	test('takes back one’s own words only', () => {
		const [anne, bob] = [new Page(), new Page()];
		type(anne, 10, 'AAA');
		exchange([anne, bob]);
		type(bob, 10, 'BBB');
		exchange([anne, bob]);
		anne.history.undo();
		exchange([anne, bob]);
		expect(anne.text).not.toContain('AAA');
		expect(anne.text).toContain('BBB');
		anne.history.redo();
		exchange([anne, bob]);
		expect(bob.text).toContain('AAA');
		expect(bob.text).toContain('BBB');
	});
});

test('law: no word is lost but those that somebody who saw them deleted', { timeout: 120_000 }, () => {
	const act = fc.oneof(
		{ weight: 5, arbitrary: fc.record({ do: fc.constant('type' as const), at: fc.nat(400) }) },
		{
			weight: 3,
			arbitrary: fc.record({
				do: fc.constantFrom('list', 'quote', 'callout', 'note', 'heading', 'text', 'split', 'join', 'lift'),
				at: fc.nat(400),
			}),
		},
		{ weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), at: fc.nat(20) }) },
		{
			weight: 2,
			arbitrary: fc.record({ do: fc.constantFrom('undo' as const, 'redo' as const), at: fc.constant(0) }),
		},
		{ weight: 3, arbitrary: fc.record({ do: fc.constant('exchange' as const), at: fc.constant(0) }) },
	);
	const commands: Record<string, Command> = {
		list: wrapInList(bullet),
		quote: wrapIn(schema.nodes.blockquote!),
		callout: wrapIn(schema.nodes.callout!, { kind: 'warning' }),
		note: (state, dispatch) => {
			dispatch?.(state.tr.insert(state.selection.to, schema.nodes.footnote!.create({ text: 'note' })));
			return true;
		},
		heading: setBlockType(schema.nodes.heading!, { level: 2 }),
		text: setBlockType(schema.nodes.paragraph!),
		split: splitBlock,
		join: joinBackward,
		lift: liftListItem(item),
	};
	fc.assert(
		fc.property(fc.array(fc.tuple(fc.nat(1), act), { maxLength: 25 }), (acts) => {
			const pages = [new Page(), new Page()];
			const typed: string[] = [];
			const authors = new Map<string, number>();
			const removed = new Set<string>();
			for (const [who, one] of acts) {
				const page = pages[who]!;
				if (one.do === 'exchange') exchange(pages);
				else if (one.do === 'undo' || one.do === 'redo') {
					// What one takes back may be one's own words.
					for (const [token, author] of authors) if (author === who) removed.add(token);
					page.history[one.do]();
				} else if (one.do === 'type') {
					// One letter, unlike any other: the binding tells what was typed by comparing texts.
					const token = String.fromCodePoint(0x4e00 + typed.length);
					typed.push(token);
					authors.set(token, who);
					type(page, one.at, token);
				} else if (one.do === 'remove') {
					page.edit((state) => {
						const index = one.at % state.doc.childCount;
						let from = 0;
						for (let at = 0; at < index; at += 1) from += state.doc.child(at).nodeSize;
						const block = state.doc.child(index);
						for (const token of typed) if (block.textContent.includes(token)) removed.add(token);
						return state.tr.delete(from, from + block.nodeSize);
					});
				} else page.command(one.at, commands[one.do]!);
			}
			exchange(pages);
			expect(pages[0]!.text).toBe(pages[1]!.text);
			for (const token of typed) {
				if (!removed.has(token)) expect(pages[0]!.text).toContain(token);
			}
		}),
		{ numRuns: 1_500 },
	);
});
