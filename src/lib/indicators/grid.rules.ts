import { LARGEST_VALUE, looksMistyped, type ValueState } from './indicator.rules.ts';

/** Periods that a grid shows side by side: what a screen holds without scrolling. */
export const GRID_PERIODS = 6;

/** Most cells pasted at once: the whole dictionary over as many periods. */
const MOST_PASTED = 400;

/** A cell by its indicator and its period: « I5.2 2026-T3 ». */
export function placeOf(code: string, period: string): string {
	return `${code} ${period}`;
}

/** What a cell held when it was shown: the value's id, its state, and its text. */
export interface HeldCell {
	id: string;
	state: ValueState;
	text: string;
}

/** Names of the fields of a cell: what is typed, its state, what was held. */
export const cellFields = (place: string): { text: string; state: string; held: string } => ({
	...{ text: `t ${place}`, state: `s ${place}`, held: `h ${place}` },
});

/** How the grid sends along what a cell held. */
export function heldText({ id, state, text }: HeldCell): string {
	return [id, state, text].join('|');
}

export type CellReading = { ok: true; value: number } | { ok: false; message: string };

const YES_OR_NO = 'oui/non';
const WRITE_A_NUMBER = 'Écrivez un nombre, par exemple 63 ou 63,5.';

/** What a cell says: « 63,5 », « 1 640 », « 63 % » where the unit is a percentage, « oui » where one answers by yes or no. */
export function readCell(typed: string, unit: string): CellReading {
	const plain = typed.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
	if (unit === YES_OR_NO) return readAnswer(plain.toLowerCase());
	const number = unit === '%' ? plain.replace(/%$/, '') : plain;
	if (!/^[-+]?\d+(\.\d+)?$/.test(number)) return { ok: false, message: WRITE_A_NUMBER };
	const value = Number(number);
	if (Math.abs(value) > LARGEST_VALUE) return { ok: false, message: 'Ce nombre est trop grand.' };
	return { ok: true, value };
}

function readAnswer(plain: string): CellReading {
	if (['oui', 'o', '1'].includes(plain)) return { ok: true, value: 1 };
	if (['non', 'n', '0'].includes(plain)) return { ok: true, value: 0 };
	return { ok: false, message: 'Écrivez oui ou non.' };
}

/** A value as one types it in a cell: nothing is rounded. */
export function typedValue(value: number, unit: string): string {
	if (unit === YES_OR_NO) return value === 0 ? 'non' : 'oui';
	return String(value).replace('.', ',');
}

export type Move = 'up' | 'down' | 'left' | 'right' | 'cancel' | 'save';

/** Where the caret is in the text of a cell. */
export interface Caret {
	start: number;
	end: number;
	length: number;
	/** Whether the cell was opened by F2: arrows then move in its text. */
	isOpen: boolean;
}

/**
 * What a key does in a cell, as in a spreadsheet; null leaves it to the browser. Tabulation is left to it: it goes from cell to cell,
 * and out of the grid at its end.
 */
export function moveOf(
	{ key, shiftKey, ctrlKey, metaKey }: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey'>,
	caret: Caret,
): Move | null {
	if (ctrlKey || metaKey) return key === 'Enter' ? 'save' : null;
	if (key === 'Enter') return shiftKey ? 'up' : 'down';
	if (key === 'Escape') return 'cancel';
	if (key === 'ArrowUp') return 'up';
	if (key === 'ArrowDown') return 'down';
	if (shiftKey || caret.isOpen) return null;
	const isWhole = caret.end - caret.start === caret.length;
	if (key === 'ArrowLeft' && (isWhole || caret.end === 0)) return 'left';
	if (key === 'ArrowRight' && (isWhole || caret.start === caret.length)) return 'right';
	return null;
}

/** The cell that a move leads to; the same one at the edge. */
export function cellAfter(
	at: { row: number; column: number },
	move: Move,
	size: { rows: number; columns: number },
): { row: number; column: number } {
	const steps: Partial<Record<Move, [number, number]>> = {
		up: [-1, 0],
		down: [1, 0],
		left: [0, -1],
		right: [0, 1],
	};
	const [down, right] = steps[move] ?? [0, 0];
	const keep = (place: number, length: number): number => Math.max(0, Math.min(length - 1, place));
	return { row: keep(at.row + down, size.rows), column: keep(at.column + right, size.columns) };
}

