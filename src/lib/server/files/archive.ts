import { inflateRawSync } from 'node:zlib';
import { FILE_LIMITS } from './file.limits.ts';
import { damaged, unreasonable } from './file.faults.ts';

/** What an archive says of one of its files; nothing is inflated yet. */
export interface ArchiveEntry {
	name: string;
	method: number;
	packed: number;
	/** As declared: never believed. */
	size: number;
	offset: number;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const LONGEST_COMMENT = 65_535;

/** The list of an archive's files, from its directory. @throws TerrimedError when it is no sound archive of a reasonable size */
export function listArchive(bytes: Uint8Array): ArchiveEntry[] {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const end = findEnd(view);
	const count = view.getUint16(end + 10, true);
	if (count > FILE_LIMITS.ENTRIES.value) throw unreasonable();
	const entries: ArchiveEntry[] = [];
	let at = view.getUint32(end + 16, true);
	for (let index = 0; index < count; index += 1) {
		if (at + ENTRY_BYTES > end || view.getUint32(at, true) !== ENTRY) throw damaged();
		// An encrypted file, or one of the large form, is none that we read.
		if ((view.getUint16(at + 8, true) & 1) === 1) throw damaged();
		const nameLength = view.getUint16(at + 28, true);
		if (at + ENTRY_BYTES + nameLength > end) throw damaged();
		const name = Buffer.from(bytes.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameLength)).toString(
			'utf8',
		);
		entries.push({
			name,
			method: view.getUint16(at + 10, true),
			packed: view.getUint32(at + 20, true),
			size: view.getUint32(at + 24, true),
			offset: view.getUint32(at + 42, true),
		});
		at += ENTRY_BYTES + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
	}
	refuseOverlaps(entries, bytes.length);
	return entries;
}

function findEnd(view: DataView): number {
	const last = view.byteLength - END_BYTES;
	for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at -= 1) {
		if (view.getUint32(at, true) === END) return at;
	}
	throw damaged();
}

/** Files that share their bytes are how a small archive holds a huge one. */
function refuseOverlaps(entries: readonly ArchiveEntry[], length: number): void {
	let free = 0;
	for (const { offset, packed } of [...entries].sort((one, other) => one.offset - other.offset)) {
		if (offset < free) throw unreasonable();
		free = offset + LOCAL_BYTES + packed;
		if (free > length) throw damaged();
	}
}

/** Inflates files one by one, never beyond what is left of one allowance for all of them. */
export class ArchiveReader {
	readonly #bytes: Uint8Array;
	#left: number;

	constructor(bytes: Uint8Array, allowance: number = FILE_LIMITS.INFLATED_BYTES.value) {
		this.#bytes = bytes;
		this.#left = allowance;
	}

	/** @throws TerrimedError when the file is damaged, or larger than allowed whatever it declares */
	read(entry: ArchiveEntry): Uint8Array {
		const most = Math.min(this.#left, FILE_LIMITS.PART_BYTES.value);
		if (entry.size > most) throw unreasonable();
		const inflated = this.#inflate(entry, most);
		this.#left -= inflated.length;
		return inflated;
	}

	#inflate({ offset, method, packed }: ArchiveEntry, most: number): Uint8Array {
		const view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength);
		if (offset + LOCAL_BYTES > view.byteLength || view.getUint32(offset, true) !== LOCAL) throw damaged();
		const start =
			offset + LOCAL_BYTES + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
		const data = this.#bytes.subarray(start, start + packed);
		if (data.length !== packed) throw damaged();
		if (method === 0) {
			if (data.length > most) throw unreasonable();
			return data;
		}
		if (method !== 8) throw damaged();
		try {
			return inflateRawSync(data, { maxOutputLength: Math.max(1, most) });
		} catch (error) {
			const code = error instanceof Error && 'code' in error ? error.code : '';
			throw code === 'ERR_BUFFER_TOO_LARGE' ? unreasonable() : damaged();
		}
	}
}
