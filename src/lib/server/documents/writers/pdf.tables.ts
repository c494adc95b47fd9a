import type { Block, Cell } from '#lib/documents/portable.content.ts';
import { drawAll, heightOf, type Column, type Piece } from './pdf.column.ts';
import { LEADING, type Ink, type Structure } from './pdf.ink.ts';
import { gridOf } from './table.grid.ts';

const PADDING = 4;

/** What a table is laid out with. */
export interface TablePlace {
	ink: Ink;
	pageHeight: number;
	column: Column;
	/** Shares of the column; equal when there are none. */
	widths?: readonly number[];
	/** Lays out what a cell holds. */
	blocks(blocks: readonly Block[], column: Column): Piece[];
}

type Grid = (Cell | null)[][];

/** Lays a table out row by row; its titles come again on each page it goes over to. */
export function tablePieces(rows: readonly Cell[][], place: TablePlace): Piece[] {
	const { ink, column } = place;
	const table = ink.child(column.parent, 'Table');
	const grid = gridOf(rows);
	const sides = sidesOf(grid, place);
	const head = hasTitles(rows) ? headOf(grid, sides, place) : undefined;
	return grid.flatMap((row, index) => {
		const pieces = rowPieces({ row, index, sides, line: ink.child(table, 'TR') }, place);
		if (head === undefined) return pieces;
		return pieces.map((piece) => (index === 0 ? { ...piece, keepsNext: true } : { ...piece, head }));
	});
}

/** The left side of each column, and the right side of the last. */
function sidesOf(grid: Grid, { column, widths }: TablePlace): number[] {
	const count = Math.max(1, ...grid.map((row) => row.length));
	const shares = Array.from({ length: count }, (_, index) => widths?.[index] ?? 1);
	const all = shares.reduce((sum, share) => sum + share, 0);
	const sides = [column.x];
	for (const share of shares) sides.push((sides.at(-1) ?? 0) + (share / all) * column.width);
	return sides;
}

function hasTitles(rows: readonly Cell[][]): boolean {
	const [first, ...others] = rows;
	return (
		first !== undefined && others.length > 0 && first.every(({ header, rowspan }) => header && rowspan === 1)
	);
}

/** The titles once more, for the eye alone: a screen reader has had them. */
function headOf(grid: Grid, sides: number[], place: TablePlace): Piece['head'] {
	const row = (grid[0] ?? []).map((cell) => (cell === null ? null : { ...cell, blocks: plain(cell.blocks) }));
	const [piece] = rowPieces({ row, index: 0, sides, line: place.ink.ghost }, place);
	return piece;
}

function rowPieces(
	{ row, index, sides, line }: { row: Grid[number]; index: number; sides: number[]; line: Structure },
	{ ink, pageHeight, column, blocks }: TablePlace,
): Piece[] {
	const size = column.size * 0.92;
	const cells = row.flatMap((cell, at) => {
		if (cell === null) return [];
		const parent = elementOf(ink, line, { cell, isFirstRow: index === 0 });
		const x = sides[at] ?? column.x;
		const width = (sides[at + cell.colspan] ?? sides.at(-1) ?? x) - x;
		const inner = { parent, size, x: x + PADDING, width: width - 2 * PADDING };
		const pieces = blocks(cell.header ? boldened(cell.blocks) : cell.blocks, inner);
		return [{ x, width, header: cell.header, pieces }];
	});
	const height = Math.max(size * LEADING, ...cells.map(({ pieces }) => heightOf(pieces))) + 2 * PADDING;
	// Taller than a page: its lines follow each other, cell after cell.
	if (height > pageHeight) return cells.flatMap(({ pieces }) => pieces);
	const draw = (y: number): void => {
		for (const cell of cells) {
			ink.artifact(() => ink.frame(cell, y, height));
			drawAll(cell.pieces, y + PADDING);
		}
	};
	return [{ height, before: index === 0 ? 8 : 0, draw }];
}

function elementOf(
	ink: Ink,
	line: Structure,
	{ cell, isFirstRow }: { cell: Cell; isFirstRow: boolean },
): Structure {
	const { header, colspan, rowspan } = cell;
	const element = ink.child(line, header ? 'TH' : 'TD');
	if (element === ink.ghost) return element;
	const attributes: Record<string, string | number> = { O: 'Table' };
	if (header) attributes.Scope = isFirstRow ? 'Column' : 'Row';
	if (colspan > 1) attributes.ColSpan = colspan;
	if (rowspan > 1) attributes.RowSpan = rowspan;
	element.dictionary.data.A = attributes;
	return element;
}

function boldened(blocks: readonly Block[]): Block[] {
	return blocks.map((block) =>
		block.kind === 'paragraph'
			? { ...block, runs: block.runs.map((run) => ({ ...run, bold: true as const })) }
			: block,
	);
}

/** The words of a title alone: what leads somewhere does so once. */
function plain(blocks: readonly Block[]): Block[] {
	return blocks.flatMap((block): Block[] => {
		if (block.kind !== 'paragraph') return [];
		const runs = block.runs.filter(({ note }) => note === undefined).map(({ text }) => ({ text }));
		return [{ kind: 'paragraph', runs }];
	});
}
