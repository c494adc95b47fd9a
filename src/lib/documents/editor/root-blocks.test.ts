import { EditorState, TextSelection, type Transaction } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { ySyncPlugin } from '@tiptap/y-tiptap';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { TEXT_PAYLOADS, writeTextPayloads } from '../../../../tests/support/hostile-payloads.ts';
import { contentOf } from '../document.content.ts';
import { documentSchema } from '../document.schema.ts';
import { keepRootBlocks } from './root-blocks.ts';

const schema = documentSchema();

/** A page of somebody who may write: the real binding, and what the editor draws on left out. */
class Page {
	readonly doc = new Y.Doc();
	state: EditorState;
	written = 0;
	#drawn: { update?: (view: EditorView, before: EditorState) => void }[] = [];

	constructor(start: Y.Doc) {
		Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(start));
		this.doc.on('update', () => (this.written += 1));
		const plugins = [keepRootBlocks(), ySyncPlugin(contentOf(this.doc))];
		this.state = EditorState.create({ schema, plugins });
		for (const plugin of plugins) {
			const drawn = plugin.spec.view?.(this as unknown as EditorView);
			if (drawn !== undefined) this.#drawn.push(drawn);
		}
	}

	hasFocus(): boolean {
		return false;
	}

	dispatch(transaction: Transaction): void {
		const before = this.state;
		this.state = this.state.apply(transaction);
		for (const drawn of this.#drawn) drawn.update?.(this as unknown as EditorView, before);
	}

	/** Moves the caret, as whoever looks at a text does. */
	look(): void {
		this.dispatch(this.state.tr.setSelection(TextSelection.atEnd(this.state.doc)));
	}
}

const named = (name: string, ...inside: (Y.XmlElement | Y.XmlText)[]): Y.XmlElement => {
	const element = new Y.XmlElement(name);
	element.insert(0, inside);
	return element;
};
const line = (text: string): Y.XmlElement => named('paragraph', new Y.XmlText(text));

test.each(['listItem', 'taskItem', 'tableRow', 'tableCell', 'footnote', 'hardBreak', 'doc'])(
	'%s on the first level of a text is shown as unknown, and stays what it was',
	(name) => {
		const start = new Y.Doc();
		const inside = name === 'tableRow' ? [named('tableCell', line('dedans'))] : [line('dedans')];
		const stray = named(name, ...(['footnote', 'hardBreak'].includes(name) ? [] : inside));
		contentOf(start).push([line('avant'), stray, line('après')]);
		const page = new Page(start);
		page.look();
		expect(page.written).toBe(0);
		expect(page.state.doc.childCount).toBe(3);
		page.dispatch(page.state.tr.insertText('Écrit ', 1));
		expect(contentOf(page.doc).get(0)?.toString()).toContain('Écrit avant');
		expect(contentOf(page.doc).get(1)?.toString()).toBe(contentOf(start).get(1)?.toString());
		// What comes from others is put in the same way.
		const update = Y.encodeStateVector(page.doc);
		Y.applyUpdate(start, Y.encodeStateAsUpdate(page.doc));
		contentOf(start).push([line('d’ailleurs')]);
		const seen = page.written;
		Y.applyUpdate(page.doc, Y.encodeStateAsUpdate(start, update), 'server');
		page.look();
		expect(page.written).toBe(seen + 1);
		expect(page.state.doc.lastChild?.textContent).toBe('d’ailleurs');
	},
);

test('opening a text that a hostile program has filled writes nothing', () => {
	const start = new Y.Doc();
	writeTextPayloads(start, 0, TEXT_PAYLOADS);
	const page = new Page(start);
	page.look();
	page.look();
	expect(page.written).toBe(0);
	expect(page.state.doc.childCount).toBe(TEXT_PAYLOADS);
});
