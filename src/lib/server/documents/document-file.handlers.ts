import { createHash } from 'node:crypto';
import * as Y from 'yjs';
import { canonicalContent } from '#lib/documents/canonical.content.ts';
import { documentSchema } from '#lib/documents/document.schema.ts';
import { textTreeOf } from '#lib/documents/document.tree.ts';
import type { ExportFormat } from '#lib/documents/document-file.rules.ts';
import { portableBlocks, type Block } from '#lib/documents/portable.content.ts';
import { placeImages } from '#lib/documents/portable.images.content.ts';
import { figureBlocks } from '#lib/documents/portable.figures.content.ts';
import { figuresById, fillFigures } from '#lib/documents/figure.tree.ts';
import { numberNotes } from '#lib/documents/portable.notes.content.ts';
import { soundHead, type FileHead } from '#lib/documents/portable.head.ts';
import { prosemirrorJSONToYXmlFragment } from '@tiptap/y-tiptap';
import { contentOf, outlineOf } from '#lib/documents/document.content.ts';
import { schemaBlocks } from '#lib/documents/portable.schema.content.ts';
import { damaged, tooLarge, wrongType } from '../files/file.faults.ts';
import { FILE_LIMITS } from '../files/file.limits.ts';
import { tellProgress } from '../files/file.progress.ts';
import { safeWord } from '../files/office.ts';
import type { ExportDocumentInput, ImportDocumentInput, ImportedDocument } from './document-file.jobs.ts';
import { boundedBlocks } from './readers/bounded.ts';
import { readDocx } from './readers/docx.reader.ts';
import { LeftOut } from './readers/left-out.ts';
import { writePictures } from './readers/pictures.ts';
import { readMarkdown } from './readers/markdown.reader.ts';
import type { ReadFile } from './readers/read-file.ts';
import { writeDocx } from './writers/docx.writer.ts';
import { writeHtml } from './writers/html.writer.ts';
import { writeMarkdown } from './writers/markdown.writer.ts';
import { writeOdt } from './writers/odt.writer.ts';
import { writePdf } from './writers/pdf.writer.ts';

/** Writes a document as a file. Works on a copy: reading a text through the editor's schema may mend it. */
export async function exportDocumentHandler({
	parts,
	format,
	head,
	annex,
	images,
	figures,
	frozen,
	progress,
}: ExportDocumentInput): Promise<Uint8Array> {
	const tell = tellProgress(progress, { from: 0, to: 100 });
	const doc = documentOf(parts);
	tell(10, 100);
	try {
		const sha256 = createHash('sha256')
			.update(canonicalContent(doc, frozen ? figures : []), 'utf8')
			.digest('hex');
		const text = textTreeOf(doc, documentSchema());
		tell(25, 100);
		const shown = fillFigures(text, figuresById(figures));
		const blocks = [...numberNotes(portableBlocks(text)), ...figureBlocks(shown), ...annex];
		placeImages(blocks, new Map(Object.entries(images)));
		return await writeAs(format, soundHead({ ...head, sha256 }), { blocks, progress });
	} finally {
		doc.destroy();
	}
}

export function documentOf(parts: readonly Uint8Array[]): Y.Doc {
	const doc = new Y.Doc();
	doc.transact(() => {
		for (const part of parts) Y.applyUpdate(doc, part);
	});
	return doc;
}

async function writeAs(
	format: ExportFormat,
	head: FileHead,
	{ blocks, progress }: { blocks: readonly Block[]; progress: SharedArrayBuffer | undefined },
): Promise<Uint8Array> {
	switch (format) {
		case 'docx':
			return writeDocx(head, blocks);
		case 'odt':
			return writeOdt(head, blocks);
		case 'pdf':
			return writePdf(head, blocks, { tell: tellProgress(progress, { from: 30, to: 98 }) });
		case 'md':
			return new TextEncoder().encode(writeMarkdown(head, blocks));
		case 'html':
			return new TextEncoder().encode(writeHtml(head, blocks));
	}
}

/** Reads a file that somebody has brought, as one update: of a document of its own, or into a part of one. */
export async function importDocumentHandler(input: ImportDocumentInput): Promise<ImportedDocument> {
	const leftOut = new LeftOut();
	const read = await readBrought(input, leftOut);
	const images = await writePictures(read.pictures, leftOut);
	const blocks = boundedBlocks(read.blocks, leftOut);
	const written = writeBlocks(blocks, input.into);
	if (written.update.length > FILE_LIMITS.CONTENT_BYTES.value) {
		throw tooLarge('Ce texte est trop long pour un seul document.');
	}
	const { title } = read;
	return { ...written, title, blocks: blocks.length, images, leftOut: leftOut.sentences() };
}

async function readBrought({ bytes, fileName }: ImportDocumentInput, leftOut: LeftOut): Promise<ReadFile> {
	const name = fileName.toLowerCase();
	if (name.endsWith('.docx')) {
		const safe = safeWord(bytes);
		try {
			return await readDocx(safe, leftOut);
		} catch {
			throw damaged();
		}
	}
	if (!/\.(?:md|markdown)$/.test(name)) throw wrongType('un document Word (.docx) ou Markdown (.md)');
	if (bytes.length > FILE_LIMITS.MARKDOWN_BYTES.value) throw tooLarge('Ce texte dépasse 2 Mo.');
	return readMarkdown(markdownText(bytes), leftOut);
}

function markdownText(bytes: Uint8Array): string {
	try {
		const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
		if (text.includes('\0')) throw new Error('not a text');
		return text;
	} catch {
		throw wrongType('un texte Markdown en UTF-8 (.md)');
	}
}

function writeBlocks(
	blocks: readonly Block[],
	into: ImportDocumentInput['into'],
): { update: Uint8Array; clientId: number } {
	const made = new Y.Doc();
	const target = into === null ? made : documentOf(into.parts);
	try {
		const before = Y.encodeStateVector(target);
		prosemirrorJSONToYXmlFragment(
			documentSchema(),
			{ type: 'doc', content: schemaBlocks(blocks) },
			contentOf(made),
		);
		if (into !== null) {
			const index = endOfPart(target, into.heading);
			const copies = contentOf(made)
				.toArray()
				.map((node) => node.clone() as Y.XmlElement | Y.XmlText);
			target.transact(() => contentOf(target).insert(index, copies));
		}
		return { update: Y.encodeStateAsUpdate(target, before), clientId: target.clientID };
	} finally {
		made.destroy();
		target.destroy();
	}
}

/** Where the part under a heading ends: before the next heading that is not deeper; the end when it is gone. */
function endOfPart(doc: Y.Doc, headingId: string): number {
	const outline = outlineOf(contentOf(doc));
	const at = outline.findIndex(({ id }) => id === headingId);
	const level = outline[at]?.level;
	const next = level === undefined ? undefined : outline.slice(at + 1).find((entry) => entry.level <= level);
	return next?.index ?? contentOf(doc).length;
}
