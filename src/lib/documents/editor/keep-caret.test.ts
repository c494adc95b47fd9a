import { splitBlock, wrapIn } from '@tiptap/pm/commands';
import { EditorState, TextSelection, type Command, type Transaction } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import {
	initProseMirrorDoc,
	prosemirrorJSONToYXmlFragment,
	updateYFragment,
	ySyncPlugin,
} from '@tiptap/y-tiptap';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { TextRescue } from '#lib/collaboration/text-rescue.ts';
import { contentOf } from '../document.content.ts';
import { documentSchema } from '../document.schema.ts';
import { keepCaret } from './keep-caret.extension.ts';

const schema = documentSchema();

function docWith(...texts: string[]): Y.Doc {
	const doc = new Y.Doc();
	const content = texts.map((text) => ({ type: 'paragraph', content: [{ type: 'text', text }] }));
	prosemirrorJSONToYXmlFragment(schema, { type: 'doc', content }, contentOf(doc));
	return doc;
}

/** Somebody's page: the real binding and the real plugin; what the editor draws on is not needed. */
class Page {
	readonly doc: Y.Doc;
	readonly rescue: TextRescue;
	state: EditorState;
	#drawn: { update?: (view: EditorView, before: EditorState) => void }[] = [];

	constructor(start: Y.Doc) {
		this.doc = new Y.Doc();
		this.rescue = new TextRescue(this.doc);
		Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(start));
		const plugins = [ySyncPlugin(contentOf(this.doc)), keepCaret()];
		this.state = EditorState.create({ schema, plugins });
		const view = this as unknown as EditorView;
		this.#drawn = plugins.flatMap((plugin) => plugin.spec.view?.(view) ?? []);
	}

	hasFocus(): boolean {
		return false;
	}

	dispatch(transaction: Transaction): void {
		const before = this.state;
		this.state = this.state.apply(transaction);
		for (const drawn of this.#drawn) drawn.update?.(this as unknown as EditorView, before);
	}

	/** Puts the caret after these words. */
	click(words: string): void {
		let target = -1;
		this.state.doc.descendants((node, position) => {
			const at = node.text?.indexOf(words) ?? -1;
			if (target === -1 && at !== -1) target = position + at + words.length;
		});
		this.dispatch(this.state.tr.setSelection(TextSelection.create(this.state.doc, target)));
	}

	enter(): void {
		splitBlock(this.state, (transaction) => this.dispatch(transaction));
	}

	get blocks(): string[] {
		return Array.from(
			{ length: this.state.doc.childCount },
			(_, index) => this.state.doc.child(index).textContent,
		);
	}

	type(text: string): void {
		this.dispatch(this.state.tr.insertText(text));
	}

	/** The words of the caret's block, with « | » where the caret is, under the names of what holds it. */
	get caret(): string {
		const { $head } = this.state.selection;
		const text = $head.parent.textContent;
		const names = Array.from({ length: $head.depth }, (_, depth) => $head.node(depth + 1).type.name);
		return `${names.join(' ')}: ${text.slice(0, $head.parentOffset)}|${text.slice($head.parentOffset)}`;
	}

	receive(update: Uint8Array): void {
		this.rescue.receive(update, () => Y.applyUpdate(this.doc, update, 'server'));
	}
}

/** What somebody else does to the text as they know it; the update of it. */
function elsewhere(doc: Y.Doc, change: (state: EditorState) => Transaction): Uint8Array {
	const known = Y.encodeStateVector(doc);
	const { doc: shown, meta } = initProseMirrorDoc(contentOf(doc), schema);
	const { doc: next } = change(EditorState.create({ doc: shown, schema }));
	updateYFragment(doc, contentOf(doc), next, meta);
	return Y.encodeStateAsUpdate(doc, known);
}

function quote(block: number): (state: EditorState) => Transaction {
	return (state) => {
		let at = 1;
		for (let before = 0; before < block; before += 1) at += state.doc.child(before).nodeSize;
		const placed = state.apply(state.tr.setSelection(TextSelection.create(state.doc, at)));
		const made: Transaction[] = [];
		const wrap: Command = wrapIn(schema.nodes.blockquote!);
		wrap(placed, (tr) => made.push(tr));
		return made[0]!;
	};
}

