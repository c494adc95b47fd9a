/** Separators that spreadsheets and directories write, the most likely first. */
const SEPARATORS = [';', ',', '\t', '|'] as const;
export type Separator = (typeof SEPARATORS)[number];

/** Bounds of a file of rows: each holds whatever the format. */
export const ROW_BOUNDS = {
	/** A national registry twice over. */
	rows: 200_000,
	columns: 200,
	/** Characters of one cell: an address has 100, a long remark 2,000. */
	cell: 10_000,
	/** Characters of one row. */
	row: 100_000,
} as const;

/** Why a text of rows cannot be read on: told with the line where it happens. */
export class RowsFault extends Error {
	readonly kind: 'quote' | 'cell' | 'columns' | 'rows' | 'row';
	readonly line: number;

	constructor(kind: RowsFault['kind'], line: number) {
		super(`${kind} at line ${line}`);
		this.name = 'RowsFault';
		this.kind = kind;
		this.line = line;
	}
}

/**
 * The separator of a text by its first lines: the one that cuts each of them into as many cells, at least two. Excel's own first line
 * (`sep=;`) says it outright.
 */
export function guessSeparator(head: string): Separator {
	const said = /^sep=(.)\r?\n/i.exec(head)?.[1];
	const outright = SEPARATORS.find((one) => one === said);
	if (outright !== undefined) return outright;
	let best: { separator: Separator; score: number } = { separator: ';', score: 0 };
	for (const separator of SEPARATORS) {
		const widths = widthsOf(head, separator);
		const first = widths[0] ?? 1;
		if (first < 2) continue;
		const alike = widths.filter((width) => width === first).length / widths.length;
		const score = alike * 1_000 + Math.min(first, 100);
		if (score > best.score) best = { separator, score };
	}
	return best.separator;
}

function widthsOf(head: string, separator: Separator): number[] {
	const splitter = new CsvSplitter(separator);
	try {
		const rows = splitter.push(head);
		return rows.slice(0, 20).map((row) => row.length);
	} catch {
		return [];
	}
}

/**
 * Cuts a text that comes in pieces into rows of cells (RFC 4180 and what programs really write): quotes doubled inside quotes, line ends
 * inside quotes, CR, LF or both between rows. A quote inside an unquoted cell is a sign like others. Rows without a sign are left out.
 */
export class CsvSplitter {
	readonly #separator: number;
	#cell = '';
	#row: string[] = [];
	#length = 0;
	#state: 'start' | 'plain' | 'quoted' | 'closing' = 'start';
	#afterReturn = false;
	#line = 1;
	#rows = 0;

	constructor(separator: Separator) {
		this.#separator = separator.charCodeAt(0);
	}

	/** Line of the text that is being read, from 1. */
	get line(): number {
		return this.#line;
	}

	/** @returns the rows that this piece completes @throws RowsFault */
	push(piece: string): string[][] {
		const done: string[][] = [];
		let from = 0;
		for (let at = 0; at < piece.length; at += 1) {
			const code = piece.charCodeAt(at);
			const skipsFeed = this.#afterReturn && code === 10;
			this.#afterReturn = false;
			if (skipsFeed) {
				from = at + 1;
				continue;
			}
			if (code === 10) this.#line += 1;
			if (this.#state === 'quoted') {
				if (code !== 34) continue;
				this.#take(piece, from, at);
				from = at + 1;
				this.#state = 'closing';
			} else if (code === 34 && this.#state === 'start') {
				from = at + 1;
				this.#state = 'quoted';
			} else if (code === 34 && this.#state === 'closing') {
				// Two quotes are one sign: the second is kept.
				from = at;
				this.#state = 'quoted';
			} else if (code === this.#separator) {
				this.#endCell(piece, from, at);
				from = at + 1;
			} else if (code === 10 || code === 13) {
				this.#endCell(piece, from, at);
				from = at + 1;
				this.#afterReturn = code === 13;
				if (code === 13) this.#line += 1;
				this.#endRow(done);
			} else {
				this.#state = 'plain';
			}
		}
		this.#take(piece, from, piece.length);
		return done;
	}

	/** @returns the last row, when the text does not end with a line end @throws RowsFault for a quote that is never closed */
	end(): string[][] {
		if (this.#state === 'quoted') throw new RowsFault('quote', this.#line);
		const done: string[][] = [];
		this.#endCell('', 0, 0);
		this.#endRow(done);
		return done;
	}

	#take(piece: string, from: number, to: number): void {
		if (to <= from) return;
		this.#length += to - from;
		if (this.#cell.length + to - from > ROW_BOUNDS.cell) {
			throw new RowsFault(this.#state === 'quoted' ? 'quote' : 'cell', this.#line);
		}
		if (this.#length > ROW_BOUNDS.row) throw new RowsFault('row', this.#line);
		this.#cell += piece.slice(from, to);
	}

	#endCell(piece: string, from: number, to: number): void {
		this.#take(piece, from, to);
		if (this.#row.length >= ROW_BOUNDS.columns) throw new RowsFault('columns', this.#line);
		this.#row.push(this.#cell);
		this.#cell = '';
		this.#state = 'start';
	}

	#endRow(done: string[][]): void {
		const row = this.#row;
		this.#row = [];
		this.#length = 0;
		if (row.every((cell) => cell === '')) return;
		this.#rows += 1;
		if (this.#rows > ROW_BOUNDS.rows) throw new RowsFault('rows', this.#line);
		done.push(row);
	}
}
