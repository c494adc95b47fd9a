import { strToU8, zipSync, type Zippable } from 'fflate';
import { IMAGE_BYTES } from '#lib/documents/image.rules.ts';
import { ArchiveReader, listArchive } from './archive.ts';
import { damaged, unreasonable, withExternalContent, withMacros, wrongType } from './file.faults.ts';
import { FILE_LIMITS } from './file.limits.ts';
import { guardXml, type XmlAllowance } from './xml-guard.ts';

interface OfficeKind {
	/** In a sentence: « un document Word (.docx) ». */
	name: string;
	/** Without it the file is of another kind. */
	main: string;
	/** Parts that are read; all others stay closed. */
	parts: RegExp;
	/** What each part must be besides. @throws TerrimedError */
	check?(name: string, text: string): void;
	/** Pictures, which are read as bytes and judged later; one that is too large stays closed. */
	media?: RegExp;
}

const WORD: OfficeKind = {
	name: 'un document Word (.docx)',
	main: 'word/document.xml',
	media: /^word\/media\/[^/]+\.(?:png|jpe?g|webp)$/i,
	parts:
		/^(?:\[Content_Types\]\.xml|_rels\/\.rels|word\/(?:document|styles|numbering|footnotes|endnotes|comments)\.xml|word\/_rels\/(?:document|footnotes|endnotes)\.xml\.rels)$/,
};

const EXCEL: OfficeKind = {
	name: 'un classeur Excel (.xlsx)',
	main: 'xl/workbook.xml',
	parts:
		/^(?:\[Content_Types\]\.xml|_rels\/\.rels|xl\/(?:workbook|styles|sharedStrings)\.xml|xl\/_rels\/workbook\.xml\.rels|xl\/worksheets\/[\w-]+\.xml)$/,
	check(name, text) {
		if (name.startsWith('xl/worksheets/')) refuseFarCells(text);
	},
};

/** A Word file with nothing in it but the parts that say its text, each known to be sound. */
export const safeWord = (bytes: Uint8Array): Uint8Array => safeOffice(bytes, WORD);

/** An Excel file likewise: its cells, without what draws them. */
export const safeExcel = (bytes: Uint8Array): Uint8Array => safeOffice(bytes, EXCEL);

/** Zip's own signature: anything else named `.docx` is something else. */
function isArchive(bytes: Uint8Array): boolean {
	return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

function safeOffice(bytes: Uint8Array, kind: OfficeKind): Uint8Array {
	if (!isArchive(bytes)) throw wrongType(kind.name);
	const entries = listArchive(bytes);
	if (entries.some(({ name }) => /vbaproject\.bin$/i.test(name))) throw withMacros();
	if (!entries.some(({ name }) => name === kind.main)) throw wrongType(kind.name);
	const reader = new ArchiveReader(bytes);
	const allowance: XmlAllowance = { elements: 0 };
	const kept: Zippable = {};
	for (const entry of entries) {
		const isMedia = kind.media?.test(entry.name) === true && entry.size <= IMAGE_BYTES;
		if (!isMedia && !kind.parts.test(entry.name)) continue;
		if (Object.hasOwn(kept, entry.name)) throw damaged();
		if (isMedia) {
			kept[entry.name] = [reader.read(entry), { level: 0 }];
			continue;
		}
		const text = guardXml(reader.read(entry), allowance);
		if (entry.name === '[Content_Types].xml' && /macroEnabled/i.test(text)) throw withMacros();
		if (entry.name.endsWith('.rels')) refuseExternal(text);
		kind.check?.(entry.name, text);
		kept[entry.name] = [strToU8(text), { level: 0 }];
	}
	return zipSync(kept);
}

/** What a file may name outside itself: addresses to follow, and the template it was begun from, which is not read. */
const HARMLESS = /\/(?:hyperlink|attachedTemplate)$/;

function refuseExternal(text: string): void {
	for (const [tag] of text.matchAll(/<[^<>]*\bTargetMode\s*=\s*["']External["'][^<>]*>/gi)) {
		const type = /\bType\s*=\s*["']([^"']*)["']/.exec(tag)?.[1] ?? '';
		if (!HARMLESS.test(type)) throw withExternalContent();
	}
}

/**
 * One cell far away makes a reader fill everything up to it: a sheet says where its cells are, and a cell that says it otherwise
 * than spreadsheets write it is none that we read.
 */
function refuseFarCells(text: string): void {
	for (const [tag] of text.matchAll(/<(?:\w+:)?(?:c|row)\s(?:"[^"]*"|'[^']*'|[^"'<>])*>/g)) {
		const place = /\sr\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(tag);
		if (place === null) continue;
		const [, letters = '', row = ''] = /^([A-Z]{0,3})(\d{1,7})$/.exec(place[1] ?? place[2] ?? '') ?? [];
		if (row === '') throw damaged();
		if (Number(row) > FILE_LIMITS.SHEET_ROWS.value || columnOf(letters) > FILE_LIMITS.SHEET_COLUMNS.value) {
			throw unreasonable();
		}
	}
}

/** 1 for A, 28 for AB. */
function columnOf(letters: string): number {
	return [...letters].reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0);
}
