import {
	AlignmentType,
	CheckBox,
	Document,
	BorderStyle,
	ExternalHyperlink,
	FootnoteReferenceRun,
	HeadingLevel,
	ImageRun,
	LevelFormat,
	Packer,
	Paragraph,
	Table,
	TableCell,
	TableRow,
	TextRun,
	WidthType,
	type IParagraphOptions,
	type ParagraphChild,
} from 'docx';
import { CALLOUT_LABEL } from '#lib/documents/callout.rules.ts';
import { imageWords, sizeOn } from '#lib/documents/portable.images.content.ts';
import { noteRuns, notesOf } from '#lib/documents/portable.notes.content.ts';
import type { Block, Cell, ListKind, PortableImage, Run } from '#lib/documents/portable.content.ts';
import { headLines, type FileHead } from '#lib/documents/portable.head.ts';
import { AFTER_TABLE_STYLE, calloutStyleId, DOCX_STYLES, RULE_STYLE } from './docx.styles.ts';

/** A Word document, with Word's own styles, lists and boxes, so that it can be worked on there. */
export async function writeDocx(head: FileHead, blocks: readonly Block[]): Promise<Uint8Array> {
	const lists = { count: 0, starts: new Set<number>() };
	const children = [
		new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun(head.title)] }),
		...headLines(head).map((text) => new Paragraph({ style: 'Subtitle', children: [new TextRun(text)] })),
		...blocks.flatMap((block) => blockOf(block, { ...TOP, lists })),
	];
	const document = new Document({
		title: head.title,
		subject: head.place,
		description: `${head.state}, ${head.moment}. SHA-256 ${head.sha256}`,
		creator: 'Terrimed',
		lastModifiedBy: 'Terrimed',
		styles: DOCX_STYLES,
		numbering: {
			config: [
				levelsOf('bullet'),
				levelsOf('task'),
				...[...lists.starts].map((start) => levelsOf('ordered', start)),
			],
		},
		footnotes: Object.fromEntries(
			notesOf(blocks).map((note) => [
				String(note.number),
				{ children: [new Paragraph({ style: 'FootnoteText', children: runsOf(noteRuns(note)) })] },
			]),
		),
		sections: [{ properties: { page: { margin: MARGINS } }, children }],
	});
	return new Uint8Array(await Packer.toBuffer(document));
}

/** Twentieths of a point: 2.5 cm. */
const MARGINS = { top: 1417, right: 1417, bottom: 1417, left: 1417 };
const INDENT = 425;

/** Word knows nine levels. */
const DEEPEST = 8;

interface Place {
	/** Level of the list that the block is in; -1 outside. */
	depth: number;
	quoted: boolean;
	/** Each list has a number of its own, so that it counts from its own start. */
	lists: { count: number; starts: Set<number> };
}

const TOP = { depth: -1, quoted: false };

function levelsOf(list: ListKind, start = 1) {
	const levels = Array.from({ length: DEEPEST + 1 }, (_, level) => ({
		level,
		format: list === 'ordered' ? LevelFormat.DECIMAL : LevelFormat.BULLET,
		text: list === 'ordered' ? `%${level + 1}.` : list === 'task' ? '' : (['•', '–', '·'][level % 3] ?? '•'),
		alignment: AlignmentType.LEFT,
		start,
		style: { paragraph: { indent: { left: INDENT * (level + 1), hanging: INDENT } } },
	}));
	return { reference: `${list}-${start}`, levels };
}

function blockOf(block: Block, place: Place): (Paragraph | Table)[] {
	switch (block.kind) {
		case 'heading':
			return [new Paragraph({ heading: HEADINGS[block.level], children: runsOf(block.runs) })];
		case 'paragraph':
			return [new Paragraph({ ...lookOf(place), children: runsOf(block.runs) })];
		case 'quote':
			return block.blocks.flatMap((inner) => blockOf(inner, { ...place, quoted: true }));
		case 'callout':
			return [calloutOf(block, place), afterTable()];
		case 'image':
			return [imageOf(block.image)];
		case 'rule':
			return [new Paragraph({ style: RULE_STYLE })];
		case 'table':
			return [tableOf(block.rows, place), afterTable()];
		case 'list':
			return listOf(block, place);
	}
}

/** A short empty line: without it what follows would touch the table, and a second table would be one with the first. */
function afterTable(): Paragraph {
	return new Paragraph({ style: AFTER_TABLE_STYLE });
}

/** Pixels, at 96 to the inch, between the margins. */
const PAGE = { width: 600, height: 850 };

function imageOf(image: PortableImage): Paragraph {
	if (image.file === null) return new Paragraph({ children: [new TextRun(imageWords(image.alt))] });
	const { bytes, type } = image.file;
	const picture = new ImageRun({
		type: type === 'image/png' ? 'png' : 'jpg',
		data: bytes,
		transformation: sizeOn(image.file, PAGE),
		altText: { name: 'Image', title: '', description: image.alt },
	});
	return new Paragraph({ children: [picture] });
}

