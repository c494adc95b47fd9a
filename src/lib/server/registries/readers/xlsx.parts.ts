import { createInflateRaw } from 'node:zlib';
import { damaged, unreasonable, withMacros, wrongType } from '../../files/file.faults.ts';
import { listArchive, type ArchiveEntry } from '../../files/archive.ts';

/** Bounds of a workbook of rows, once inflated. */
export const WORKBOOK_BOUNDS = {
	/** Bytes of the sheet: 73,000 rows of 30 columns take about 120 million. */
	sheet: 402_653_184,
	/** Bytes of the table of shared texts, of which the texts stay in memory. */
	strings: 100_663_296,
	/** Characters of all the shared texts. */
	characters: 24_000_000,
	/** Bytes of each of the small parts. */
	small: 4_194_304,
} as const;

const LOCAL_BYTES = 30;

/** An archive that is a workbook, with its list of parts. @throws TerrimedError when it is none that is read */
export function openWorkbook(bytes: Uint8Array): Workbook {
	const entries = new Map<string, ArchiveEntry>();
	for (const entry of listArchive(bytes)) {
		if (/vbaproject\.bin$/i.test(entry.name)) throw withMacros();
		if (entries.has(entry.name)) throw damaged();
		entries.set(entry.name, entry);
	}
	if (!entries.has('xl/workbook.xml')) throw wrongType('un classeur Excel (.xlsx)');
	return new Workbook(bytes, entries);
}

export class Workbook {
	readonly #bytes: Uint8Array;
	readonly #entries: ReadonlyMap<string, ArchiveEntry>;

	constructor(bytes: Uint8Array, entries: ReadonlyMap<string, ArchiveEntry>) {
		this.#bytes = bytes;
		this.#entries = entries;
	}

	has(name: string): boolean {
		return this.#entries.has(name);
	}

	/** The text of a part, some at a time; never more than `most` bytes of it, whatever it declares. */
	async *text(name: string, most: number): AsyncGenerator<string> {
		const entry = this.#entries.get(name);
		if (entry === undefined) throw damaged();
		const decoder = new TextDecoder('utf-8', { fatal: true });
		let length = 0;
		try {
			for await (const chunk of this.#inflate(entry)) {
				length += chunk.byteLength;
				if (length > most) throw unreasonable();
				const text = decoder.decode(chunk, { stream: true });
				// Texts that define other texts grow without bound.
				if (text.includes('<!DOCTYPE') || text.includes('<!ENTITY')) throw unreasonable();
				yield text;
			}
			yield decoder.decode();
		} catch (error) {
			const isOurs = error instanceof Error && error.name === 'TerrimedError';
			throw isOurs ? error : damaged();
		}
	}

	/** A small part whole; empty when there is none. */
	async small(name: string): Promise<string> {
		if (!this.has(name)) return '';
		let whole = '';
		for await (const text of this.text(name, WORKBOOK_BOUNDS.small)) whole += text;
		return whole;
	}

	#inflate({ offset, method, packed }: ArchiveEntry): AsyncIterable<Uint8Array> {
		const bytes = this.#bytes;
		const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		if (offset + LOCAL_BYTES > view.byteLength || view.getUint32(offset, true) !== 0x04034b50)
			throw damaged();
		const start =
			offset + LOCAL_BYTES + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
		const data = bytes.subarray(start, start + packed);
		if (data.length !== packed || (method !== 0 && method !== 8)) throw damaged();
		if (method === 0) return stored(data);
		const inflater = createInflateRaw({ chunkSize: 65_536 });
		inflater.end(data);
		return inflater;
	}
}

async function* stored(data: Uint8Array): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < data.length; at += 65_536)
		yield await Promise.resolve(data.subarray(at, at + 65_536));
}
