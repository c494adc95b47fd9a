import PDFDocument from 'pdfkit';
import { textOfRuns, type Block } from '#lib/documents/portable.content.ts';
import { noteRuns, notesOf } from '#lib/documents/portable.notes.content.ts';
import { headLines, type FileHead } from '#lib/documents/portable.head.ts';
import type { TellProgress } from '../../files/file.progress.ts';
import { registerFonts, type PdfDocument } from './pdf.fonts.ts';
import { noteTarget, type Structure } from './pdf.ink.ts';
import type { Column, PdfBlock, Piece } from './pdf.column.ts';
import { Layout } from './pdf.pieces.ts';

export type PageForm = 'portrait' | 'landscape';

/** Points: 2.2 cm. */
const MARGIN = 62;
const SIZE = 10.5;

/** A file that the pages carry with them. */
export interface Attachment {
	name: string;
	type: string;
	bytes: Uint8Array;
	/** What it is, in French. */
	description: string;
}

interface PdfOptions {
	form?: PageForm;
	tell?: TellProgress;
	/** The instant that the file says it was made at; the same content at the same instant has the same bytes. */
	at?: Date;
	/** Under the title, instead of what every document says there. */
	lines?: readonly string[];
	attachments?: readonly Attachment[];
}

/** A PDF that a screen reader can read: language, title, structure, links that say where they go, fonts inside. */
export async function writePdf(
	head: FileHead,
	blocks: readonly PdfBlock[],
	{ form = 'portrait', tell = () => {}, ...more }: PdfOptions = {},
): Promise<Uint8Array> {
	const options = {
		size: 'A4',
		layout: form,
		margin: 0,
		bufferPages: true,
		autoFirstPage: false,
		tagged: true,
		lang: 'fr-FR',
		displayTitle: true,
		pdfVersion: '1.7',
		subset: 'PDF/UA',
		info: {
			Title: head.title,
			Subject: `${head.place}. SHA-256 ${head.sha256}`,
			Creator: 'Terrimed',
			Producer: 'Terrimed',
			...(more.at === undefined ? {} : { CreationDate: more.at, ModDate: more.at }),
		},
	};
	// The declared types know of no PDF/UA; the library does.
	const doc = new PDFDocument(options as object);
	const chunks: Uint8Array[] = [];
	const ended = new Promise<Uint8Array>((resolve, reject) => {
		doc.on('data', (chunk: Uint8Array) => chunks.push(chunk));
		doc.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
		doc.on('error', reject);
	});
	await registerFonts(doc);
	doc.addPage();
	const root = doc.struct('Document') as Structure;
	doc.addStructure(root);
	const usable = doc.page.height - 2 * MARGIN;
	const layout = new Layout(doc, usable);
	const column = { x: MARGIN, width: doc.page.width - 2 * MARGIN, parent: root, size: SIZE };
	const title = layout.text([{ text: head.title }], column, {
		tag: 'H1',
		look: { size: 20, bold: true },
		before: 0,
	});
	const facts = (more.lines ?? headLines(head)).flatMap((text) =>
		layout.text([{ text }], column, { tag: 'P', look: { size: 8.5 }, before: 0, colour: '#56666a' }),
	);
	const outline = new Outline(doc);
	const body = blocks.flatMap((block, index) => {
		tell(index, 2 * blocks.length);
		const pieces = layout.blocks([block], column);
		return block.kind === 'heading' ? outline.told(pieces, block.level, textOfRuns(block.runs)) : pieces;
	});
	const pieces = [...title, ...facts, ...body, ...notePieces(doc, layout, { blocks, column })];
	place(doc, pieces, { usable, tell });
	root.end();
	numberPages(doc, head.title);
	for (const attachment of more.attachments ?? []) attach(doc, attachment, more.at);
	doc.end();
	return ended;
}

function attach(doc: PdfDocument, { bytes, ...told }: Attachment, at: Date | undefined): void {
	const dates = at === undefined ? {} : { creationDate: at, modifiedDate: at };
	doc.file(Buffer.from(bytes), { ...told, ...dates });
}

