import { wrapInList } from '@tiptap/pm/schema-list';
import { EditorState, TextSelection, type Command, type Transaction } from '@tiptap/pm/state';
import { joinBackward, setBlockType, splitBlock, toggleMark, wrapIn } from '@tiptap/pm/commands';
import { initProseMirrorDoc, prosemirrorJSONToYXmlFragment, updateYFragment } from '@tiptap/y-tiptap';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import {
	PASSAGE_LONGEST,
	anchorAt,
	decodeAnchor,
	encodeAnchor,
	findPassage,
	type Anchor,
} from './comment-anchor.content.ts';
import { contentOf } from './document.content.ts';
import { documentSchema } from './document.schema.ts';
import { createOwnHistory } from './editor/own-history.ts';
import { readFlatText } from './flat-text.content.ts';

const schema = documentSchema();

function start(...paragraphs: string[]): Uint8Array {
	const doc = new Y.Doc();
	const content = paragraphs.map((text) => ({
		type: 'paragraph',
		content: text === '' ? [] : [{ type: 'text', text }],
	}));
	prosemirrorJSONToYXmlFragment(schema, { type: 'doc', content }, contentOf(doc));
	return Y.encodeStateAsUpdate(doc);
}

/** A page on the shared text: its changes go through the editor's schema and the editor's binding. */
class Page {
	readonly doc = new Y.Doc();
	readonly inbox: Uint8Array[] = [];
	readonly #history = createOwnHistory(contentOf(this.doc), this);

	constructor(first: Uint8Array, send: (update: Uint8Array) => void = () => {}) {
		Y.applyUpdate(this.doc, first);
		this.doc.on('update', (update: Uint8Array, _origin, _doc, transaction: Y.Transaction) => {
			if (transaction.local) send(update);
		});
	}

	/** A command of the editor with a part of the text selected, counted over the places where one may write. */
	command(at: number, length: number, command: Command): void {
		const { doc, meta } = initProseMirrorDoc(contentOf(this.doc), schema);
		const state = EditorState.create({ doc, schema });
		const places = placesToWrite(state);
		const first = at % places.length;
		const [from, to] = [places[first]!, places[Math.min(first + length, places.length - 1)]!];
		const selected = state.apply(state.tr.setSelection(TextSelection.create(state.doc, from, to)));
		let made: Transaction | null = null;
		command(selected, (tr) => (made = tr));
		const next = made as Transaction | null;
		if (next?.docChanged !== true) return;
		this.#history.stopCapturing();
		this.doc.transact(() => updateYFragment(this.doc, contentOf(this.doc), next.doc, meta), this);
	}

	undo(): void {
		this.#history.undo();
	}

	receive(count: number): void {
		for (const update of this.inbox.splice(0, count)) Y.applyUpdate(this.doc, update, 'server');
	}

	anchor(from: number, to: number): Anchor | null {
		return anchorAt(readFlatText(contentOf(this.doc)), from, to);
	}

	/** What the anchor covers here; null when it is detached. */
	covered(anchor: Anchor | null): string | null {
		const flat = readFlatText(contentOf(this.doc));
		const found = anchor === null ? null : findPassage(this.doc, flat, anchor);
		return found === null ? null : flat.characters.slice(found.from, found.to);
	}
}

function placesToWrite(state: EditorState): number[] {
	const places: number[] = [];
	state.doc.descendants((node, position) => {
		if (node.isTextblock)
			for (let offset = 0; offset <= node.content.size; offset += 1) places.push(position + 1 + offset);
	});
	return places;
}

const insert = (text: string): Command => {
	return (state, dispatch) => {
		dispatch?.(state.tr.insertText(text));
		return true;
	};
};
const remove = insert('');
const heading = setBlockType(schema.nodes.heading!, { level: 2 });
const list = wrapInList(schema.nodes.bulletList!);
const quote = wrapIn(schema.nodes.blockquote!);
const callout = wrapIn(schema.nodes.callout!, { kind: 'warning' });
/** A note called in the middle of what is there. */
const note: Command = (state, dispatch) => {
	dispatch?.(
		state.tr.insert(state.selection.to, schema.nodes.footnote!.create({ text: 'note', source: null })),
	);
	return true;
};
/** Without what would be selected. */
const newParagraph: Command = (state, dispatch) =>
	splitBlock(state.apply(state.tr.setSelection(TextSelection.near(state.selection.$from))), dispatch);
