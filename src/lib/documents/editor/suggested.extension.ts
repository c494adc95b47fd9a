import type { Editor } from '@tiptap/core';
import { Decoration } from '@tiptap/pm/view';
import { presenceColour } from '#lib/ui/person.ts';
import { drawnOverText } from './drawn-over.extension.ts';

/** A suggestion as it is drawn, in positions of the editor: `from` is `to` for words that come between two. */
export interface DrawnSuggestion {
	id: string;
	from: number;
	to: number;
	proposed: string;
	initials: string;
	/** « Jeanne Bordenave, URPS », for who hears the text. */
	author: string;
	color: number;
	isActive: boolean;
}

const suggested = drawnOverText('suggestedWords');

/** Strikes the words that somebody proposes to take out, and shows those proposed after them. */
export const SuggestedWords = suggested.extension;

/** Draws these suggestions instead of those drawn before. */
export function drawSuggestions(editor: Editor, suggestions: readonly DrawnSuggestion[]): void {
	suggested.draw(editor, suggestions.flatMap(decorationsOf));
}

function decorationsOf(one: DrawnSuggestion): Decoration[] {
	const { id, from, to, proposed, isActive, initials } = one;
	const taken = Decoration.inline(from, to, {
		nodeName: 'del',
		class: isActive ? 'suggested-deletion active' : 'suggested-deletion',
		'data-suggestion': id,
		style: `--c: ${presenceColour(one.color)}`,
	});
	const given = Decoration.widget(to, () => drawWords(one), {
		side: 1,
		key: [id, proposed, initials, one.color, isActive].join(' '),
		ignoreSelection: true,
	});
	return from === to ? [given] : [taken, given];
}

/** The words proposed, then the initials of who proposes: colour alone says nothing. */
function drawWords({ id, proposed, initials, author, color, isActive }: DrawnSuggestion): HTMLElement {
	const widget = document.createElement('span');
	widget.className = isActive ? 'suggested active' : 'suggested';
	widget.dataset.suggestion = id;
	widget.contentEditable = 'false';
	widget.style.setProperty('--c', presenceColour(color));
	if (proposed !== '') {
		const words = document.createElement('ins');
		words.textContent = proposed;
		widget.append(words);
	}
	const sign = document.createElement('span');
	sign.className = 'suggested-sign';
	sign.title = author;
	sign.textContent = initials;
	widget.append(sign);
	return widget;
}
