import type { PdfDocument } from './pdf.fonts.ts';
import { CALL_SIZE, type Segment } from './pdf.lines.ts';

/** With the entries of the file's own dictionary, of which the declared types know nothing. */
export type Structure = PDFKit.PDFStructureElement & { dictionary: { data: Record<string, unknown> } };

export const INK = '#1c2b2b';
export const TEAL = '#0b5c5c';
const LINE = '#9aa5a5';
export const LEADING = 1.42;

/** Where the call of a note leads, inside the file. */
export const noteTarget = (number: number): string => `note-${number}`;

/** Draws on the pages of a file, each thing under the element of the structure that says what it is. */
export class Ink {
	readonly #doc: PdfDocument;
	/** Stands for an element where something is drawn again for the eye alone. */
	readonly ghost: Structure;

	constructor(doc: PdfDocument) {
		this.#doc = doc;
		const ghost = { dictionary: { data: {} }, add: (draw: () => void) => this.artifact(draw) };
		this.ghost = ghost as unknown as Structure;
	}

	/** A box with what it says for whoever does not see it. */
	box(label: Structure, checked: boolean, at: { x: number; y: number; size: number }): void {
		const side = at.size * 0.7;
		const [x, y] = [at.x + 1, at.y + at.size * 0.35];
		label.dictionary.data.ActualText = new String(checked ? 'Fait' : 'À faire');
		label.add(() => {
			this.#doc.lineWidth(0.8).rect(x, y, side, side).stroke(INK);
			if (!checked) return;
			this.#doc
				.moveTo(x + side * 0.2, y + side * 0.5)
				.lineTo(x + side * 0.42, y + side * 0.75)
				.lineTo(x + side * 0.8, y + side * 0.2)
				.stroke(INK);
		});
	}

	/** The frame of a cell, on a ground of its own when it is a title. */
	frame(cell: { x: number; width: number; header: boolean }, y: number, height: number): void {
		if (cell.header) this.#doc.rect(cell.x, y, cell.width, height).fill('#edf2f2');
		this.stroke(cell.x, y, cell.width, height);
	}

	/** A thin frame, or a line without height. */
	stroke(x: number, y: number, width: number, height: number): void {
		this.#doc.lineWidth(0.5).rect(x, y, width, height).stroke(LINE);
	}

	/** A line of text, its links and calls of notes each under an element of its own. */
	line(
		line: readonly Segment[],
		at: { element: Structure; x: number; y: number; size: number; colour: string },
	): void {
		for (const segment of line) {
			const { href, note } = segment.run;
			const parent = note === undefined ? at.element : this.child(at.element, 'Reference');
			const leads = href !== undefined || note !== undefined;
			const element = leads ? this.child(parent, 'Link') : parent;
			element.add(() => this.#words(segment, at));
			const said = note === undefined ? segment.text : `Note ${note.number}`;
			const contents = { structParent: element, Contents: new String(said) } as object;
			const [x, height] = [at.x + segment.x, at.size * LEADING];
			if (note !== undefined) {
				this.#doc.goTo(x, at.y, segment.width, height, noteTarget(note.number), contents);
			} else if (href !== undefined) this.#doc.link(x, at.y, segment.width, height, href, contents);
		}
	}

	#words(
		{ run, text, font, x, width }: Segment,
		at: { x: number; y: number; size: number; colour: string },
	): void {
		const left = at.x + x;
		const doc = this.#doc;
		if (run.highlight) doc.rect(left, at.y + at.size * 0.1, width, at.size * 1.2).fill('#fff1b8');
		const isCall = run.note !== undefined;
		const colour = run.href === undefined && !isCall ? at.colour : TEAL;
		doc
			.font(font)
			.fontSize(isCall ? at.size * CALL_SIZE : at.size)
			.fillColor(colour);
		doc.text(text, left, at.y + (isCall ? 0 : at.size * 0.15), { lineBreak: false });
		if (run.href !== undefined) doc.rect(left, at.y + at.size * 1.2, width, 0.6).fill(TEAL);
		if (run.strike) doc.rect(left, at.y + at.size * 0.75, width, 0.6).fill(colour);
	}

	/** Drawn for the eye alone. */
	artifact(draw: () => void): void {
		this.#doc.markContent('Artifact', { type: 'Layout' });
		draw();
		this.#doc.endMarkedContent();
	}

	/** A new element of the file's structure. */
	child(parent: Structure, tag: string): Structure {
		if (parent === this.ghost) return parent;
		const made = this.#doc.struct(tag) as Structure;
		parent.add(made);
		return made;
	}
}
