import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Run } from '#lib/documents/portable.content.ts';

export type PdfDocument = PDFKit.PDFDocument;

/** Atkinson Hyperlegible Next, the page's own family, whole in the project: a file of 30 kB each, of which the letters used are embedded. */
const FONTS = ['regular', 'bold', 'italic', 'bold-italic'] as const;
const FOLDER = 'src/lib/server/files/fonts';

export async function registerFonts(doc: PdfDocument): Promise<void> {
	for (const font of FONTS) doc.registerFont(font, await readFile(resolve(FOLDER, `atkinson-${font}.ttf`)));
}

export function fontOf(run: Run, look: { bold?: boolean; italic?: boolean }): (typeof FONTS)[number] {
	const [bold, italic] = [
		run.bold === true || look.bold === true,
		run.italic === true || look.italic === true,
	];
	if (bold) return italic ? 'bold-italic' : 'bold';
	return italic ? 'italic' : 'regular';
}
