import type { Block, Cell } from '#lib/documents/portable.content.ts';
import type { Drawing } from './pdf.drawing.ts';
import type { Structure } from './pdf.ink.ts';

/** What a page of a file holds beside what every format can say: a drawing, and a table whose columns have widths of their own. */
export type PdfBlock =
	| Block
	| { kind: 'drawing'; drawing: Drawing }
	/** `widths` are shares of the column. */
	| { kind: 'sheet'; rows: Cell[][]; widths: number[] }
	/** Blocks that stay on one page where a page has room for them. */
	| { kind: 'together'; blocks: PdfBlock[] }
	/** A few numbers in large letters, side by side. */
	| { kind: 'figures'; figures: { label: string; value: string; detail: string }[] };

/** Something of a known height, drawn where the page has room for it. */
export interface Piece {
	height: number;
	/** Space above it, but at the top of a page. */
	before: number;
	/** A title is not left alone at the foot of a page. */
	keepsNext?: boolean;
	/** Drawn again above it where it comes first on its page: the titles of its table. */
	head?: { height: number; draw(y: number): void };
	draw(y: number): void;
}

/** Where blocks are laid out: a column, under an element of the file's structure. */
export interface Column {
	x: number;
	width: number;
	parent: Structure;
	size: number;
	italic?: boolean;
}

export function heightOf(pieces: readonly Piece[]): number {
	return pieces.reduce((sum, { height, before }, index) => sum + height + (index === 0 ? 0 : before), 0);
}

export function drawAll(pieces: readonly Piece[], top: number): void {
	let y = top;
	pieces.forEach((piece, index) => {
		if (index > 0) y += piece.before;
		piece.draw(y);
		y += piece.height;
	});
}
