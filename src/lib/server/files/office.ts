import { strToU8, zipSync, type Zippable } from 'fflate';
import { ArchiveReader, listArchive } from './archive.ts';
import { damaged, withExternalContent, withMacros, wrongType } from './file.faults.ts';
import { guardXml, type XmlAllowance } from './xml-guard.ts';

interface OfficeKind {
	/** In a sentence: « un document Word (.docx) ». */
	name: string;
	/** Without it the file is of another kind. */
	main: string;
	/** Parts that are read; all others stay closed. */
	parts: RegExp;
}

const WORD: OfficeKind = {
	name: 'un document Word (.docx)',
	main: 'word/document.xml',
	parts:
		/^(?:\[Content_Types\]\.xml|_rels\/\.rels|word\/(?:document|styles|numbering|footnotes|endnotes|comments)\.xml|word\/_rels\/(?:document|footnotes|endnotes)\.xml\.rels)$/,
};

/** A Word file with nothing in it but the parts that say its text, each known to be sound. */
export const safeWord = (bytes: Uint8Array): Uint8Array => safeOffice(bytes, WORD);

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
		if (!kind.parts.test(entry.name)) continue;
		if (Object.hasOwn(kept, entry.name)) throw damaged();
		const text = guardXml(reader.read(entry), allowance);
		if (entry.name === '[Content_Types].xml' && /macroEnabled/i.test(text)) throw withMacros();
		if (entry.name.endsWith('.rels')) refuseExternal(text);
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
