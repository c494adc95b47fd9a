import mammoth from 'mammoth';
import { calloutOfLabel } from '#lib/documents/callout.rules.ts';
import { noteOfRuns, numberNotes } from '#lib/documents/portable.notes.content.ts';
import { AFTER_TABLE_STYLE, CALLOUT_STYLE } from '../writers/docx.styles.ts';
import { soundAlt } from '#lib/documents/image.rules.ts';
import { safeHref } from '#lib/documents/link.rules.ts';
import {
	cleanText,
	joinRuns,
	type Block,
	type ListItem,
	type ListKind,
	type PortableImage,
	type Run,
} from '#lib/documents/portable.content.ts';
import type { LeftOut } from './left-out.ts';
import type { BroughtPicture, ReadFile } from './read-file.ts';

/** An element as mammoth reads it from Word; every value comes from the file. */
interface WordElement {
	type: string;
	children?: WordElement[];
	value?: string;
	styleName?: string | null;
	numbering?: { isOrdered: boolean; level: string } | null;
	alignment?: string | null;
	isBold?: boolean;
	isItalic?: boolean;
	isUnderline?: boolean;
	isStrikethrough?: boolean;
	highlight?: string | null;
	href?: string;
	checked?: boolean;
	breakType?: string;
	isHeader?: boolean;
	colSpan?: number;
	rowSpan?: number;
	noteType?: string;
	noteId?: string;
	notes?: WordNotes;
	comments?: unknown[];
	altText?: string | null;
	readAsBuffer?: () => Promise<Buffer>;
}

/** The notes of a file, each found by its call. */
interface WordNotes {
	resolve(reference: WordElement): { body: WordElement[] } | undefined;
}

type Look = Omit<Run, 'text' | 'note'>;

/** A Word document that `safeDocx` has let through. What it holds that a document cannot is counted in `leftOut`. */
export async function readDocx(bytes: Uint8Array, leftOut: LeftOut): Promise<ReadFile> {
	const found: WordElement[] = [];
	await mammoth.convertToHtml(
		{ buffer: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) },
		{
			externalFileAccess: false,
			includeEmbeddedStyleMap: false,
			// Its own reading of the file is what is wanted, not the HTML it makes of it.
			transformDocument(document: WordElement): WordElement {
				found.push(document);
				return { ...document, children: [] };
			},
		},
	);
	const [document] = found;
	if (document === undefined) return { title: null, blocks: [], pictures: [] };
	const reader = new WordReader(leftOut, document.notes);
	const blocks = reader.read(document.children ?? []);
	(document.comments ?? []).forEach(() => leftOut.add('comment'));
	return { title: reader.title, blocks: numberNotes(blocks), pictures: reader.pictures };
}

class WordReader {
	readonly #leftOut: LeftOut;
	readonly #notes: WordNotes | undefined;
	title: string | null = null;
	readonly pictures: BroughtPicture[] = [];
	/** Those of the paragraph that is being read. */
	#here: PortableImage[] = [];

	constructor(leftOut: LeftOut, notes: WordNotes | undefined) {
		this.#leftOut = leftOut;
		this.#notes = notes;
	}

	read(elements: readonly WordElement[]): Block[] {
		const written = new Written();
		for (const element of elements) {
			if (element.type === 'table') written.add(this.#callout(element) ?? this.#table(element));
			else if (element.type === 'paragraph') this.#paragraph(element, written);
		}
		return written.blocks;
	}

	#paragraph(element: WordElement, written: Written): void {
		const style = (element.styleName ?? '').toLowerCase();
		if (element.alignment === 'center' || element.alignment === 'right') this.#leftOut.add('alignment');
		this.#here = [];
		const runs = this.#line(element.children ?? []);
		const images = this.#here.map((image) => ({ kind: 'image' as const, image }));
		if (images.length === 0 || runs.length > 0 || element.numbering)
			this.#block(element, { style, runs, written });
		for (const image of images) {
			if (element.numbering) written.addToItem(image, Number(element.numbering.level) || 0);
			else written.add(image);
		}
	}

