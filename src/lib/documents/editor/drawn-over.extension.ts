import { Extension, type Editor } from '@tiptap/core';
import type { Transaction } from '@tiptap/pm/state';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { DecorationSet, type Decoration } from '@tiptap/pm/view';

/** Something drawn over the text, which is no part of it. */
export interface DrawnOverText {
	extension: Extension;
	/** Draws these instead of those drawn before. */
	draw(editor: Editor, drawn: Decoration[]): void;
}

/** What is drawn moves with the text until it is drawn again. */
export function drawnOverText(name: string): DrawnOverText {
	const key = new PluginKey<DecorationSet>(name);
	const givenBy = (transaction: Transaction): Decoration[] | undefined => transaction.getMeta(key);
	const plugin = () =>
		new Plugin<DecorationSet>({
			key,
			state: {
				init: () => DecorationSet.empty,
				apply(transaction, drawn) {
					const given = givenBy(transaction);
					if (given !== undefined) return DecorationSet.create(transaction.doc, given);
					return drawn.map(transaction.mapping, transaction.doc);
				},
			},
			props: { decorations: (state) => key.getState(state) },
		});
	return {
		extension: Extension.create({ name, addProseMirrorPlugins: () => [plugin()] }),
		draw: (editor, drawn) =>
			editor.view.dispatch(editor.state.tr.setMeta(key, drawn).setMeta('addToHistory', false)),
	};
}
