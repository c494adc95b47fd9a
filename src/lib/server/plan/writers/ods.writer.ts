import { strToU8 } from 'fflate';
import { cleanText } from '#lib/documents/portable.content.ts';
import { headLines, type FileHead } from '#lib/documents/portable.head.ts';
import { formulaSafe, type NamedSheet, type SheetValue } from '#lib/plan/plan-cell.rules.ts';
import { dayInWords, type PlanSheet } from '#lib/plan/plan-file.rules.ts';
import { packArchive } from '../../files/pack.ts';
import { element, escapeXml } from '../../files/xml.ts';

const TYPE = 'application/vnd.oasis.opendocument.spreadsheet';
const OASIS = 'urn:oasis:names:tc:opendocument:xmlns';
const NAMESPACES = {
	'xmlns:office': `${OASIS}:office:1.0`,
	'xmlns:text': `${OASIS}:text:1.0`,
	'xmlns:table': `${OASIS}:table:1.0`,
	'xmlns:style': `${OASIS}:style:1.0`,
	'xmlns:number': `${OASIS}:datastyle:1.0`,
	'xmlns:fo': `${OASIS}:xsl-fo-compatible:1.0`,
	'office:version': '1.3',
};

/** An OpenDocument workbook: the plan, and what is known of the file. */
export function writeOds(head: FileHead, { columns, rows }: PlanSheet): Uint8Array {
	return writeOdsSheets([{ name: 'Plan', columns, rows }], [head.title, ...headLines(head)]);
}

/** A part of a workbook beside those that every workbook has. */
export interface OdsPart {
	path: string;
	mediaType: string;
	bytes: Uint8Array;
}

/** An OpenDocument workbook of tables, the last one holding the lines that say what the file is. The same input gives the same bytes. */
export function writeOdsSheets(sheets: readonly NamedSheet[], about: readonly string[]): Uint8Array {
	const files = odsParts(sheets, about).map((part) =>
		part.path === MIMETYPE ? { ...part, stored: true as const } : part,
	);
	return packArchive(files, NO_MOMENT);
}

/** The first day that a zip can say: when a file was made is written in it, not around it. */
const NO_MOMENT = new Date('1980-01-01T00:00:00Z');

/** First and not compressed: programs know the file by it. */
const MIMETYPE = 'mimetype';

/** The parts of such a workbook in the order in which they are packed, with others that it carries. */
export function odsParts(
	sheets: readonly NamedSheet[],
	about: readonly string[],
	more: readonly OdsPart[] = [],
): OdsPart[] {
	const tables = sheets.map((sheet, place) => tableOf(sheet, place));
	const lines = about.map((line) => rowOf([textCell(line, 'text')]));
	const last = element(
		'table:table',
		{ 'table:name': 'À propos' },
		element('table:table-column', { 'table:style-name': 'about' }) + lines.join(''),
	);
	const body = element('office:body', {}, element('office:spreadsheet', {}, [...tables, last].join('')));
	const content = element('office:document-content', NAMESPACES, stylesOf(sheets) + body);
	const xml = `<?xml version="1.0" encoding="UTF-8"?>\n${content}`;
	return [
		{ path: MIMETYPE, mediaType: 'text/plain', bytes: strToU8(TYPE) },
		{ path: 'META-INF/manifest.xml', mediaType: 'text/xml', bytes: strToU8(manifestOf(more)) },
		{ path: 'content.xml', mediaType: 'text/xml', bytes: strToU8(xml) },
		...more,
	];
}

function tableOf({ name, columns, rows }: NamedSheet, place: number): string {
	const titles = rowOf(columns.map(({ title }) => textCell(title, 'title')));
	return element(
		'table:table',
		{ 'table:name': name },
		[
			...columns.map((_, index) =>
				element('table:table-column', { 'table:style-name': columnStyle(place, index) }),
			),
			element('table:table-header-rows', {}, titles),
			...rows.map((row) => rowOf(row.map(cellOf))),
		].join(''),
	);
}

const columnStyle = (sheet: number, column: number): string => `c${sheet}-${column}`;

const entry = (path: string, type: string) =>
	element('manifest:file-entry', { 'manifest:full-path': path, 'manifest:media-type': type });

function manifestOf(more: readonly OdsPart[]): string {
	const entries = [
		entry('/', TYPE),
		entry('content.xml', 'text/xml'),
		...more.map(({ path, mediaType }) => entry(path, mediaType)),
	];
	const root = { 'xmlns:manifest': `${OASIS}:manifest:1.0`, 'manifest:version': '1.3' };
	return `<?xml version="1.0" encoding="UTF-8"?>\n${element('manifest:manifest', root, entries.join(''))}`;
}

function stylesOf(sheets: readonly NamedSheet[]): string {
	const widths = [
		...sheets.flatMap(({ columns }, sheet) =>
			columns.map(({ width }, index) => [columnStyle(sheet, index), width] as const),
		),
		['about', 90] as const,
	];
	const style = (name: string, family: string, more: Record<string, string>, inside: string) =>
		element('style:style', { 'style:name': name, 'style:family': family, ...more }, inside);
	const top = element('style:table-cell-properties', {
		'style:vertical-align': 'top',
		'fo:wrap-option': 'wrap',
	});
	const shaded = element('style:table-cell-properties', {
		'fo:background-color': '#edf2f2',
		'fo:wrap-option': 'wrap',
	});
	return element(
		'office:automatic-styles',
		{},
		[
			...widths.map(([name, width]) =>
				style(
					name,
					'table-column',
					{},
					element('style:table-column-properties', { 'style:column-width': `${(width * 0.2).toFixed(1)}cm` }),
				),
			),
			DAY_STYLE,
			style('text', 'table-cell', {}, top),
			style('day', 'table-cell', { 'style:data-style-name': 'dmy' }, top),
			style(
				'title',
				'table-cell',
				{},
				shaded + element('style:text-properties', { 'fo:font-weight': 'bold' }),
			),
		].join(''),
	);
}

const DAY_STYLE = element(
	'number:date-style',
	{ 'style:name': 'dmy' },
	`${element('number:day', { 'number:style': 'long' })}<number:text>/</number:text>${element('number:month', { 'number:style': 'long' })}<number:text>/</number:text>${element('number:year', { 'number:style': 'long' })}`,
);

function rowOf(cells: readonly string[]): string {
	return element('table:table-row', {}, cells.join(''));
}

function cellOf(value: SheetValue): string {
	if (value === null || value === '') return element('table:table-cell', {});
	if (typeof value === 'string') return textCell(value, 'text');
	if (typeof value === 'number') {
		const attributes = { 'table:style-name': 'text', 'office:value-type': 'float', 'office:value': value };
		return element('table:table-cell', attributes, element('text:p', {}, String(value)));
	}
	const attributes = {
		'table:style-name': 'day',
		'office:value-type': 'date',
		'office:date-value': value.day,
	};
	return element('table:table-cell', attributes, element('text:p', {}, dayInWords(value.day)));
}

function textCell(text: string, style: string): string {
	const attributes = { 'table:style-name': style, 'office:value-type': 'string' };
	return element(
		'table:table-cell',
		attributes,
		element('text:p', {}, escapeXml(formulaSafe(cleanText(text)))),
	);
}
