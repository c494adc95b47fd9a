import type { TextTree } from './document.tree.ts';
import { figureId, NO_FIGURE, soundFigure, type FigureValue } from './figure.rules.ts';

/** Writes the values of figures into a text that is drawn on the server, in place. @returns those that it shows */
export function fillFigures(
	trees: readonly TextTree[],
	values: ReadonlyMap<string, FigureValue>,
): FigureValue[] {
	return trees.flatMap((tree): FigureValue[] => {
		if (typeof tree === 'string') return [];
		const { attributes, children } = tree;
		if (attributes['data-figure'] === undefined) return fillFigures(children, values);
		const name = soundFigure({ key: attributes['data-figure'], of: attributes['data-of'] });
		const value = values.get(figureId(name));
		tree.children = [value?.text ?? NO_FIGURE];
		return value === undefined ? [] : [value];
	});
}

/** Figures by what they are found by. */
export function figuresById(values: readonly FigureValue[]): Map<string, FigureValue> {
	return new Map(values.map((value) => [figureId(value), value]));
}
