import { Extension, type Editor } from '@tiptap/core';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';

/** A commented passage as it is drawn, in positions of the editor. */
export interface DrawnPassage {
	threadId: string;
	from: number;
	to: number;
	isActive: boolean;
}

const key = new PluginKey<DecorationSet>('commentedPassages');

/** Underlines commented passages. They are drawn over the text and are no part of it. */
export const CommentedPassages = Extension.create({
	name: 'commentedPassages',
	addProseMirrorPlugins: () => [
		new Plugin<DecorationSet>({
			key,
			state: {
				init: () => DecorationSet.empty,
				apply(transaction, drawn) {
					const given: Decoration[] | undefined = transaction.getMeta(key);
					if (given !== undefined) return DecorationSet.create(transaction.doc, given);
					return drawn.map(transaction.mapping, transaction.doc);
				},
			},
			props: { decorations: (state) => key.getState(state) },
		}),
	],
});

/** Draws these passages instead of those drawn before. */
export function drawPassages(editor: Editor, passages: readonly DrawnPassage[]): void {
	const drawn = passages.map(({ threadId, from, to, isActive }) =>
		Decoration.inline(from, to, {
			class: isActive ? 'commented active' : 'commented',
			'data-thread': threadId,
		}),
	);
	editor.view.dispatch(editor.state.tr.setMeta(key, drawn).setMeta('addToHistory', false));
}
