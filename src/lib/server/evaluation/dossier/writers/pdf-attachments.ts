import { inflateSync } from 'node:zlib';

/** The most that an attached file may hold once it is inflated. */
const MOST = 64 * 1_048_576;

/** The files attached to a PDF that we wrote, by name: only what our own writer makes is understood. */
export function pdfAttachments(bytes: Uint8Array): Map<string, Uint8Array> {
	const whole = Buffer.from(bytes);
	const text = whole.toString('latin1');
	const found = new Map<string, Uint8Array>();
	for (const [, name = '', id = ''] of text.matchAll(SPECIFICATION)) {
		const file = streamOf(whole, text, id);
		if (file !== null) found.set(name, file);
	}
	return found;
}

/** A file's name, and the object that holds it. */
const SPECIFICATION = /\/Type \/Filespec\n[^>]*?\/F \(([\w.-]+)\)\n\/EF <<\n\/F (\d+) 0 R\n>>/g;

function streamOf(whole: Buffer, text: string, id: string): Uint8Array | null {
	const start = text.indexOf(`\n${id} 0 obj\n`);
	const open = text.indexOf('\nstream\n', start);
	if (start < 0 || open < 0) return null;
	const head = text.slice(start, open);
	const length = Number(/\/Length (\d+)\n/.exec(head)?.[1] ?? Number.NaN);
	if (!head.includes('/Type /EmbeddedFile') || !Number.isInteger(length)) return null;
	const data = whole.subarray(open + '\nstream\n'.length, open + '\nstream\n'.length + length);
	if (!head.includes('/FlateDecode')) return new Uint8Array(data);
	try {
		return new Uint8Array(inflateSync(data, { maxOutputLength: MOST }));
	} catch {
		return null;
	}
}
