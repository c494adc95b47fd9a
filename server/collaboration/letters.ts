import * as encoding from 'lib0/encoding';

/** What one keystroke, or one run of plain letters, adds: where in the bytes its struct stands, and what it says. */
export type Letters = {
	client: number;
	clock: number;
	origin: { client: number; clock: number } | null;
	rightOrigin: { client: number; clock: number } | null;
	text: string;
	/** Of the struct within the update. */
	start: number;
	end: number;
};

/** Structs of a text that name what stands on their left, on their right, or both; then they name no parent. */
const HAS_LEFT = 0x80;
const HAS_RIGHT = 0x40;
const STRING = 0x04;

/** Longer ones are rare, and read by Yjs itself. */
const MAX_TEXT = 64;

/**
 * Reads an update that holds one struct, plain letters beside others, and no deletion: what nearly every keystroke makes. To its last
 * byte, and only as Yjs itself would have written it; null for anything else, which Yjs then reads.
 */
export function readLetters(bytes: Uint8Array): Letters | null {
	const cursor = new Cursor(bytes);
	if (cursor.next() !== 1 || cursor.next() !== 1) return null;
	const [client, clock] = [cursor.number(), cursor.number()];
	const start = cursor.at;
	const info = cursor.next();
	if ((info & ~(HAS_LEFT | HAS_RIGHT)) !== STRING || info === STRING) return null;
	const origin = info & HAS_LEFT ? { client: cursor.number(), clock: cursor.number() } : null;
	const rightOrigin = info & HAS_RIGHT ? { client: cursor.number(), clock: cursor.number() } : null;
	const length = cursor.next();
	if (length < 1 || length > MAX_TEXT) return null;
	let text = '';
	for (let i = 0; i < length; i++) {
		const code = cursor.next();
		if (code < 1 || code > 0x7f) return null;
		text += String.fromCharCode(code);
	}
	const end = cursor.at;
	if (cursor.next() !== 0 || cursor.at !== bytes.length || cursor.isLost) return null;
	return { client, clock, origin, rightOrigin, text, start, end };
}

class Cursor {
	readonly #bytes: Uint8Array;
	at = 0;
	/** Something was not a number as Yjs writes it. */
	isLost = false;

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
	}

	/** The next byte; one that fits nowhere past the end. */
	next(): number {
		return this.#bytes[this.at++] ?? 0x1ff;
	}

	/** A whole number in seven bits a byte, in as few bytes as it needs, below 2^35. */
	number(): number {
		let value = 0;
		let unit = 1;
		for (let i = 0; i < 5; i++) {
			const byte = this.next();
			if (byte > 0xff) break;
			value += (byte & 0x7f) * unit;
			if (byte < 0x80) {
				if (byte === 0 && i > 0) break;
				return value;
			}
			unit *= 128;
		}
		this.isLost = true;
		return 0;
	}
}

/** Structs that follow each other, of one client at a time, to be written as one update without being read again. */
export class LetterRuns {
	readonly #runs = new Map<number, { clock: number; next: number; structs: Uint8Array[] }>();
	count = 0;

	/** Takes in an update of letters; false when it does not continue what its client wrote before. */
	add(update: Uint8Array, { client, clock, text, start, end }: Letters): boolean {
		const run = this.#runs.get(client);
		const struct = update.subarray(start, end);
		if (run && run.next !== clock) return false;
		if (run) {
			run.structs.push(struct);
			run.next += text.length;
		} else this.#runs.set(client, { clock, next: clock + text.length, structs: [struct] });
		this.count += 1;
		return true;
	}

	/** All of it as one update, and nothing is left; null when there was nothing. */
	take(): Uint8Array | null {
		if (this.count === 0) return null;
		const encoder = new encoding.Encoder();
		encoding.writeVarUint(encoder, this.#runs.size);
		// In descending order, as Yjs writes them.
		for (const [client, { clock, structs }] of [...this.#runs].sort(([a], [b]) => b - a)) {
			encoding.writeVarUint(encoder, structs.length);
			encoding.writeVarUint(encoder, client);
			encoding.writeVarUint(encoder, clock);
			for (const struct of structs) encoding.writeUint8Array(encoder, struct);
		}
		encoding.writeVarUint(encoder, 0);
		this.#runs.clear();
		this.count = 0;
		return encoding.toUint8Array(encoder);
	}
}
