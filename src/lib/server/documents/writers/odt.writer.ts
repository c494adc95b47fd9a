import { strToU8, zipSync } from 'fflate';
import { CALLOUT_LABEL } from '#lib/documents/callout.rules.ts';
import { imagesOf, sizeOn, withoutImage } from '#lib/documents/portable.images.content.ts';
import { noteRuns } from '#lib/documents/portable.notes.content.ts';
import type { Block, Cell, ListKind, PortableImage, Run } from '#lib/documents/portable.content.ts';
import { headLines, type FileHead } from '#lib/documents/portable.head.ts';
import { element, escapeXml } from '../../files/xml.ts';
import { ODT_CONTENT_STYLES, ODT_NAMESPACES, ODT_STYLES } from './odt.styles.ts';
import { gridOf } from './table.grid.ts';

const TYPE = 'application/vnd.oasis.opendocument.text';

/** An OpenDocument text. */
export function writeOdt(head: FileHead, blocks: readonly Block[]): Uint8Array {
	const body = [
		element('text:p', { 'text:style-name': 'Title' }, escapeXml(head.title)),
		...headLines(head).map((line) => element('text:p', { 'text:style-name': 'Subtitle' }, escapeXml(line))),
		...blocks.map((block) => blockOf(block, 'Text_20_body')),
	].join('');
	const text = element('office:body', {}, element('office:text', {}, body));
	const content = document('document-content', ODT_CONTENT_STYLES + text);
	const images = imagesOf(blocks).filter(({ file }) => file !== null);
	return zipSync({
		// First and not compressed: programs know the file by it.
		mimetype: [strToU8(TYPE), { level: 0 }],
		'META-INF/manifest.xml': strToU8(manifestOf(images)),
		'content.xml': strToU8(content),
		'styles.xml': strToU8(document('document-styles', ODT_STYLES)),
		'meta.xml': strToU8(document('document-meta', metaOf(head))),
		...Object.fromEntries(
			images.map((image) => [pathOf(image), [image.file?.bytes ?? new Uint8Array(), { level: 0 }]]),
		),
	});
}

function document(root: string, inside: string): string {
	const attributes = { ...ODT_NAMESPACES, 'office:version': '1.3' };
	return `<?xml version="1.0" encoding="UTF-8"?>\n${element(`office:${root}`, attributes, inside)}`;
}

function manifestOf(images: readonly PortableImage[]): string {
	const files = [
		['/', TYPE],
		['content.xml', 'text/xml'],
		['styles.xml', 'text/xml'],
		['meta.xml', 'text/xml'],
		...new Map(images.map((image) => [pathOf(image), image.file?.type ?? ''])),
	];
	const entries = files.map(([path = '', type = '']) =>
		element('manifest:file-entry', { 'manifest:full-path': path, 'manifest:media-type': type }),
	);
	const root = {
		'xmlns:manifest': 'urn:oasis:names:tc:opendocument:xmlns:manifest:1.0',
		'manifest:version': '1.3',
	};
	return `<?xml version="1.0" encoding="UTF-8"?>\n${element('manifest:manifest', root, entries.join(''))}`;
}

function metaOf(head: FileHead): string {
	const facts = [
		element('dc:title', {}, escapeXml(head.title)),
		element('dc:subject', {}, escapeXml(head.place)),
		element('dc:description', {}, escapeXml(`${head.state}, ${head.moment}. SHA-256 ${head.sha256}`)),
		element('dc:language', {}, 'fr-FR'),
		element('meta:generator', {}, 'Terrimed'),
	];
	return element('office:meta', {}, facts.join(''));
}

const LIST_STYLES: Record<ListKind, string> = { bullet: 'Bullets', ordered: 'Numbers', task: 'Tasks' };

function blockOf(block: Block, style: string): string {
	switch (block.kind) {
		case 'heading': {
			const attributes = {
				'text:style-name': `Heading_20_${block.level}`,
				'text:outline-level': block.level,
			};
			return element('text:h', attributes, inline(block.runs));
		}
		case 'paragraph':
			return element('text:p', { 'text:style-name': style }, inline(block.runs));
		case 'quote':
			return block.blocks.map((inner) => blockOf(inner, 'Quotations')).join('');
		case 'callout':
			return calloutOf(block);
		case 'image':
			return imageOf(block.image, style);
		case 'rule':
			return element('text:p', { 'text:style-name': 'Horizontal_20_Line' });
		case 'table':
			return tableOf(block.rows);
		case 'list':
			return listOf(block);
	}
}

/** Centimetres, at 96 pixels to the inch. */
const CENTIMETRES = 2.54 / 96;
const PAGE = { width: 600, height: 850 };

const pathOf = ({ id, file }: PortableImage): string =>
	`Pictures/${id}.${file?.type === 'image/png' ? 'png' : 'jpg'}`;

function imageOf(image: PortableImage, style: string): string {
	if (image.file === null) return blockOf(withoutImage(image), style);
	const { width, height } = sizeOn(image.file, PAGE);
	const link = {
		'xlink:href': pathOf(image),
		'xlink:type': 'simple',
		'xlink:show': 'embed',
		'xlink:actuate': 'onLoad',
	};
	const frame = {
		'svg:width': `${(width * CENTIMETRES).toFixed(2)}cm`,
		'svg:height': `${(height * CENTIMETRES).toFixed(2)}cm`,
		'text:anchor-type': 'as-char',
	};
	const inside = element('draw:image', link) + element('svg:desc', {}, escapeXml(image.alt));
	return element('text:p', { 'text:style-name': style }, element('draw:frame', frame, inside));
}

