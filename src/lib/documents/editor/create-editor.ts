import { Editor } from '@tiptap/core';
import { Collaboration } from '@tiptap/extension-collaboration';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { documentExtensions } from '../document.schema.ts';
import { OthersCarets } from './caret.extension.ts';

export type EditorOptions = {
	element: HTMLElement;
	fragment: Y.XmlFragment;
	awareness: Awareness;
	editable: boolean;
	/** Accessible name of the text. */
	label: string;
	/** Called after each transaction: selection, marks, content. */
	onTransaction: () => void;
};

/** An editor of a shared text. Undo takes back one's own edits only; writing is never seeded from here. */
export function createEditor(options: EditorOptions): Editor {
	let editor: Editor | null = null;
	editor = new Editor({
		element: options.element,
		editable: options.editable,
		injectCSS: false,
		extensions: [
			...documentExtensions(),
			Collaboration.configure({ fragment: options.fragment }),
			OthersCarets.configure({ awareness: options.awareness }),
		],
		editorProps: {
			attributes: () => ({
				// Text to be read is no field: it keeps its headings and lists for those who listen to it.
				...(editor?.isEditable === true
					? { role: 'textbox', 'aria-multiline': 'true' }
					: { role: 'article' }),
				'aria-label': options.label,
				class: 'rich-text',
				lang: 'fr',
			}),
		},
		onTransaction: options.onTransaction,
	});
	// The role was asked before the editor knew what it is.
	editor.view.setProps({});
	return editor;
}
