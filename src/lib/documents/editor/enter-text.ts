import type { Editor } from '@tiptap/core';
import { TextSelection } from '@tiptap/pm/state';
import { addLineBelow } from '../table-blocks.ts';

/**
 * A click on the sheet beside its words puts the caret in the nearest line; below them, at the end of the text, in a new line where the last
 * block is none that one writes in.
 */
export function enterText({ view }: Editor, { clientX, clientY }: MouseEvent): void {
	const { doc, tr } = view.state;
	const { left, right, bottom } = view.dom.getBoundingClientRect();
	if (clientY <= bottom) {
		const found = view.posAtCoords({ left: Math.min(Math.max(clientX, left + 1), right - 1), top: clientY });
		if (found !== null) tr.setSelection(TextSelection.near(doc.resolve(found.pos)));
	} else if (doc.lastChild?.isTextblock === false) addLineBelow(tr, { withCaret: true });
	else tr.setSelection(TextSelection.atEnd(doc));
	view.dispatch(tr.scrollIntoView());
	view.focus();
}
