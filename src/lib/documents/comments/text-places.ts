import type { Editor } from '@tiptap/core';
import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import {
	anchorAt,
	decodeAnchor,
	encodeAnchor,
	findPassage,
	PASSAGE_LONGEST,
} from '../comment-anchor.content.ts';
import { pointAt, readFlatText, type FlatText } from '../flat-text.content.ts';

type Mapping = ReadonlyMap<unknown, ProseMirrorNode | readonly ProseMirrorNode[]>;

/** A shared text beside its editor: each text node's first position there. */
export interface TextPlaces {
	flat: FlatText;
	starts: ReadonlyMap<Y.XmlText, number>;
}

/** Reads both at once: call it when the editor shows the shared text as it is. */
export function readTextPlaces(editor: Editor, fragment: Y.XmlFragment): TextPlaces {
	const mapping: Mapping = ySyncPluginKey.getState(editor.state)?.binding?.mapping ?? new Map();
	const starts = new Map<Y.XmlText, number>();
	placeTexts({ parent: fragment, at: 0, mapping, starts });
	return { flat: readFlatText(fragment), starts };
}

/** What the editor shows as one thing holds no position inside, so that its texts have none. */
function placeTexts(inside: {
	parent: Y.XmlFragment;
	at: number;
	mapping: Mapping;
	starts: Map<Y.XmlText, number>;
}): void {
	const { parent, mapping, starts } = inside;
	let at = inside.at;
	for (const child of parent.toArray()) {
		if (child instanceof Y.XmlText) {
			starts.set(child, at);
			at += child.length;
			continue;
		}
		const node = child instanceof Y.XmlElement ? mapping.get(child) : undefined;
		if (node === undefined || !('nodeSize' in node)) return;
		if (!node.isLeaf && child instanceof Y.XmlElement) placeTexts({ ...inside, parent: child, at: at + 1 });
		at += node.nodeSize;
	}
}

/** The characters of a selection, as offsets in the flat text; null when it holds none. */
function offsetsOf(
	{ flat, starts }: TextPlaces,
	selection: { from: number; to: number },
): { from: number; to: number } | null {
	let from: number | null = null;
	let to: number | null = null;
	for (const { text, start, length } of flat.pieces) {
		const at = starts.get(text);
		if (at === undefined) continue;
		if (from === null && selection.from < at + length) from = start + Math.max(selection.from - at, 0);
		if (selection.to > at) to = start + Math.min(selection.to - at, length);
	}
	return from === null || to === null || to <= from ? null : { from, to };
}

/** A passage that is about to be commented. */
export type Draft = { anchor: string; quote: string };

/** The passage that an editor has selected; why it cannot be commented, when it cannot. */
export function selectedPassage(editor: Editor, fragment: Y.XmlFragment): Draft | 'too-long' | 'none' {
	const texts = readTextPlaces(editor, fragment);
	const offsets = offsetsOf(texts, editor.state.selection);
	const anchor = offsets === null ? null : anchorAt(texts.flat, offsets.from, offsets.to);
	if (anchor !== null) return { anchor: encodeAnchor(anchor), quote: anchor.passage };
	return offsets !== null && offsets.to - offsets.from > PASSAGE_LONGEST ? 'too-long' : 'none';
}

/** Positions in the editor of characters of the flat text; null when the editor does not show them. */
function positionsOf(
	{ flat, starts }: TextPlaces,
	found: { from: number; to: number },
): { from: number; to: number } | null {
	const first = pointAt(flat, found.from, 'start');
	const last = pointAt(flat, found.to, 'end');
	if (first === null || last === null) return null;
	const [from, to] = [starts.get(first.text), starts.get(last.text)];
	return from === undefined || to === undefined ? null : { from: from + first.index, to: to + last.index };
}

/** A passage in positions of the editor. */
export type Place = { from: number; to: number };

export type ThreadPlaces = ReadonlyMap<string, Place>;

/** Where each thread is in the editor; one whose passage the text has lost is not there. */
export function placeThreads(
	texts: TextPlaces,
	doc: Y.Doc,
	threads: readonly { id: string; anchor: string }[],
): ThreadPlaces {
	return new Map(
		threads.flatMap(({ id, anchor }): [string, Place][] => {
			const read = decodeAnchor(anchor);
			const found = read === null ? null : findPassage(doc, texts.flat, read);
			const place = found === null ? null : positionsOf(texts, found);
			return place === null ? [] : [[id, place]];
		}),
	);
}
