import { createHash } from 'node:crypto';
import * as Y from 'yjs';
import { canonicalContent } from '#lib/documents/canonical.content.ts';
import { documentSchema } from '#lib/documents/document.schema.ts';
import { textTreeOf } from '#lib/documents/document.tree.ts';
import type { ExportFormat } from '#lib/documents/document-file.rules.ts';
import { portableBlocks, type Block } from '#lib/documents/portable.content.ts';
import type { FileHead } from '#lib/documents/portable.head.ts';
import type { ExportDocumentInput } from './document-file.jobs.ts';
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
}: ExportDocumentInput): Promise<Uint8Array> {
	const doc = documentOf(parts);
	try {
		const sha256 = createHash('sha256').update(canonicalContent(doc), 'utf8').digest('hex');
		const blocks = portableBlocks(textTreeOf(doc, documentSchema()));
		return await writeAs(format, { ...head, sha256 }, blocks);
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

async function writeAs(format: ExportFormat, head: FileHead, blocks: readonly Block[]): Promise<Uint8Array> {
	switch (format) {
		case 'docx':
			return writeDocx(head, blocks);
		case 'odt':
			return writeOdt(head, blocks);
		case 'pdf':
			return writePdf(head, blocks);
		case 'md':
			return new TextEncoder().encode(writeMarkdown(head, blocks));
		case 'html':
			return new TextEncoder().encode(writeHtml(head, blocks));
	}
}
