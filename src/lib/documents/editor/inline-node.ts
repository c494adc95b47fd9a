import type { Editor } from '@tiptap/core';
import type { Attrs, Node as ProseMirrorNode } from '@tiptap/pm/model';
import { NodeSelection } from '@tiptap/pm/state';

/** What stands in a text and opens: found again by its element, wherever others' edits have moved it. */
export interface InlineNode {
	/** The element that opens it, and that the focus goes back to. */
	element: HTMLElement;
	name: string;
}

/** Where the node of an element is now, and what it says; null when it is gone. */
export function nodeAtElement(
	editor: Editor,
	{ element, name }: InlineNode,
): { position: number; node: ProseMirrorNode } | null {
	if (!element.isConnected || !editor.view.dom.contains(element)) return null;
	const at = editor.view.posAtDOM(element, 0);
	for (const position of [at, at - 1]) {
		const node = position < 0 ? null : editor.state.doc.nodeAt(position);
		if (node?.type.name === name) return { position, node };
	}
	return null;
}

/** Puts words in the place of what was opened, or nothing; whatever has gone meanwhile stays gone. */
export function replaceNode(editor: Editor, at: InlineNode, words = ''): void {
	const found = nodeAtElement(editor, at);
	if (found === null) return;
	const { tr, schema } = editor.state;
	const end = found.position + found.node.nodeSize;
	editor.view.dispatch(
		words === '' ? tr.delete(found.position, end) : tr.replaceWith(found.position, end, schema.text(words)),
	);
}

/** Gives what was opened other attributes, made from those it has now. */
export function changeNode(editor: Editor, at: InlineNode, change: (now: Attrs) => Attrs): void {
	const found = nodeAtElement(editor, at);
	if (found === null) return;
	editor.view.dispatch(editor.state.tr.setNodeMarkup(found.position, null, change(found.node.attrs)));
}

/** Tells what is opened in the text from its first instant on; `onopen` says whether it took the event. */
export function watchOpenings(editor: Editor, onopen: (node: InlineNode) => boolean): void {
	const open = (event: Event): void => {
		const node = opensAt(editor, event);
		if (node === null || !onopen(node)) return;
		event.preventDefault();
		event.stopPropagation();
	};
	const { dom } = editor.view;
	dom.addEventListener('click', open);
	dom.addEventListener('keydown', open, { capture: true });
}

/** What an event in the text opens: a click on it, or Entrée when it is selected. */
function opensAt(editor: Editor, event: Event): InlineNode | null {
	if (event instanceof KeyboardEvent) {
		const { selection } = editor.state;
		if (event.key !== 'Enter' || !(selection instanceof NodeSelection)) return null;
		const dom = editor.view.nodeDOM(selection.from);
		const element = dom instanceof HTMLElement ? openerIn(dom) : null;
		return element === null ? null : { element, name: element.dataset.opens ?? '' };
	}
	const element = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-opens]') : null;
	return element === null ? null : { element, name: element.dataset.opens ?? '' };
}

function openerIn(dom: HTMLElement): HTMLElement | null {
	return dom.matches('[data-opens]') ? dom : dom.querySelector<HTMLElement>('[data-opens]');
}