function listOf({ list, start, items }: Extract<Block, { kind: 'list' }>): string {
	const inside = items.map(({ checked, blocks }, index) => {
		const attributes: Record<string, string | number> = {};
		if (index === 0 && start !== 1) attributes['text:start-value'] = start;
		const boxed = list === 'task' ? withBox(blocks, checked) : blocks;
		return element('text:list-item', attributes, boxed.map(itemBlock).join(''));
	});
	return element('text:list', { 'text:style-name': LIST_STYLES[list] }, inside.join(''));
}

/** An item of a list cannot hold a table: its rows are lines. */
function itemBlock(block: Block): string {
	if (block.kind === 'callout') {
		const name = {
			kind: 'paragraph' as const,
			runs: [{ text: CALLOUT_LABEL[block.callout], bold: true as const }],
		};
		return [name, ...block.blocks].map(itemBlock).join('');
	}
	if (block.kind !== 'table') return blockOf(block, 'List_20_Contents');
	const lines = block.rows.map((row) =>
		row.flatMap((cell, index) => [...(index === 0 ? [] : [{ text: ' | ' }]), ...linesOf(cell.blocks)]),
	);
	return lines
		.map((runs) => element('text:p', { 'text:style-name': 'List_20_Contents' }, inline(runs)))
		.join('');
}

function linesOf(blocks: readonly Block[]): Run[] {
	return blocks.flatMap((block) =>
		block.kind === 'paragraph' || block.kind === 'heading' ? block.runs : [],
	);
}

function withBox(blocks: readonly Block[], checked: boolean): Block[] {
	const box: Run = { text: checked ? '☑ ' : '☐ ' };
	const [first, ...rest] = blocks;
	if (first?.kind === 'paragraph') return [{ ...first, runs: [box, ...first.runs] }, ...rest];
	return [{ kind: 'paragraph', runs: [box] }, ...blocks];
}

function tableOf(rows: readonly Cell[][]): string {
	const filled = gridOf(rows);
	const width = Math.max(1, ...filled.map((row) => row.length));
	const columns = element('table:table-column', { 'table:number-columns-repeated': width });
	const written = filled.map((row) =>
		element(
			'table:table-row',
			{},
			row.map((cell) => (cell === null ? element('table:covered-table-cell', {}) : cellOf(cell))).join(''),
		),
	);
	const [first, ...others] = rows;
	const hasTitles =
		first !== undefined && others.length > 0 && first.every(({ header, rowspan }) => header && rowspan === 1);
	const body = hasTitles
		? element('table:table-header-rows', {}, written[0]) + written.slice(1).join('')
		: written.join('');
	return element('table:table', { 'table:style-name': 'Sheet' }, columns + body);
}

function calloutOf({ callout, blocks }: Extract<Block, { kind: 'callout' }>): string {
	const name = element('text:p', { 'text:style-name': 'Callout_20_Name' }, CALLOUT_LABEL[callout]);
	const inside = blocks.map((block) => blockOf(block, 'Text_20_body')).join('');
	const cell = element('table:table-cell', { 'table:style-name': 'CalloutCell' }, name + inside);
	const row = element('table:table-row', {}, cell);
	return element('table:table', { 'table:style-name': 'Sheet' }, element('table:table-column', {}) + row);
}

function cellOf({ header, colspan, rowspan, blocks }: Cell): string {
	const attributes: Record<string, string | number> = { 'table:style-name': header ? 'TitleCell' : 'Cell' };
	if (colspan > 1) attributes['table:number-columns-spanned'] = colspan;
	if (rowspan > 1) attributes['table:number-rows-spanned'] = rowspan;
	const style = header ? 'Table_20_Heading' : 'Table_20_Contents';
	return element('table:table-cell', attributes, blocks.map((block) => blockOf(block, style)).join(''));
}

/** OpenDocument makes one space of several: the others are said. */
function spaces(text: string): string {
	return escapeXml(text).replace(/^ | (?= )| $/g, '<text:s/>');
}

function noteOf(note: NonNullable<Run['note']>): string {
	const attributes = { 'text:id': `ftn${note.number}`, 'text:note-class': 'footnote' };
	const line = element('text:p', { 'text:style-name': 'Footnote' }, inline(noteRuns(note)));
	const citation = element('text:note-citation', {}, String(note.number));
	return element('text:note', attributes, citation + element('text:note-body', {}, line));
}

function inline(runs: readonly Run[]): string {
	return runs
		.map((run) => {
			if (run.text === '\n') return '<text:line-break/>';
			if (run.note !== undefined) return noteOf(run.note);
			const styles = [
				run.bold && 'Bold',
				run.italic && 'Italic',
				run.strike && 'Strike',
				run.highlight && 'Highlight',
			];
			const written = styles.reduce<string>(
				(inside, style) => (style ? element('text:span', { 'text:style-name': style }, inside) : inside),
				spaces(run.text),
			);
			if (run.href === undefined) return written;
			return element('text:a', { 'xlink:type': 'simple', 'xlink:href': run.href }, written);
		})
		.join('');
}
