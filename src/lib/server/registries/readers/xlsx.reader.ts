import { ROW_BOUNDS, RowsFault } from '#lib/registries/csv.rules.ts';
import { daysFromSerial } from '#lib/registries/french-date.rules.ts';
import { damaged, unreasonable } from '../../files/file.faults.ts';
import { rowsFault } from './row.faults.ts';
import { wholeOf, type RowSource } from './row-source.ts';
import { openWorkbook, WORKBOOK_BOUNDS, type Workbook } from './xlsx.parts.ts';
import { attribute, between, columnIndex, textsOf, unescapeXml } from './xlsx.words.ts';

/** Characters of one row as the file writes it. */
const ROW_XML = 2_097_152;

interface Reading {
	strings: readonly string[];
	/** Styles that show a number as a day. */
	dayStyles: ReadonlySet<number>;
	from1904: boolean;
}

/** The rows of the first visible sheet of a workbook, some at a time; dates as `2026-11-22`. @throws TerrimedError */
export async function* readXlsx(source: RowSource): AsyncGenerator<string[][]> {
	const workbook = openWorkbook(await wholeOf(source));
	const book = await workbook.small('xl/workbook.xml');
	const reading: Reading = {
		strings: await readStrings(workbook),
		dayStyles: readDayStyles(await workbook.small('xl/styles.xml')),
		from1904: /<workbookPr[^<>]*\sdate1904\s*=\s*["'](?:1|true)/.test(book),
	};
	const sheet = await sheetOf(workbook, book);
	let line = 0;
	try {
		for await (const rows of elements(workbook.text(sheet, WORKBOOK_BOUNDS.sheet), 'row', ROW_XML)) {
			const read: string[][] = [];
			for (const row of rows) {
				line += 1;
				if (line > ROW_BOUNDS.rows) throw new RowsFault('rows', line);
				const cells = cellsOf(row, reading, line);
				if (cells.some((cell) => cell !== '')) read.push(cells);
			}
			yield read;
		}
	} catch (error) {
		throw error instanceof RowsFault ? rowsFault(error) : error;
	}
}

async function sheetOf(workbook: Workbook, book: string): Promise<string> {
	const sheets = [...book.matchAll(/<(?:\w+:)?sheet\s[^<>]*>/g)].map(([tag]) => tag);
	const first = sheets.find((tag) => !/hidden/i.test(attribute(tag, 'state') ?? '')) ?? sheets[0];
	const id = first === undefined ? null : attribute(first, 'r:id');
	const relations = await workbook.small('xl/_rels/workbook.xml.rels');
	for (const [tag] of relations.matchAll(/<Relationship\s[^<>]*>/g)) {
		if (attribute(tag, 'Id') !== id) continue;
		const target = attribute(tag, 'Target') ?? '';
		const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
		if (workbook.has(path)) return path;
	}
	throw damaged();
}

/** The elements of one name in a text that comes in pieces, whole, those of each piece together. */
async function* elements(
	pieces: AsyncIterable<string>,
	name: 'row' | 'si',
	longest: number,
): AsyncGenerator<string[]> {
	const pattern = new RegExp(`<${name}(?:\\s[^<>]*?)?(?:/>|>[\\s\\S]*?</${name}>)`, 'g');
	let held = '';
	for await (const piece of pieces) {
		held += piece;
		const end = held.lastIndexOf(`</${name}>`);
		if (end === -1) {
			if (held.length > longest) throw unreasonable();
			continue;
		}
		const whole = held.slice(0, end + name.length + 3);
		held = held.slice(whole.length);
		yield [...whole.matchAll(pattern)].map(([element]) => element);
	}
}

async function readStrings(workbook: Workbook): Promise<string[]> {
	const name = 'xl/sharedStrings.xml';
	if (!workbook.has(name)) return [];
	const strings: string[] = [];
	let characters = 0;
	for await (const texts of elements(workbook.text(name, WORKBOOK_BOUNDS.strings), 'si', ROW_XML)) {
		for (const element of texts) {
			const text = textsOf(element);
			characters += text.length + 16;
			if (characters > WORKBOOK_BOUNDS.characters) throw unreasonable();
			strings.push(text);
		}
	}
	return strings;
}

/** Forms of days that every workbook knows by number; the rest are spelled out in it. */
const isDayForm = (id: number): boolean =>
	(id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);

function readDayStyles(xml: string): Set<number> {
	const spelled = new Set<number>();
	for (const [tag] of xml.matchAll(/<numFmt\s[^<>]*>/g)) {
		const form = (attribute(tag, 'formatCode') ?? '').replace(/"[^"]*"|\\.|\[[^\]]*\]/g, '');
		if (/[dyj]|m{3}|a{2}/i.test(form)) spelled.add(Number(attribute(tag, 'numFmtId')));
	}
	const used = between(xml, '<cellXfs', '</cellXfs>');
	const styles = [...used.matchAll(/<xf\s[^<>]*>/g)].map(([tag]) => Number(attribute(tag, 'numFmtId') ?? 0));
	return new Set(styles.flatMap((form, at) => (isDayForm(form) || spelled.has(form) ? [at] : [])));
}

/** Cells of a row, by one walk from left to right: a file that never closes them costs no more than one that does. */
function cellsOf(row: string, reading: Reading, line: number): string[] {
	const cells: string[] = [];
	for (let from = row.indexOf('<c'); from !== -1; from = row.indexOf('<c', from + 2)) {
		if (!/[\s/>]/.test(row[from + 2] ?? '')) continue;
		const headEnd = row.indexOf('>', from);
		if (headEnd === -1) throw damaged();
		const head = row.slice(from + 2, headEnd);
		const place = attribute(head, 'r');
		const column = place === null ? cells.length : columnIndex(place);
		if (column === null) throw damaged();
		if (column >= ROW_BOUNDS.columns) throw new RowsFault('columns', line);
		let text = '';
		if (!head.endsWith('/')) {
			const end = row.indexOf('</c>', headEnd);
			if (end === -1) throw damaged();
			text = valueOf(head, row.slice(headEnd + 1, end), reading);
			from = end;
		}
		if (text.length > ROW_BOUNDS.cell) throw new RowsFault('cell', line);
		while (cells.length < column) cells.push('');
		cells[column] = text;
	}
	return cells;
}

function valueOf(head: string, body: string, { strings, dayStyles, from1904 }: Reading): string {
	const type = attribute(head, 't');
	if (type === 'inlineStr') return textsOf(body);
	const raw = unescapeXml(/<v(?:\s[^<>]*)?>([^<]*)<\/v>/.exec(body)?.[1] ?? '');
	if (type === 's') return strings[Number(raw)] ?? '';
	if (type === 'str' || type === 'd') return raw;
	if (type === 'b') return raw === '1' ? 'oui' : 'non';
	if (type === 'e' || raw === '') return '';
	const value = Number(raw);
	if (!Number.isFinite(value)) return '';
	const isDay = dayStyles.has(Number(attribute(head, 's') ?? -1)) && value > 0 && value < 2_958_466;
	return isDay ? daysFromSerial(value, from1904) : String(value);
}
