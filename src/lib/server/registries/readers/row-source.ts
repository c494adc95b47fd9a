/** A file that can be read again from its beginning, part by part. */
export interface RowSource {
	readonly name: string;
	readonly size: number;
	parts(): AsyncIterable<Uint8Array>;
}

/** A row of a file with the line where it stands, from 1. */
export interface FileRow {
	line: number;
	cells: string[];
}

/** The whole of a source in one piece, for what must be reached anywhere in it. */
export async function wholeOf(source: RowSource): Promise<Uint8Array> {
	const bytes = new Uint8Array(source.size);
	let at = 0;
	for await (const part of source.parts()) {
		bytes.set(part.subarray(0, bytes.length - at), at);
		at += part.byteLength;
	}
	return bytes.subarray(0, Math.min(at, bytes.length));
}

/** The first bytes of a source. */
export async function headOf(source: RowSource, length: number): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	let held = 0;
	for await (const part of source.parts()) {
		chunks.push(part);
		held += part.byteLength;
		if (held >= length) break;
	}
	return Buffer.concat(chunks).subarray(0, length);
}
