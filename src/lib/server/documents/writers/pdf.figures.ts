import { drawAll, heightOf, type Column, type Piece } from './pdf.column.ts';

export interface Figure {
	label: string;
	value: string;
	detail: string;
}

/** Lays out lines of text under an element of their own. */
type TextSetter = (
	text: string,
	column: Column,
	made: { size: number; bold: boolean; colour?: string },
) => Piece[];

const GAP = 14;
const GREY = '#56666a';

/** Numbers side by side: what each counts, the number, what it is compared with. */
export function figuresPiece(figures: readonly Figure[], column: Column, text: TextSetter): Piece {
	const width = (column.width - GAP * (figures.length - 1)) / Math.max(1, figures.length);
	const columns = figures.map(({ label, value, detail }, index) => {
		const inner = { ...column, width, x: column.x + index * (width + GAP) };
		return [
			...text(label, inner, { size: 9, bold: false, colour: GREY }),
			...text(value, inner, { size: 19, bold: true }),
			...text(detail, inner, { size: 9, bold: false, colour: GREY }),
		];
	});
	return {
		height: Math.max(0, ...columns.map(heightOf)),
		before: 12,
		draw: (y) => columns.forEach((pieces) => drawAll(pieces, y)),
	};
}