test('the caret follows its words into the quotation that somebody else made of the paragraph', () => {
	const other = docWith('Un.', 'Six médecins sur neuf partent.', 'Fin.');
	const page = new Page(other);
	page.click('Six médecins');
	page.receive(elsewhere(other, quote(1)));
	expect(page.caret).toBe('blockquote paragraph: Six médecins| sur neuf partent.');
});

test('letters typed meanwhile come back before the caret, and the next ones go after them', () => {
	const other = docWith('Six médecins sur neuf partent.', 'Fin.');
	const page = new Page(other);
	page.click('partent.');
	const update = elsewhere(other, quote(0));
	page.type(' Vite');
	page.receive(update);
	page.type(', très');
	expect(page.caret).toBe('blockquote paragraph: Six médecins sur neuf partent. Vite, très|');
});

test('a block that exists keeps its caret, whatever happens to one with the same words', () => {
	const other = docWith('Le même texte.', 'Le même texte.', 'Fin.');
	const page = new Page(other);
	page.click('Le même');
	page.receive(elsewhere(other, quote(1)));
	expect(page.caret).toBe('paragraph: Le même| texte.');
});

test('a block that exists keeps its caret when its words are replaced and stand elsewhere', () => {
	const other = docWith('Six médecins sur neuf partent.', 'Fin.');
	const page = new Page(other);
	page.click('Six médecins');
	const [first] = contentOf(other).toArray() as [Y.XmlElement];
	const known = Y.encodeStateVector(other);
	other.transact(() => {
		const text = first.get(0) as Y.XmlText;
		text.insert(0, 'Rien à voir. ');
		text.delete(19, 24);
		const copy = new Y.XmlElement('paragraph');
		copy.insert(0, [new Y.XmlText('Six médecins sur neuf partent vite.')]);
		contentOf(other).insert(1, [copy]);
	});
	page.receive(Y.encodeStateAsUpdate(other, known));
	expect(page.caret).toBe('paragraph: Rien à voir. Six mé|');
});

test('once the block is remade, later changes move the caret no more than any other', async () => {
	const other = docWith('Six médecins sur neuf partent.', 'Fin.');
	const page = new Page(other);
	page.click('Six médecins');
	page.receive(elsewhere(other, quote(0)));
	await Promise.resolve();
	page.receive(elsewhere(other, (state) => state.tr.insertText('Nos ', 2)));
	expect(page.caret).toBe('blockquote paragraph: Nos Six médecins| sur neuf partent.');
});

test('a block that is removed, with nothing like it left, gives its caret to the binding', () => {
	const other = docWith('Six médecins sur neuf partent.', 'Fin.');
	const page = new Page(other);
	page.click('Six médecins');
	page.receive(elsewhere(other, (state) => state.tr.delete(0, state.doc.child(0).nodeSize)));
	expect(page.state.doc.textContent).toBe('Fin.');
	expect(page.caret.replace('|', '')).toBe('paragraph: Fin.');
});

const atTheEnd = (state: EditorState) => state.apply(state.tr.setSelection(TextSelection.atEnd(state.doc)));

function newLine(state: EditorState): Transaction {
	const made: Transaction[] = [];
	splitBlock(atTheEnd(state), (transaction) => made.push(transaction));
	return made[0]!;
}

test.each([
	['before', 1, 2],
	['after', 2, 1],
])(
	'of two new lines made at once, theirs %s, each keeps the words of who made it',
	(_where, theirs, ours) => {
		const other = docWith('Sources.');
		other.clientID = theirs;
		const page = new Page(other);
		page.doc.clientID = ours;
		page.click('Sources.');
		page.enter();
		page.receive(elsewhere(other, newLine));
		page.type('Ici');
		page.receive(elsewhere(other, (state) => state.tr.insertText('Là', state.doc.content.size - 1)));
		page.type(' et');
		expect(page.blocks.toSorted()).toEqual(['Ici et', 'Là', 'Sources.']);
	},
);

test('an empty line in which somebody else begins to write keeps its caret, though another one is empty', () => {
	const other = docWith('Sources.');
	elsewhere(other, newLine);
	elsewhere(other, newLine);
	const page = new Page(other);
	const first = page.state.doc.child(0).nodeSize + 1;
	page.dispatch(page.state.tr.setSelection(TextSelection.create(page.state.doc, first)));
	page.receive(elsewhere(other, (state) => state.tr.insertText('Là', first)));
	page.type('Ici ');
	expect(page.blocks[1]).toContain('Ici');
	expect(page.blocks[2]).toBe('');
});
