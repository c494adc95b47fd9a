import type { Run } from '#lib/documents/portable.content.ts';
import { fontOf, type PdfDocument } from './pdf.fonts.ts';

/** Words with one look, where they stand in their line. */
export interface Segment {
	run: Run;
	text: string;
	font: string;
	x: number;
	width: number;
}

/** Size of the call of a note, beside that of its text. */
export const CALL_SIZE = 0.68;

export interface TextLook {
	size: number;
	bold?: boolean;
	italic?: boolean;
}

/** Cuts runs into lines no wider than `width`. An empty text has one empty line. */
export function linesOf(
	doc: PdfDocument,
	runs: readonly Run[],
	made: { width: number; look: TextLook },
): Segment[][] {
	const setter = new LineSetter(doc, made.width, made.look);
	for (const run of runs) setter.add(drawable(run));
	return setter.lines;
}

/** Signs that the fonts lack, with what says the same: an empty square would say nothing. */
const LACKING: Readonly<Record<string, string>> = {
	'→': '›',
	'←': '‹',
	'☑': '[x]',
	'☐': '[ ]',
	'≥': '>=',
	'≤': '<=',
};
const LACKED = new RegExp(`[${Object.keys(LACKING).join('')}]`, 'g');

function drawable(run: Run): Run {
	const text = run.text.replace(LACKED, (sign) => LACKING[sign] ?? sign);
	return text === run.text ? run : { ...run, text };
}

class LineSetter {
	readonly lines: Segment[][] = [[]];
	readonly #doc: PdfDocument;
	readonly #width: number;
	readonly #look: TextLook;
	#x = 0;

	constructor(doc: PdfDocument, width: number, look: TextLook) {
		this.#doc = doc;
		this.#width = width;
		this.#look = look;
	}

	add(run: Run): void {
		if (run.text === '\n') return this.#newLine();
		const font = fontOf(run, this.#look);
		if (run.note !== undefined) return this.#call(String(run.note.number), run, font);
		// A no-break space stays with its words.
		for (const word of run.text.match(/ +|[^ ]+/g) ?? []) this.#word(word, run, font);
	}

	#word(word: string, run: Run, font: string): void {
		const width = this.#measure(word, font);
		if (this.#x + width <= this.#width) return this.#put(word, { run, font, width });
		if (word.startsWith(' ')) return this.#newLine();
		if (this.#x > 0) this.#newLine();
		if (width <= this.#width) return this.#put(word, { run, font, width });
		this.#long(word, run, font);
	}

	/** The number of a note, small, after its word. */
	#call(number: string, run: Run, font: string): void {
		const width = this.#measure(number, font) * CALL_SIZE;
		if (this.#x + width > this.#width) this.#newLine();
		this.#put(number, { run, font, width });
	}

	/** A word wider than the line: an address, mostly. */
	#long(word: string, run: Run, font: string): void {
		let piece = '';
		for (const letter of word) {
			if (piece !== '' && this.#measure(piece + letter, font) > this.#width) {
				this.#put(piece, { run, font, width: this.#measure(piece, font) });
				this.#newLine();
				piece = '';
			}
			piece += letter;
		}
		this.#put(piece, { run, font, width: this.#measure(piece, font) });
	}

	#put(text: string, made: { run: Run; font: string; width: number }): void {
		const line = this.lines.at(-1) ?? [];
		const last = line.at(-1);
		if (last?.run === made.run) {
			last.text += text;
			last.width += made.width;
		} else line.push({ ...made, text, x: this.#x });
		this.#x += made.width;
	}

	#newLine(): void {
		this.lines.push([]);
		this.#x = 0;
	}

	#measure(text: string, font: string): number {
		return this.#doc.font(font).fontSize(this.#look.size).widthOfString(text);
	}
}