/** The cells of what a spreadsheet copied: columns by tabulations, rows by line ends; a cell that begins with a quote ends with one. */
export function readClipboard(text: string): string[][] {
	const rows: string[][] = [[]];
	let at = 0;
	while (at < text.length) {
		const cell = cellAt(text, at);
		rows.at(-1)?.push(cell.text.trim());
		const end = text[cell.end];
		at = cell.end + (text.startsWith('\r\n', cell.end) ? 2 : 1);
		if (end !== undefined && end !== '\t') rows.push([]);
	}
	while (rows.length > 0 && (rows.at(-1) ?? []).every((cell) => cell === '')) rows.pop();
	return rows;
}

const CELL_END = /[\t\r\n]/g;

/** The cell that begins there, and where what ends it stands. */
function cellAt(text: string, start: number): { text: string; end: number } {
	let close = text[start] === '"' ? start + 1 : -1;
	while (close > 0 && close < text.length) {
		if (text[close] !== '"') close += 1;
		else if (text[close + 1] === '"') close += 2;
		else break;
	}
	const isQuoted = close > 0 && close < text.length && /^[\t\r\n]?$/.test(text[close + 1] ?? '');
	if (isQuoted) return { text: text.slice(start + 1, close).replaceAll('""', '"'), end: close + 1 };
	CELL_END.lastIndex = start;
	const end = CELL_END.exec(text)?.index ?? text.length;
	return { text: text.slice(start, end), end };
}

/** A row of the grid as pasting sees it. */
export interface PasteRow {
	code: string;
	name: string;
	unit: string;
	/** Whether Terrimed computes it: nobody writes there. */
	isComputed: boolean;
}

export interface PasteColumn {
	key: string;
	label: string;
}

/** One cell that pasting would write: what it says now, what it would say. */
export interface PastedCell {
	code: string;
	name: string;
	period: string;
	periodLabel: string;
	before: string;
	after: string;
	/** Ten times the value before it, or a tenth. */
	isFar: boolean;
}

/** One that it would not, and why. */
export interface RefusedCell {
	/** « Réponses à l’enquête, 3e trimestre 2026 », or where it would have fallen outside. */
	where: string;
	text: string;
	reason: string;
}

export interface PastePreview {
	written: PastedCell[];
	/** Cells that say already what would be pasted. */
	same: number;
	refused: RefusedCell[];
}

/** What pasting a block with its first cell at a place would do. Empty cells of the block leave what is there. */
export function previewPaste(
	block: readonly (readonly string[])[],
	at: { row: number; column: number },
	grid: {
		rows: readonly PasteRow[];
		columns: readonly PasteColumn[];
		textOf: (code: string, period: string) => string;
		/** The value of the period before, to tell a slip. */
		valueBefore: (code: string, period: string) => number | null;
	},
): PastePreview {
	const preview: PastePreview = { written: [], same: 0, refused: [] };
	const filled = block.flatMap((cells, down) =>
		cells.flatMap((text, right) => (text === '' ? [] : [{ text, down, right }])),
	);
	for (const { text, down, right } of filled.slice(0, MOST_PASTED)) {
		const row = grid.rows[at.row + down];
		const column = grid.columns[at.column + right];
		if (row === undefined || column === undefined) {
			const where = `ligne ${down + 1}, colonne ${right + 1} de ce que vous collez`;
			preview.refused.push({ where, text, reason: 'Hors de la grille\u00a0: il n’y a pas de case ici.' });
			continue;
		}
		const where = `${row.name}, ${column.label}`;
		const reading = readCell(text, row.unit);
		if (row.isComputed) preview.refused.push({ where, text, reason: COMPUTED });
		else if (!reading.ok) preview.refused.push({ where, text, reason: reading.message });
		else {
			const before = grid.textOf(row.code, column.key);
			const after = typedValue(reading.value, row.unit);
			if (before === after) preview.same += 1;
			else {
				const isFar = looksMistyped(reading.value, grid.valueBefore(row.code, column.key));
				const named = { code: row.code, name: row.name, period: column.key, periodLabel: column.label };
				preview.written.push({ ...named, before, after, isFar });
			}
		}
	}
	if (filled.length > MOST_PASTED) {
		const text = `${filled.length - MOST_PASTED} cases de plus`;
		const reason = `On colle au plus ${MOST_PASTED} cases à la fois.`;
		preview.refused.push({ where: 'La suite', text, reason });
	}
	return preview;
}

/** Said wherever somebody tries to write over a value of ours. */
export const COMPUTED = 'Terrimed calcule cette valeur\u00a0: elle ne se saisit pas.';

/** What a cell has in hand: its text and its state. */
export interface CellDraft {
	text: string;
	state: ValueState;
}
