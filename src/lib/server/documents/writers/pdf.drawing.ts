import type { Column, Piece } from './pdf.column.ts';
import type { PdfDocument } from './pdf.fonts.ts';
import type { Structure } from './pdf.ink.ts';

/** A drawing in points, with what it says in words. */
export interface Drawing {
	width: number;
	height: number;
	alt: string;
	strokes: Stroke[];
	dots: Dot[];
	words: Word[];
}

/** A line, as SVG writes paths. */
export interface Stroke {
	d: string;
	colour: string;
	width: number;
	dash?: number;
}

export interface Dot {
	x: number;
	y: number;
	radius: number;
	/** The ground of a circle that is not filled is white. */
	colour: string;
	filled: boolean;
}

export interface Word {
	text: string;
	x: number;
	/** The foot of its letters. */
	y: number;
	anchor: 'start' | 'middle' | 'end';
	size: number;
	bold: boolean;
	colour: string;
}

/** How far below the top of their line letters stand, beside their size. */
const ASCENT = 0.95;

/** A drawing as one figure of the file's structure. */
export function drawingPiece(doc: PdfDocument, drawing: Drawing, column: Column): Piece {
	const figure = doc.struct('Figure', { alt: drawing.alt }) as Structure;
	column.parent.add(figure);
	const draw = (y: number): void => {
		figure.add(() => {
			doc.save().translate(column.x, y);
			for (const stroke of drawing.strokes) strokeOf(doc, stroke);
			for (const dot of drawing.dots) dotOf(doc, dot);
			for (const word of drawing.words) wordOf(doc, word);
			doc.restore();
		});
	};
	return { height: drawing.height, before: column.size * 0.4, draw };
}

function strokeOf(doc: PdfDocument, { d, colour, width, dash }: Stroke): void {
	doc.path(d).lineWidth(width).lineJoin('round');
	if (dash === undefined) doc.undash();
	else doc.dash(dash, { space: dash });
	doc.stroke(colour).undash();
}

function dotOf(doc: PdfDocument, { x, y, radius, colour, filled }: Dot): void {
	doc.circle(x, y, radius);
	if (filled) doc.fill(colour);
	else doc.lineWidth(1.4).fillAndStroke('#ffffff', colour);
}

function wordOf(doc: PdfDocument, word: Word): void {
	doc
		.font(word.bold ? 'bold' : 'regular')
		.fontSize(word.size)
		.fillColor(word.colour);
	const width = doc.widthOfString(word.text);
	const left = { start: 0, middle: width / 2, end: width }[word.anchor];
	doc.text(word.text, word.x - left, word.y - word.size * ASCENT, { lineBreak: false });
}