/** A box of one cell, whose first line says by its style what it is for: the reader knows it again. */
function calloutOf({ callout, blocks }: Extract<Block, { kind: 'callout' }>, place: Place): Table {
	const name = new Paragraph({
		style: calloutStyleId(callout),
		children: [new TextRun(CALLOUT_LABEL[callout])],
	});
	const inside = blocks.flatMap((block) => blockOf(block, { ...TOP, lists: place.lists }));
	const thin = { style: BorderStyle.SINGLE, size: 4, color: '9AA5A5' };
	const cell = new TableCell({
		shading: { fill: 'F4F7F7' },
		borders: { top: thin, right: thin, bottom: thin, left: { ...thin, size: 24, color: '0B5C5C' } },
		margins: { top: 100, bottom: 100, left: 160, right: 160 },
		children: [name, ...endedByLine(inside)],
	});
	return new Table({
		width: { size: 100, type: WidthType.PERCENTAGE },
		rows: [new TableRow({ children: [cell] })],
	});
}

/** Word refuses a cell that does not end with a paragraph. */
function endedByLine(inside: (Paragraph | Table)[]): (Paragraph | Table)[] {
	return inside.length === 0 || inside.at(-1) instanceof Paragraph ? inside : [...inside, new Paragraph({})];
}

const HEADINGS = {
	1: HeadingLevel.HEADING_1,
	2: HeadingLevel.HEADING_2,
	3: HeadingLevel.HEADING_3,
} as const;

function lookOf({ depth, quoted }: Place): IParagraphOptions {
	if (quoted) return { style: 'Quote' };
	return depth < 0 ? {} : { style: `ListContinue${depth + 1}` };
}

function listOf(block: Extract<Block, { kind: 'list' }>, place: Place): (Paragraph | Table)[] {
	const depth = Math.min(place.depth + 1, DEEPEST);
	const instance = (place.lists.count += 1);
	const start = block.list === 'ordered' ? block.start : 1;
	if (block.list === 'ordered') place.lists.starts.add(start);
	return block.items.flatMap((item) => {
		const [first, ...rest] = item.blocks;
		const line = first?.kind === 'paragraph' ? first.runs : [];
		const others = first?.kind === 'paragraph' ? rest : item.blocks;
		const box = block.list === 'task' ? [new CheckBox(boxOf(item.checked)), new TextRun(' ')] : [];
		return [
			new Paragraph({
				numbering: { reference: `${block.list}-${start}`, level: depth, instance },
				children: [...box, ...runsOf(line)],
			}),
			...others.flatMap((inner) => blockOf(inner, { ...place, depth, quoted: false })),
		];
	});
}

const BOX_FONT = 'Segoe UI Symbol';

function boxOf(checked: boolean) {
	return {
		checked,
		checkedState: { value: '2611', font: BOX_FONT },
		uncheckedState: { value: '2610', font: BOX_FONT },
	};
}

function tableOf(rows: readonly Cell[][], place: Place): Table {
	return new Table({
		width: { size: 100, type: WidthType.PERCENTAGE },
		rows: rows.map((cells) => {
			const isTitle = cells.length > 0 && cells.every(({ header }) => header);
			return new TableRow({
				...(isTitle ? { tableHeader: true } : {}),
				cantSplit: true,
				children: cells.map((cell) => cellOf(cell, place)),
			});
		}),
	});
}

function cellOf({ header, colspan, rowspan, blocks }: Cell, place: Place): TableCell {
	const inside = blocks.flatMap((block) => blockOf(block, { ...TOP, lists: place.lists }));
	return new TableCell({
		columnSpan: colspan,
		rowSpan: rowspan,
		...(header ? { shading: { fill: 'EDF2F2' } } : {}),
		margins: { top: 60, bottom: 60, left: 100, right: 100 },
		children: inside.length === 0 ? [new Paragraph({})] : endedByLine(inside),
	});
}

function runsOf(runs: readonly Run[]): ParagraphChild[] {
	return runs.map((run) => {
		if (run.text === '\n') return new TextRun({ break: 1 });
		if (run.note !== undefined) return new FootnoteReferenceRun(run.note.number);
		const text = new TextRun({
			text: run.text,
			...(run.bold ? { bold: true } : {}),
			...(run.italic ? { italics: true } : {}),
			...(run.strike ? { strike: true } : {}),
			...(run.highlight ? { highlight: 'yellow' as const } : {}),
			...(run.href === undefined ? {} : { style: 'Hyperlink' }),
		});
		return run.href === undefined ? text : new ExternalHyperlink({ link: run.href, children: [text] });
	});
}
