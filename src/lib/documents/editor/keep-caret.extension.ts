import { Extension } from '@tiptap/core';
import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import { Plugin, TextSelection, type EditorState, type Transaction } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import * as Y from 'yjs';

/** Two texts are of the same block when they begin and end alike over at least this share of the first. */
const ALIKE = 0.5;

/** Where somebody was writing: the text of the block, and how much of it stood before the caret. */
type Place = { text: string; before: number; position: number };

export const KeepCaret = Extension.create({
	name: 'keepCaret',
	addProseMirrorPlugins: () => [keepCaret()],
});

/**
 * Keeps the caret in its block when somebody else remakes the block (a list out of a paragraph): the binding, to which the
 * block is gone, would put it in the next one, and the next letters with it. While the block itself exists, whatever
 * became of its words, the caret stays in it.
 */
export function keepCaret(): Plugin {
	let wanted: Place | null = null;
	/** The letters deleted with the block are put back by an update of their own, at once: nothing is held beyond. */
	const want = (place: Place): void => {
		if (wanted === null) queueMicrotask(() => (wanted = null));
		wanted = place;
	};
	return new Plugin({
		view(view) {
			trustPlaces(view.state);
			return {};
		},
		props: {
			// A key acts on the selection that one sees, however fast it comes after the one that made it.
			handleDOMEvents: { keydown: (view) => void readCaret(view) },
		},
		appendTransaction(transactions, before, after) {
			if (!transactions.some(isReceived)) return null;
			const place = wanted ?? (isBlockGone(before) ? placeOf(before) : null);
			if (place === null) return null;
			want(place);
			return caretBack(after, place);
		},
	});
}

/**
 * Has the editor read where the caret is in the page now. Browsers tell of a caret that moved a moment later: what comes from others
 * within that moment would put it back where it was, and the next words there.
 */
export function readCaret(view: EditorView): void {
	if (view.hasFocus() && !view.composing) view.dom.ownerDocument.dispatchEvent(new Event('selectionchange'));
}

/**
 * The binding remembers a caret as a place in the shared text, and as a number. By the number it looks, when the words around have
 * changed, for a block with the same words as before: of two empty lines made at once it would take the other person's. Without the
 * number it keeps to the place.
 */
function trustPlaces(state: EditorState): void {
	const binding = ySyncPluginKey.getState(state)?.binding;
	if (!binding) return;
	let remembered: object | null = binding.beforeTransactionSelection;
	Object.defineProperty(binding, 'beforeTransactionSelection', {
		// The editor makes its plugins' views again when one is added.
		configurable: true,
		get: () => remembered,
		set: (selection: object | null) => {
			remembered = selection && { ...selection, absAnchor: null, absHead: null };
		},
	});
}

/** One's own undoing comes the same way, and puts the caret back by itself. */
function isReceived(transaction: Transaction): boolean {
	const meta = transaction.getMeta(ySyncPluginKey);
	return meta?.isChangeOrigin === true && meta.isUndoRedoOperation !== true;
}

/** Whether the shared text that held the caret is deleted. Asked while its deletion is shown: afterwards it is forgotten. */
function isBlockGone(state: EditorState): boolean {
	const binding = ySyncPluginKey.getState(state)?.binding;
	const head: Y.RelativePosition | null | undefined = binding?.beforeTransactionSelection?.head;
	if (!head) return false;
	const place = Y.createAbsolutePositionFromRelativePosition(head, binding.doc);
	return place === null || place.type._item?.deleted === true;
}

function placeOf(state: EditorState): Place | null {
	const { $head, empty } = state.selection;
	if (!empty || !$head.parent.isTextblock || $head.parent.content.size === 0) return null;
	return { text: textOf($head.parent), before: $head.parentOffset, position: $head.pos };
}

function caretBack(state: EditorState, place: Place): Transaction | null {
	const found = findBlock(state.doc, place);
	if (found === null) return null;
	const target = found.start + commonStart(place.text.slice(0, place.before), found.text);
	if (state.selection.empty && state.selection.head === target) return null;
	return state.tr.setSelection(TextSelection.create(state.doc, target)).setMeta('addToHistory', false);
}

type Block = { text: string; start: number };

/** The block most like the one that is gone, the nearest among equals. */
function findBlock(doc: ProseMirrorNode, place: Place): Block | null {
	const found: (Block & { likeness: number; distance: number })[] = [];
	doc.descendants((node, position) => {
		if (!node.isTextblock) return true;
		const text = textOf(node);
		const alike = likeness(place.text, text);
		const distance = Math.abs(position - place.position);
		if (alike >= ALIKE) found.push({ text, start: position + 1, likeness: alike, distance });
		return false;
	});
	found.sort((left, right) => right.likeness - left.likeness || left.distance - right.distance);
	return found[0] ?? null;
}

/** One character per position, so that offsets in the text are offsets in the block. */
function textOf(block: ProseMirrorNode): string {
	return block.textBetween(0, block.content.size, '', '\ufffc');
}

/** Share of `text` that `other` has at its beginning and at its end. */
function likeness(text: string, other: string): number {
	const start = commonStart(text, other);
	const rest = Math.min(text.length, other.length) - start;
	let end = 0;
	while (end < rest && text[text.length - 1 - end] === other[other.length - 1 - end]) end += 1;
	return text === '' ? 0 : (start + end) / text.length;
}

function commonStart(text: string, other: string): number {
	let length = 0;
	while (length < text.length && length < other.length && text[length] === other[length]) length += 1;
	return length;
}