/** The notes at the end, each where the calls of it lead. */
function notePieces(
	doc: PdfDocument,
	layout: Layout,
	{ blocks, column }: { blocks: readonly PdfBlock[]; column: Column },
): Piece[] {
	const notes = notesOf(blocks.filter(isText));
	if (notes.length === 0) return [];
	const title = layout.blocks([{ kind: 'heading', level: 1, runs: [{ text: 'Notes' }] }], column);
	const small = { ...column, size: column.size * 0.9 };
	const lines = notes.flatMap((note) => {
		const item = { checked: false, blocks: [{ kind: 'paragraph' as const, runs: noteRuns(note) }] };
		const pieces = layout.blocks(
			[{ kind: 'list', list: 'ordered', start: note.number, items: [item] }],
			small,
		);
		return pieces.map((piece, index) =>
			index > 0
				? piece
				: { ...piece, draw: (y: number) => drawTarget(doc, piece, { y, number: note.number }) },
		);
	});
	return [...title, ...lines];
}

const isText = (block: PdfBlock): block is Block =>
	!['drawing', 'sheet', 'figures', 'together'].includes(block.kind);

function drawTarget(doc: PdfDocument, piece: Piece, at: { y: number; number: number }): void {
	doc.addNamedDestination(noteTarget(at.number), 'XYZ', MARGIN, at.y, null);
	piece.draw(at.y);
}

function place(
	doc: PdfDocument,
	pieces: readonly Piece[],
	{ usable, tell }: { usable: number; tell: TellProgress },
): void {
	let y = 0;
	pieces.forEach((piece, index) => {
		tell(pieces.length + index, 2 * pieces.length);
		let before = y === 0 ? 0 : piece.before;
		const needed = before + piece.height + following(pieces, index, usable);
		if (y > 0 && y + needed > usable) {
			doc.addPage();
			y = 0;
			before = 0;
			const { head } = piece;
			if (head !== undefined && head.height + piece.height <= usable) {
				head.draw(MARGIN);
				y = head.height;
			}
		}
		piece.draw(MARGIN + y + before);
		y += before + piece.height;
	});
}

/** Room for what a piece is not left without; none where all of it is longer than a page. */
function following(pieces: readonly Piece[], index: number, usable: number): number {
	let room = 0;
	for (let at = index; pieces[at]?.keepsNext === true; at += 1) {
		const next = pieces[at + 1];
		if (next !== undefined) room += next.before + next.height;
	}
	return room + (pieces[index]?.height ?? 0) > usable ? 0 : room;
}

/** The titles as a reader's program shows them beside the pages. */
class Outline {
	/** The last title of each level, under the root. */
	readonly #open: PDFKit.PDFOutline[];

	constructor(doc: PdfDocument) {
		this.#open = [doc.outline];
	}

	told(pieces: readonly Piece[], level: number, text: string): Piece[] {
		return pieces.map((piece, index) =>
			index > 0 ? piece : { ...piece, draw: (y) => this.#tell(piece, y, { level, text }) },
		);
	}

	#tell(piece: Piece, y: number, { level, text }: { level: number; text: string }): void {
		const depth = Math.min(level, this.#open.length);
		this.#open.length = depth;
		const parent = this.#open[depth - 1];
		if (parent !== undefined && text.trim() !== '') this.#open.push(parent.addItem(text));
		piece.draw(y);
	}
}

function numberPages(doc: PdfDocument, title: string): void {
	const { start, count } = doc.bufferedPageRange();
	for (let page = start; page < start + count; page += 1) {
		doc.switchToPage(page);
		const y = doc.page.height - MARGIN / 2;
		doc.markContent('Artifact', { type: 'Pagination' });
		doc.font('regular').fontSize(8).fillColor('#56666a');
		doc.text(title, MARGIN, y, {
			lineBreak: false,
			width: doc.page.width - 3 * MARGIN,
			height: 10,
			ellipsis: true,
		});
		const number = `${page + 1} / ${count}`;
		doc.text(number, doc.page.width - MARGIN - doc.widthOfString(number), y, { lineBreak: false });
		doc.endMarkedContent();
	}
}
