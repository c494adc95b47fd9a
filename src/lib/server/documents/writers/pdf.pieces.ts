import { CALLOUT_LABEL } from '#lib/documents/callout.rules.ts';
import { sizeOn, withoutImage } from '#lib/documents/portable.images.content.ts';
import type { Block, Cell, PortableImage, Run } from '#lib/documents/portable.content.ts';
import type { PdfDocument } from './pdf.fonts.ts';
import type { Column, PdfBlock, Piece } from './pdf.column.ts';
import { drawingPiece } from './pdf.drawing.ts';
import { figuresPiece } from './pdf.figures.ts';
import { INK, Ink, LEADING, TEAL, type Structure } from './pdf.ink.ts';
import { linesOf, type TextLook } from './pdf.lines.ts';
import { tablePieces } from './pdf.tables.ts';

const INDENT = 18;
const PADDING = 4;

/** How much larger than the text the titles of each level are, in points. */
const TITLE_SIZES = { 1: 6, 2: 3.5, 3: 1.5 } as const;

/** Lays blocks out as pieces, each under its element: headings, lists, tables and links say what they are. */
export class Layout {
	readonly #doc: PdfDocument;
	readonly #ink: Ink;
	readonly #pageHeight: number;

	constructor(doc: PdfDocument, pageHeight: number) {
		this.#doc = doc;
		this.#ink = new Ink(doc);
		this.#pageHeight = pageHeight;
	}

	blocks(blocks: readonly PdfBlock[], column: Column): Piece[] {
		return blocks.flatMap((block) => this.#block(block, column));
	}

	/** Lines of text under an element of their own. */
	text(
		runs: readonly Run[],
		column: Column,
		made: { tag: string; look: TextLook; before: number; colour?: string },
	): Piece[] {
		const element = this.#ink.child(column.parent, made.tag);
		const height = made.look.size * LEADING;
		return linesOf(this.#doc, runs, { width: column.width, look: made.look }).map((line, index) => ({
			height,
			before: index === 0 ? made.before : 0,
			keepsNext: made.tag.startsWith('H'),
			draw: (y) =>
				this.#ink.line(line, { element, y, x: column.x, size: made.look.size, colour: made.colour ?? INK }),
		}));
	}

	#block(block: PdfBlock, column: Column): Piece[] {
		const look = { size: column.size, italic: column.italic === true };
		switch (block.kind) {
			case 'heading': {
				const size = column.size + TITLE_SIZES[block.level];
				const made = {
					tag: `H${block.level + 1}`,
					look: { size, bold: true },
					before: size * 0.9,
					colour: TEAL,
				};
				return this.text(block.runs, column, made);
			}
			case 'paragraph':
				return this.text(block.runs, column, { tag: 'P', look, before: column.size * 0.45 });
			case 'quote':
				return this.#quote(block.blocks, column);
			case 'callout':
				return this.#callout(block, column);
			case 'rule':
				return [
					{
						height: 1,
						before: 8,
						draw: (y) => this.#ink.artifact(() => this.#ink.stroke(column.x, y, column.width, 0)),
					},
				];
			case 'image':
				return this.#image(block.image, column);
			case 'table':
				return this.#table(block.rows, column);
			case 'list':
				return this.#list(block, column);
			case 'drawing':
				return [drawingPiece(this.#doc, block.drawing, column)];
			case 'sheet':
				return this.#table(block.rows, column, block.widths);
			case 'together':
				return this.blocks(block.blocks, column).map((piece, index, all) =>
					index === all.length - 1 ? piece : { ...piece, keepsNext: true },
				);
			case 'figures':
				return this.#figures(block, column);
		}
	}

	#quote(blocks: readonly Block[], column: Column): Piece[] {
		const parent = this.#ink.child(column.parent, 'BlockQuote');
		const inner = { ...column, parent, x: column.x + INDENT, width: column.width - INDENT, italic: true };
		return this.blocks(blocks, inner).map((piece) => ({
			...piece,
			draw: (y) => {
				this.#ink.artifact(() => this.#doc.rect(column.x + 4, y, 2, piece.height).fill(TEAL));
				piece.draw(y);
			},
		}));
	}

	#image(image: PortableImage, column: Column): Piece[] {
		const { file } = image;
		if (file === null) return this.#block(withoutImage(image), column);
		// Pixels at 96 to the inch, in points.
		const natural = { ...file, width: file.width * 0.75, height: file.height * 0.75 };
		const size = sizeOn(natural, { width: column.width, height: this.#pageHeight - PADDING });
		const figure = this.#doc.struct('Figure', { alt: image.alt }) as Structure;
		column.parent.add(figure);
		const draw = (y: number): void => {
			figure.add(() => void this.#doc.image(Buffer.from(file.bytes), column.x, y, size));
		};
		return [{ height: size.height, before: column.size * 0.6, draw }];
	}

	#callout({ callout, blocks }: Extract<Block, { kind: 'callout' }>, column: Column): Piece[] {
		const parent = this.#ink.child(column.parent, 'Div');
		const inner = { ...column, parent, x: column.x + INDENT, width: column.width - INDENT };
		const look = { size: column.size, bold: true };
		const name = this.text([{ text: CALLOUT_LABEL[callout] }], inner, {
			tag: 'P',
			look,
			before: column.size * 0.9,
			colour: TEAL,
		}).map((piece) => ({ ...piece, keepsNext: true }));
		return [...name, ...this.blocks(blocks, inner)].map((piece, index) => ({
			...piece,
			draw: (y) => {
				// The bar goes over the space between two lines too.
				const over = index === 0 ? 0 : piece.before;
				this.#ink.artifact(() => this.#doc.rect(column.x + 4, y - over, 4, piece.height + over).fill(TEAL));
				piece.draw(y);
			},
		}));
	}

	#list(block: Extract<Block, { kind: 'list' }>, column: Column): Piece[] {
		const list = this.#ink.child(column.parent, 'L');
		return block.items.flatMap((item, index) => {
			const entry = this.#ink.child(list, 'LI');
			const label = this.#ink.child(entry, 'Lbl');
			const parent = this.#ink.child(entry, 'LBody');
			const [first, ...rest] = this.blocks(item.blocks, {
				...column,
				parent,
				x: column.x + INDENT,
				width: column.width - INDENT,
			});
			if (first === undefined) return [];
			const place = { x: column.x, size: column.size };
			const draw = (y: number): void => {
				if (block.list === 'task') this.#ink.box(label, item.checked, { ...place, y });
				else {
					const text = block.list === 'ordered' ? `${block.start + index}.` : '•';
					const segment = { run: { text }, text, font: 'regular', x: 0, width: 0 };
					this.#ink.line([segment], { element: label, ...place, y, colour: INK });
				}
				first.draw(y);
			};
			return [{ ...first, draw }, ...rest];
		});
	}

	#table(rows: readonly Cell[][], column: Column, widths?: readonly number[]): Piece[] {
		return tablePieces(rows, {
			...{ column, ink: this.#ink, pageHeight: this.#pageHeight },
			...(widths === undefined ? {} : { widths }),
			blocks: (blocks, inner) => this.blocks(blocks, inner),
		});
	}

	#figures({ figures }: Extract<PdfBlock, { kind: 'figures' }>, column: Column): Piece[] {
		const piece = figuresPiece(figures, column, (text, inner, { size, bold, colour }) =>
			this.text([{ text }], inner, {
				...{ tag: 'P', before: 0, look: { size, bold } },
				...(colour === undefined ? {} : { colour }),
			}),
		);
		return [piece];
	}
}