const bold = toggleMark(schema.marks.bold!);

describe('a passage that is commented', () => {
	const page = (): Page =>
		new Page(start('Au 18 novembre, 238 médecins de 60 ans', 'En Soule, six médecins sur neuf', 'La suite'));
	const passage = '238 médecins';
	const anchored = (on: Page): Anchor | null => on.anchor(16, 28);

	test('is the words that were selected', () => {
		const one = page();
		expect(anchored(one)?.passage).toBe(passage);
		expect(one.covered(anchored(one))).toBe(passage);
	});

	test('grows by what is written inside, and by nothing written at its edges', () => {
		const one = page();
		const anchor = anchored(one);
		one.command(19, 0, insert(' (deux cents)'));
		expect(one.covered(anchor)).toBe('238 (deux cents) médecins');
		one.command(16, 0, insert('environ '));
		one.command(49, 0, insert(', dit-on,'));
		expect(one.covered(anchor)).toBe('238 (deux cents) médecins');
	});

	test('is what is left of it when a part is deleted, then nothing', () => {
		const one = page();
		const anchor = anchored(one);
		one.command(10, 9, remove);
		expect(one.covered(anchor)).toBe(' médecins');
		one.command(5, 30, remove);
		expect(one.covered(anchor)).toBeNull();
	});

	test('is not what somebody writes where it stood, nor what stood inside without being of it', () => {
		const one = page();
		const anchor = anchored(one);
		one.command(20, 0, insert('XYZ'));
		one.command(23, 8, remove);
		one.command(16, 4, remove);
		expect(one.covered(anchor)).toBeNull();
	});

	test.each([
		['a new paragraph before it', 10, newParagraph],
		['a new paragraph in the middle of it', 20, newParagraph],
		['a title made of its paragraph', 3, heading],
		['a list made of its paragraph', 3, list],
		['a quotation made of its paragraph', 3, quote],
		['a callout made of its paragraph', 3, callout],
		['a note called in the middle of it', 20, note],
		['bold letters', 22, bold],
	] as const)('follows through %s', (_name, at, command) => {
		const one = page();
		const anchor = anchored(one);
		one.command(at, 2, command);
		expect(one.covered(anchor)).toBe(passage);
	});

	test('comes back with the text when its deletion is undone', () => {
		const one = page();
		const anchor = anchored(one);
		one.command(0, 38, remove);
		expect(one.covered(anchor)).toBeNull();
		one.undo();
		expect(one.covered(anchor)).toBe(passage);
	});

	test('comes back to its own place when the same words were written elsewhere after the same beginning', () => {
		const one = page();
		const anchor = anchored(one);
		one.command(0, 38, remove);
		one.undo();
		one.command(38, 0, insert(' Au 18 novembre, 238 médecins de plus'));
		expect(one.covered(anchor)).toBe(passage);
	});

	test('may run over several paragraphs', () => {
		const one = page();
		const anchor = one.anchor(30, 50);
		expect(one.covered(anchor)).toBe(anchor?.passage);
		one.command(0, 0, insert('Donc '));
		expect(one.covered(anchor)).toBe(anchor?.passage);
	});

	test('is detached rather than put on the same words elsewhere', () => {
		const one = new Page(start('Oui, deux cabinets', 'Oui, deux cabinets'));
		const anchor = one.anchor(5, 9);
		expect(one.covered(anchor)).toBe('deux');
		one.command(0, 18, remove);
		expect(one.covered(anchor)).toBeNull();
		const copied = new Page(start('Il y en a deux ici'));
		const lone = copied.anchor(10, 14);
		copied.command(0, 18, insert('trois, puis deux'));
		expect(copied.covered(lone)).toBeNull();
	});

	test('nothing, too much, and an empty selection have no anchor', () => {
		const one = new Page(start('a'.repeat(PASSAGE_LONGEST + 1)));
		expect(one.anchor(3, 3)).toBeNull();
		expect(one.anchor(0, PASSAGE_LONGEST + 1)).toBeNull();
		expect(one.anchor(0, PASSAGE_LONGEST)).not.toBeNull();
	});
});

