import type { Block } from '#lib/documents/portable.content.ts';
import type { FileHead } from '#lib/documents/portable.head.ts';
import type { ExportFormat } from '#lib/documents/document-file.rules.ts';
import type { FigureValue } from '#lib/documents/figure.rules.ts';
import type { ImageFile } from '#lib/documents/portable.content.ts';
import type { WrittenImage } from './image.jobs.ts';
import { defineFileJob } from '../files/files.ts';

export interface ExportDocumentInput {
	/** The document's fold and what follows it: it is put together away from the thread that carries what people type. */
	parts: Uint8Array[];
	format: ExportFormat;
	/** What the figures of the text say; those of a version are what it has frozen, and its hash holds them. */
	figures: FigureValue[];
	frozen: boolean;
	/** The images of the document, by id. */
	images: Record<string, ImageFile>;
	head: Omit<FileHead, 'sha256'>;
	/** What comes after the text. */
	annex: Block[];
	/** Where to tell how far it is. */
	progress?: SharedArrayBuffer;
}

export const exportDocumentJob = defineFileJob<ExportDocumentInput, Uint8Array>('document.export');

export interface ImportDocumentInput {
	bytes: Uint8Array;
	fileName: string;
	/** The part that the text goes at the end of; null for a document of its own. */
	into: { parts: Uint8Array[]; heading: string } | null;
}

export interface ImportedImage extends WrittenImage {
	id: string;
}

export interface ImportedDocument {
	/** What the file says its title is. */
	title: string | null;
	/** One Yjs update, and the client id it is written under. */
	update: Uint8Array;
	clientId: number;
	blocks: number;
	/** The pictures it names, written anew. */
	images: ImportedImage[];
	/** One sentence for each kind of thing that was left out. */
	leftOut: string[];
}

export const importDocumentJob = defineFileJob<ImportDocumentInput, ImportedDocument>('document.import');
