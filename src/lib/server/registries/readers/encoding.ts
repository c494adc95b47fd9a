import { binaryFile } from './row.faults.ts';
import { headOf, type RowSource } from './row-source.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** Bytes looked at to tell what a file is. */
const HEAD_BYTES = 4_096;

/**
 * The encoding of a text: what its first bytes declare; else UTF-16 when every other byte is zero; else UTF-8 when the whole of it is; else
 * Latin-1 as Windows writes it, of which each byte is a sign.
 * @throws TerrimedError when it is no text
 */
export async function encodingOf(source: RowSource): Promise<Encoding> {
	const head = await headOf(source, HEAD_BYTES);
	if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
	if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
	const zeros = [0, 0];
	head.forEach((byte, at) => {
		if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
	});
	const [even = 0, odd = 0] = zeros;
	if (odd > head.length / 4 && even === 0) return 'utf-16le';
	if (even > head.length / 4 && odd === 0) return 'utf-16be';
	if (even + odd > 0 || isMostlyControl(head)) throw binaryFile();
	return (await isUtf8(source)) ? 'utf-8' : 'windows-1252';
}

function isMostlyControl(head: Uint8Array): boolean {
	const control = head.filter((byte) => byte < 32 && byte !== 9 && byte !== 10 && byte !== 13).length;
	return control > head.length / 50;
}

async function isUtf8(source: RowSource): Promise<boolean> {
	const decoder = new TextDecoder('utf-8', { fatal: true });
	try {
		for await (const part of source.parts()) decoder.decode(part, { stream: true });
		decoder.decode();
		return true;
	} catch {
		return false;
	}
}

/** The text of a source piece by piece, without its mark of order. */
export async function* decodeText(source: RowSource, encoding: Encoding): AsyncGenerator<string> {
	const decoder = new TextDecoder(encoding);
	for await (const part of source.parts()) {
		const text = decoder.decode(part, { stream: true });
		if (text !== '') yield text;
	}
	const rest = decoder.decode();
	if (rest !== '') yield rest;
}
