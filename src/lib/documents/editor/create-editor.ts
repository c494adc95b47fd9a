import { Editor } from '@tiptap/core';
import type { EditorProps } from '@tiptap/pm/view';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import type { PresentPeople } from '#lib/collaboration/presence.ts';
import { documentExtensions } from '../document.schema.ts';
import { OthersCarets } from './caret.extension.ts';
import { CommentedPassages } from './commented.extension.ts';
import { ImagePaste } from './image-paste.ts';
import { watchOpenings, type InlineNode } from './inline-node.ts';
import { KeepCaret, readCaret } from './keep-caret.extension.ts';
import { SharedText } from './shared-text.extension.ts';
import { SuggestedWords } from './suggested.extension.ts';
import { withListsOfWord } from './word-paste.ts';

export type EditorOptions = {
	element: HTMLElement;
	fragment: Y.XmlFragment;
	awareness: Awareness;
	people: PresentPeople;
	editable: boolean;
	/** Accessible name of the text. */
	label: string;
	/** Called after each transaction: selection, marks, content. */
	onTransaction: () => void;
	/** Something that stands in the text and is more than text is opened; says whether it is taken. */
	onopen: (node: InlineNode) => boolean;
};

/** An editor of a shared text. Undo takes back one's own edits only; writing is never seeded from here. */
export function createEditor(options: EditorOptions): Editor {
	const editor = new Editor({
		element: options.element,
		editable: options.editable,
		injectCSS: false,
		extensions: [
			...documentExtensions(),
			SharedText.configure({ fragment: options.fragment }),
			ImagePaste,
			KeepCaret,
			CommentedPassages,
			SuggestedWords,
			OthersCarets.configure({ awareness: options.awareness, people: options.people }),
		],
		editorProps: propsOf(options.label, options.editable),
		onTransaction: options.onTransaction,
	});
	watchOpenings(editor, options.onopen);
	return editor;
}

/** What the editor must have read before others' changes are applied. */
export function readCaretOf(editor: Editor): void {
	readCaret(editor.view);
}

/** Lets one write, or only read; the selection and the text stay as they are. */
export function setEditable(editor: Editor, label: string, editable: boolean): void {
	editor.setOptions({ editable, editorProps: propsOf(label, editable) });
}

function propsOf(label: string, editable: boolean): EditorProps {
	return { attributes: attributesOf(label, editable), transformPastedHTML: withListsOfWord };
}

/** Text to be read is no field: it keeps its headings and lists for those who listen to it. */
function attributesOf(label: string, editable: boolean): Record<string, string> {
	const attributes = { class: 'rich-text', lang: 'fr', 'aria-label': label };
	return editable
		? { ...attributes, role: 'textbox', 'aria-multiline': 'true' }
		: { ...attributes, role: 'article' };
}