describe('an anchor as text', () => {
	test('reads back as it was', () => {
		const anchor = new Page(start('Saint-Jean-Pied-de-Port, déjà là')).anchor(3, 12);
		expect(anchor).not.toBeNull();
		expect(decodeAnchor(encodeAnchor(anchor!))).toEqual(anchor);
	});

	test('anything else reads as none', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
				const read = decodeAnchor(text);
				expect(read === null || decodeAnchor(encodeAnchor(read)) !== null).toBe(true);
			}),
		);
		const runs = [[1, 1, PASSAGE_LONGEST + 1]] as const;
		expect(decodeAnchor(encodeAnchor({ runs, passage: 'a', before: '', after: '' }))).toBeNull();
		expect(decodeAnchor(encodeAnchor({ runs: [], passage: 'a', before: '', after: '' }))).toBeNull();
	});

	test('with ids that the document does not know, it is detached', () => {
		const anchor = { runs: [[7, 3, 2]] as const, passage: 'xy', before: '', after: '' };
		expect(new Page(start('xy')).covered(anchor)).toBeNull();
	});
});

/** How often each kind of edit is made. */
const EDITS: readonly { command: Command | null; length: number }[] = [
	...Array.from({ length: 8 }, () => ({ command: null, length: 0 })),
	...Array.from({ length: 4 }, () => ({ command: remove, length: 1 })),
	...Array.from({ length: 2 }, () => ({ command: splitBlock, length: 0 })),
	{ command: joinBackward, length: 0 },
	{ command: heading, length: 0 },
	{ command: list, length: 2 },
	{ command: quote, length: 0 },
	{ command: callout, length: 0 },
	{ command: note, length: 0 },
	{ command: bold, length: 4 },
];

const edits = fc.array(
	fc.record({
		who: fc.nat(2),
		what: fc.nat(EDITS.length),
		at: fc.nat(10_000),
		length: fc.integer({ min: 1, max: 4 }),
		receive: fc.nat(6),
		comments: fc.boolean(),
	}),
	{ minLength: 250, maxLength: 250 },
);

test('under 5,000 random edits by three people at once, an anchor is on its own characters or detached', () => {
	const outcomes = { attached: 0, detached: 0, edits: 0 };
	fc.assert(
		fc.property(edits, (steps) => {
			// Each character is typed once: where it stands, it is the same one, whatever block was remade around it.
			let typed = 0x4e00;
			const fresh = (length: number): string =>
				String.fromCharCode(...Array.from({ length }, () => (typed += 1)));
			const first = start(...Array.from({ length: 6 }, () => fresh(14)));
			const pages: Page[] = [];
			for (let index = 0; index < 3; index += 1) {
				const others = (): Page[] => pages.filter((_, other) => other !== index);
				pages.push(new Page(first, (update) => others().forEach((other) => other.inbox.push(update))));
			}
			const anchors: Anchor[] = [];
			const check = (page: Page): void => {
				for (const anchor of anchors) {
					const covered = page.covered(anchor);
					outcomes[covered === null ? 'detached' : 'attached'] += 1;
					if (covered === null) continue;
					expect(anchor.passage).toContain(covered.at(0));
					expect(anchor.passage).toContain(covered.at(-1));
				}
			};
			for (const [index, step] of steps.entries()) {
				const page = pages[step.who]!;
				page.receive(step.receive);
				const size = readFlatText(contentOf(page.doc)).characters.length;
				if (step.comments && anchors.length < 8 && size > 0) {
					const from = step.at % size;
					const made = page.anchor(from, Math.min(from + step.length * 2, size));
					if (made !== null) anchors.push(made);
				}
				const edit = EDITS[step.what];
				if (edit === undefined) page.undo();
				else page.command(step.at, edit.length * step.length, edit.command ?? insert(fresh(step.length)));
				outcomes.edits += 1;
				if (index % 25 === 0) check(page);
			}
			for (const page of pages) page.receive(page.inbox.length);
			for (const page of pages) check(page);
			for (const anchor of anchors)
				expect(new Set(pages.map((page) => page.covered(anchor)))).toHaveProperty('size', 1);
		}),
		{ numRuns: 20 },
	);
	expect(outcomes.edits).toBeGreaterThanOrEqual(5_000);
	expect(outcomes.attached).toBeGreaterThan(200);
	expect(outcomes.detached).toBeGreaterThan(100);
}, 120_000);
