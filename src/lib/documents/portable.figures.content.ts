import { figureId, type FigureValue } from './figure.rules.ts';
import type { Block } from './portable.content.ts';

/** At the end of a file: what each figure of the text is, the day it was read and where it comes from. */
export function figureBlocks(figures: readonly FigureValue[]): Block[] {
	const once = new Map(figures.map((value) => [figureId(value), value]));
	if (once.size === 0) return [];
	const items = [...once.values()].map(({ label, text, on, source }) => ({
		checked: false,
		blocks: [
			{ kind: 'paragraph' as const, runs: [{ text: `${label}\u00a0: ${text}, au ${day(on)}. ${source}.` }] },
		],
	}));
	return [
		{ kind: 'heading', level: 1, runs: [{ text: 'Chiffres du texte' }] },
		{ kind: 'list', list: 'bullet', start: 1, items },
	];
}

/** « 22/11/2026 », as it is typed. */
function day(iso: string): string {
	return iso.split('-').reverse().join('/');
}
