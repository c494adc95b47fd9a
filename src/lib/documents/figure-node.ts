import { Node } from '@tiptap/core';
import type { DOMOutputSpec, Node as ProseMirrorNode } from '@tiptap/pm/model';
import type { NodeView } from '@tiptap/pm/view';
import { figureId, NO_FIGURE, soundFigure, type FigureValue } from './figure.rules.ts';
import type { Rendered } from './text-blocks.ts';

/** The values that a page knows, and what draws them. */
export interface FigureStore {
	values: ReadonlyMap<string, FigureValue>;
	/** Draws again each figure of the text. */
	draw: Set<() => void>;
}

declare module '@tiptap/core' {
	interface Storage {
		liveFigure: FigureStore;
	}
}

/** A number that the text asks for and does not hold: each reader sees what is theirs to see, as it is now. */
export const LiveFigure = Node.create({
	name: 'liveFigure',
	group: 'inline',
	inline: true,
	atom: true,
	addStorage: (): FigureStore => ({ values: new Map(), draw: new Set() }),
	addAttributes: () => ({
		key: { default: '', rendered: false },
		of: { default: '', rendered: false },
	}),
	parseHTML: () => [
		{
			tag: 'span[data-figure]',
			getAttrs: ({ dataset }: HTMLElement) => ({ ...soundFigure({ key: dataset.figure, of: dataset.of }) }),
		},
	],
	renderHTML: ({ node }: Rendered): DOMOutputSpec => ['span', namedBy(node)],
	renderText: () => NO_FIGURE,
	addNodeView() {
		return ({ node }) => figureView(node, this.storage as FigureStore);
	},
});

function namedBy(node: ProseMirrorNode): Record<string, string> {
	const { key, of } = soundFigure(node.attrs);
	return { class: 'live-figure', 'data-figure': key, 'data-of': of };
}

/** The same element with a button in it, that opens what the figure is. */
function figureView(made: ProseMirrorNode, store: FigureStore): NodeView {
	const box = document.createElement('span');
	const button = document.createElement('button');
	button.type = 'button';
	button.tabIndex = -1;
	button.dataset.opens = 'liveFigure';
	box.append(button);
	let shown = made;
	const draw = (): void => {
		for (const [name, value] of Object.entries(namedBy(shown))) box.setAttribute(name, value);
		const value = store.values.get(figureId(soundFigure(shown.attrs)));
		button.textContent = value?.text ?? NO_FIGURE;
		button.setAttribute('aria-label', `${value?.text ?? NO_FIGURE} (chiffre vivant)`);
	};
	store.draw.add(draw);
	draw();
	return {
		dom: box,
		update(node) {
			if (node.type !== made.type) return false;
			shown = node;
			draw();
			return true;
		},
		destroy: () => void store.draw.delete(draw),
		ignoreMutation: () => true,
	};
}
