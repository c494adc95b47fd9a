import { readCsv } from './csv.reader.ts';
import { binaryFile, emptyFile, oldOrLockedWorkbook, untitledFile } from './row.faults.ts';
import { headOf, type FileRow, type RowSource } from './row-source.ts';
import { readXlsx } from './xlsx.reader.ts';

/**
 * The rows of a file, by what it is and not by its name: first those of its titles, then the rest, some at a time, with the lines of
 * a spreadsheet (the titles are line 1; rows without a sign are not counted).
 * @throws TerrimedError with a sentence, for what is no file of rows or breaks a bound
 */
export async function* readRows(source: RowSource): AsyncGenerator<FileRow[]> {
	const reader = await readerOf(source);
	let line = 0;
	for await (const rows of reader) {
		const placed = rows.map((cells): FileRow => ({ line: ++line, cells: cells.map(tidy) }));
		if (placed.length > 0) yield placed;
	}
}

/** The titles and the first rows, to guess what the columns are. @throws TerrimedError as `readRows`, and when there is nothing under the titles */
export async function readBeginning(
	source: RowSource,
	rows: number,
): Promise<{ titles: string[]; first: FileRow[] }> {
	const held: FileRow[] = [];
	for await (const some of readRows(source)) {
		held.push(...some);
		if (held.length > rows) break;
	}
	const [head, ...first] = held;
	if (head === undefined || first.length === 0) throw emptyFile();
	const titles = head.cells;
	if (titles.filter((title) => /\p{L}/u.test(title)).length < 2) throw untitledFile();
	return { titles, first: first.slice(0, rows) };
}

async function readerOf(source: RowSource): Promise<AsyncGenerator<string[][]>> {
	const head = await headOf(source, 8);
	if (head.length === 0) throw emptyFile();
	if (head[0] === 0xd0 && head[1] === 0xcf) throw oldOrLockedWorkbook();
	if (head[0] === 0x50 && head[1] === 0x4b) return readXlsx(source);
	if (/\.(?:xlsx|xls|ods|pdf|docx?)$/i.test(source.name)) throw binaryFile();
	return readCsv(source);
}

/** What cannot be shown is no part of a value, but for what tells broken letters; spaces of each kind around it say nothing. */
function tidy(cell: string): string {
	return cell
		.replace(/(?![\u0080-\u009f])\p{Cc}|\p{Cf}/gu, ' ')
		.replace(/[ \u00a0\u202f]+/g, ' ')
		.trim();
}
