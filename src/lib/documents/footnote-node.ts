import { Node } from '@tiptap/core';
import type { DOMOutputSpec, Node as ProseMirrorNode } from '@tiptap/pm/model';
import { Plugin, type PluginView } from '@tiptap/pm/state';
import type { EditorView, NodeView } from '@tiptap/pm/view';
import { safeSource, soundNote, type Footnote } from './footnote.rules.ts';
import type { Rendered } from './text-blocks.ts';

declare module '@tiptap/core' {
	interface Commands<ReturnType> {
		footnote: {
			/** A note after what is selected. */
			insertFootnote: (note: Footnote) => ReturnType;
		};
	}
}

/**
 * The call of a note, in a line of text. Its number is its place among the notes of the page: two people
 * who add notes at once never give the same.
 */
export const FootnoteNode = Node.create({
	name: 'footnote',
	group: 'inline',
	inline: true,
	atom: true,
	addAttributes: () => ({
		text: { default: '', rendered: false },
		source: { default: null, rendered: false },
	}),
	parseHTML: () => [
		{
			tag: 'sup[data-note]',
			getAttrs: ({ dataset }: HTMLElement) => ({
				...soundNote({ text: dataset.note, source: dataset.source }),
			}),
		},
	],
	renderHTML: ({ node }: Rendered): DOMOutputSpec => ['sup', calledBy(node)],
	renderText: ({ node }) => ` (${soundNote(node.attrs).text})`,
	addCommands() {
		return {
			insertFootnote:
				(note) =>
				({ tr, dispatch }) => {
					if (dispatch !== undefined)
						tr.insert(tr.selection.to, this.type.create({ ...note })).scrollIntoView();
					return true;
				},
		};
	},
	addProseMirrorPlugins: () => [new Plugin({ view: numberCalls })],
	addNodeView:
		() =>
		({ node }) =>
			noteView(node),
});

/** Writes on each call the number of its note, whenever one may have come, gone or moved. */
function numberCalls(view: EditorView): PluginView {
	const number = (): void => {
		view.dom.querySelectorAll<HTMLElement>('sup[data-note] > button').forEach((button, index) => {
			const text = String(index + 1);
			if (button.textContent === text) return;
			button.textContent = text;
			button.setAttribute('aria-label', `Note ${text}`);
		});
	};
	number();
	return {
		update: (_view, before) => {
			if (before.doc !== view.state.doc) number();
		},
	};
}

function calledBy(node: ProseMirrorNode): Record<string, string> {
	const { text, source } = soundNote(node.attrs);
	const attributes = { class: 'footnote', 'data-note': text };
	return source === null ? attributes : { ...attributes, 'data-source': source };
}

/** The same element with a button in it, that opens the note. */
function noteView(made: ProseMirrorNode): NodeView {
	const call = document.createElement('sup');
	const button = document.createElement('button');
	button.type = 'button';
	button.tabIndex = -1;
	button.dataset.opens = 'footnote';
	call.append(button);
	const draw = (node: ProseMirrorNode): void => {
		const { source } = soundNote(node.attrs);
		for (const [name, value] of Object.entries(calledBy(node))) call.setAttribute(name, value);
		if (safeSource(source) === null) call.removeAttribute('data-source');
	};
	draw(made);
	return {
		dom: call,
		update(node) {
			if (node.type !== made.type) return false;
			draw(node);
			return true;
		},
		ignoreMutation: () => true,
	};
}
