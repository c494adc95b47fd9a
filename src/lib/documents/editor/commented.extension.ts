import type { Editor } from '@tiptap/core';
import { Decoration } from '@tiptap/pm/view';
import { drawnOverText } from './drawn-over.extension.ts';

/** A commented passage as it is drawn, in positions of the editor. */
export interface DrawnPassage {
	threadId: string;
	from: number;
	to: number;
	isActive: boolean;
}

const commented = drawnOverText('commentedPassages');

/** Underlines commented passages. */
export const CommentedPassages = commented.extension;

/** Draws these passages instead of those drawn before. */
export function drawPassages(editor: Editor, passages: readonly DrawnPassage[]): void {
	const drawn = passages.map(({ threadId, from, to, isActive }) =>
		Decoration.inline(from, to, {
			class: isActive ? 'commented active' : 'commented',
			'data-thread': threadId,
		}),
	);
	commented.draw(editor, drawn);
}