	#block(element: WordElement, line: { style: string; runs: Run[]; written: Written }): void {
		const { style, runs, written } = line;
		const level = levelOf(style);
		if (style === 'title' || style === 'titre') {
			this.title ??= runs.map(({ text }) => text).join(' ');
		} else if (style === 'subtitle' || style === 'sous-titre') return;
		else if (level !== null) {
			if (level > 3) this.#leftOut.add('level');
			written.add({ kind: 'heading', level: level === 1 ? 1 : level === 2 ? 2 : 3, runs });
		} else if (style === AFTER_TABLE_STYLE.toLowerCase() && runs.length === 0) return;
		else if (style === 'filet') written.add({ kind: 'rule' });
		else if (/^(?:intense )?quote$|^citation/.test(style)) written.addQuoted({ kind: 'paragraph', runs });
		else if (element.numbering) this.#item(element, runs, written);
		else if (style.startsWith('list continue')) {
			written.addToItem({ kind: 'paragraph', runs }, Number(/\d+$/.exec(style)?.[0] ?? 1) - 1);
		} else written.add({ kind: 'paragraph', runs });
	}

	#item(element: WordElement, runs: Run[], written: Written): void {
		const [box] = elementsOf(element.children ?? []).filter(({ type }) => type === 'checkbox');
		const isOrdered = element.numbering?.isOrdered === true;
		const list: ListKind = box !== undefined ? 'task' : isOrdered ? 'ordered' : 'bullet';
		const [first, ...rest] = runs;
		// The space between the box and the words is the file's.
		const words =
			box !== undefined && first !== undefined
				? joinRuns([{ ...first, text: first.text.replace(/^ /, '') }, ...rest])
				: runs;
		const item = { checked: box?.checked === true, blocks: [{ kind: 'paragraph' as const, runs: words }] };
		written.addItem(item, { list, level: Number(element.numbering?.level ?? 0) || 0 });
	}

	/** A table of one cell that says in its first line, by its style, that it is a callout. */
	#callout({ children: [row, ...rows] = [] }: WordElement): Block | null {
		const [cell, ...cells] = row?.children ?? [];
		const [name, ...inside] = cell?.children ?? [];
		const style = name?.styleName ?? '';
		if (rows.length > 0 || cells.length > 0 || !style.startsWith(CALLOUT_STYLE)) return null;
		const callout = calloutOfLabel(style.slice(CALLOUT_STYLE.length));
		return callout === null ? null : { kind: 'callout', callout, blocks: this.read(inside) };
	}

	#picture({ altText, readAsBuffer }: WordElement): void {
		if (readAsBuffer === undefined) return this.#leftOut.add('image');
		const image: PortableImage = { id: null, alt: soundAlt(altText), file: null };
		this.#here.push(image);
		this.pictures.push({ image, read: readAsBuffer });
	}

	#note(reference: WordElement): Run[] {
		const body = this.#notes?.resolve(reference)?.body ?? [];
		const lines = body.map((paragraph) => this.#line(paragraph.children ?? []));
		const runs = lines.flatMap((line, index) => (index === 0 ? line : [{ text: ' ' }, ...line]));
		const note = noteOfRuns(joinRuns(runs));
		return note.text === '' && note.source === null ? [] : [{ text: '', note: { number: 0, ...note } }];
	}

	#table(table: WordElement): Block {
		const rows = (table.children ?? []).map((row) =>
			(row.children ?? []).map((cell) => {
				const blocks = this.read(cell.children ?? []);
				return {
					header: row.isHeader === true,
					colspan: spanOf(cell.colSpan),
					rowspan: spanOf(cell.rowSpan),
					blocks: blocks.length === 0 ? [{ kind: 'paragraph' as const, runs: [] }] : blocks,
				};
			}),
		);
		return { kind: 'table', rows };
	}

	#line(elements: readonly WordElement[]): Run[] {
		const runs: Run[] = [];
		this.#collect(elements, {}, runs);
		return joinRuns(runs);
	}

	#collect(elements: readonly WordElement[], look: Look, runs: Run[]): void {
		for (const element of elements) {
			if (element.type === 'text') runs.push({ text: cleanText(element.value ?? ''), ...look });
			else if (element.type === 'tab') runs.push({ text: ' ', ...look });
			else if (element.type === 'break' && element.breakType === 'line') runs.push({ text: '\n' });
			else if (element.type === 'image') this.#picture(element);
			else if (element.type === 'noteReference') runs.push(...this.#note(element));
			else this.#collect(element.children ?? [], { ...look, ...this.#lookOf(element) }, runs);
		}
	}

	#lookOf(element: WordElement): Look {
		if (element.type === 'hyperlink') {
			const href = safeHref(element.href);
			if (href === null && element.href !== undefined) this.#leftOut.add('link');
			return href === null ? {} : { href };
		}
		if (element.isUnderline === true) this.#leftOut.add('underline');
		return {
			...(element.isBold === true ? { bold: true as const } : {}),
			...(element.isItalic === true ? { italic: true as const } : {}),
			...(element.isStrikethrough === true ? { strike: true as const } : {}),
			...(element.highlight ? { highlight: true as const } : {}),
		};
	}
}

/** Word has paragraphs one after the other: what is written gathers lists and quotes from them. */
class Written {
	readonly blocks: Block[] = [];
	/** The open list at each level, with its last item to go into. */
	#open: Extract<Block, { kind: 'list' }>[] = [];

	add(block: Block): void {
		this.#open = [];
		this.blocks.push(block);
	}

	addQuoted(block: Block): void {
		this.#open = [];
		const last = this.blocks.at(-1);
		if (last?.kind === 'quote') last.blocks.push(block);
		else this.blocks.push({ kind: 'quote', blocks: [block] });
	}

	addItem(item: ListItem, place: { list: ListKind; level: number }): void {
		const level = Math.min(place.level, this.#open.length);
		const open = this.#open[level];
		if (open?.list === place.list && level === this.#open.length - 1) open.items.push(item);
		else if (open?.list === place.list) {
			this.#open = this.#open.slice(0, level + 1);
			open.items.push(item);
		} else {
			this.#open = this.#open.slice(0, level);
			const list = { kind: 'list' as const, list: place.list, start: 1, items: [item] };
			(this.#open.at(-1)?.items.at(-1)?.blocks ?? this.blocks).push(list);
			this.#open.push(list);
		}
	}

	/** Another paragraph of the last item at a level. */
	addToItem(block: Block, level: number): void {
		this.#open = this.#open.slice(0, level + 1);
		const item = this.#open.at(-1)?.items.at(-1);
		if (item === undefined) this.add(block);
		else item.blocks.push(block);
	}
}

function levelOf(style: string): number | null {
	const found = /^(?:heading|titre) (\d)$/.exec(style)?.[1];
	return found === undefined || found === '0' ? null : Number(found);
}

function spanOf(value: number | undefined): number {
	return Number.isInteger(value) ? Math.min(Math.max(value ?? 1, 1), 40) : 1;
}

function elementsOf(elements: readonly WordElement[]): WordElement[] {
	return elements.flatMap((element) => [element, ...elementsOf(element.children ?? [])]);
}
