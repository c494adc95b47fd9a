import { Extension } from '@tiptap/core';
import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import { Plugin, TextSelection, type EditorState, type Transaction } from '@tiptap/pm/state';
import { ySyncPluginKey } from '@tiptap/y-tiptap';

/** Two texts are of the same block when they begin and end alike over at least this share of the first. */
const ALIKE = 0.5;

/** Where somebody was writing: the text of the block, and how much of it stood before the caret. */
type Place = { text: string; before: number; position: number };

/**
 * Keeps the caret in its block when somebody else remakes the block (a list out of a paragraph): the binding, to which the block is
 * gone, would put it in the next one, and the next letters with it.
 */
export const KeepCaret = Extension.create({
	name: 'keepCaret',
	addProseMirrorPlugins() {
		/** Held until the letters that were deleted with the block are back: they come in an update of their own. */
		let wanted: Place | null = null;
		return [
			new Plugin({
				appendTransaction(transactions, before, after) {
					const changes = transactions.filter((one) => one.docChanged || one.selectionSet);
					if (changes.length === 0) return null;
					if (!changes.some(isReceived)) {
						wanted = null;
						return null;
					}
					const place = wanted ?? placeOf(before);
					if (place === null || (wanted === null && isStillThere(after, place))) return null;
					wanted = place;
					return caretBack(after, place);
				},
			}),
		];
	},
});

function isReceived(transaction: Transaction): boolean {
	return transaction.getMeta(ySyncPluginKey)?.isChangeOrigin === true;
}

function placeOf(state: EditorState): Place | null {
	const { $head, empty } = state.selection;
	if (!empty || !$head.parent.isTextblock || $head.parent.content.size === 0) return null;
	return { text: textOf($head.parent), before: $head.parentOffset, position: $head.pos };
}

function isStillThere(state: EditorState, place: Place): boolean {
	return likeness(place.text, textOf(state.selection.$head.parent)) >= ALIKE;
}

function caretBack(state: EditorState, place: Place): Transaction | null {
	let best: { likeness: number; distance: number; position: number; text: string } | null = null;
	state.doc.descendants((node, position) => {
		if (!node.isTextblock) return true;
		const found = {
			likeness: likeness(place.text, textOf(node)),
			distance: Math.abs(position - place.position),
		};
		const better =
			best === null ||
			found.likeness > best.likeness ||
			(found.likeness === best.likeness && found.distance < best.distance);
		if (found.likeness >= ALIKE && better) best = { ...found, position: position + 1, text: textOf(node) };
		return false;
	});
	const found = best as { position: number; text: string } | null;
	if (found === null) return null;
	const offset = commonStart(place.text.slice(0, place.before), found.text);
	const target = found.position + offset;
	if (state.selection.empty && state.selection.head === target) return null;
	return state.tr.setSelection(TextSelection.create(state.doc, target)).setMeta('addToHistory', false);
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
