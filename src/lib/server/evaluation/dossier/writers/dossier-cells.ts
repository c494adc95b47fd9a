import type { Cell } from '#lib/documents/portable.content.ts';
import { cleanText, type Block } from '#lib/documents/portable.content.ts';
import type { PdfBlock } from '../../../documents/writers/pdf.column.ts';

export const paragraph = (text: string): Block => ({ kind: 'paragraph', runs: [{ text: cleanText(text) }] });

export const heading = (level: 1 | 2 | 3, text: string): Block => ({
	...{ kind: 'heading', level },
	runs: [{ text: cleanText(text) }],
});

/** « En retard. 12 % au 3e trimestre… »: what matters, then the rest. */
export const told = (strong: string, text: string): Block => ({
	kind: 'paragraph',
	runs: [{ text: cleanText(strong), bold: true }, { text: cleanText(text) }],
});

export const bullets = (texts: readonly string[]): Block => ({
	...{ kind: 'list', list: 'bullet', start: 1 },
	items: texts.map((text) => ({ checked: false, blocks: [paragraph(text)] })),
});

/** A cell of lines, each a paragraph. */
const cell = (text: string, header: boolean): Cell => ({
	...{ header, colspan: 1, rowspan: 1 },
	blocks: text.split('\n').map(paragraph),
});

/** A table with its titles and the shares of its columns; a sentence when it has no rows. */
export function sheet(
	columns: readonly (readonly [title: string, width: number])[],
	rows: readonly (readonly string[])[],
	none: string,
): PdfBlock {
	if (rows.length === 0) return paragraph(none);
	return {
		kind: 'sheet',
		widths: columns.map(([, width]) => width),
		rows: [
			columns.map(([title]) => cell(title, true)),
			...rows.map((row) => row.map((text) => cell(text, false))),
		],
	};
}
