/** How a server speaks: the y-websocket protocol, or Hocuspocus's, which names the document in each message. */
export type Dialect = 'y-websocket' | 'hocuspocus';

/** What an author takes for "my edit has been dealt with", the most each protocol says. */
export type Acknowledgement =
	/** Ours: a count of durable updates. */
	| 'saved'
	/** Hocuspocus: "applied", sent for each update. */
	| 'status'
	/** @y/websocket-server: the author's own update comes back. */
	| 'echo'
	/** A bare relay says nothing: the first other client that has it. */
	| 'seen';

export type Heard =
	| { kind: 'step1' }
	| { kind: 'step2'; body: Buffer }
	| { kind: 'update'; body: Buffer }
	| { kind: 'presence'; body: Buffer }
	| { kind: 'saved'; count: number }
	| { kind: 'status' }
	| { kind: 'other' };

const OTHER = { kind: 'other' } as const;
const STEP1 = { kind: 'step1' } as const;
const STATUS = { kind: 'status' } as const;

/** Reads a message of the server. */
export function read(dialect: Dialect, message: Buffer): Heard {
	let at = 0;
	if (dialect === 'hocuspocus') at = 1 + (message[0] ?? 0);
	const type = message[at];
	if (type === 0 || (type === 4 && dialect === 'hocuspocus')) {
		const subtype = message[at + 1];
		if (subtype === 0) return STEP1;
		const body = message.subarray(skipVarUint(message, at + 2));
		return { kind: subtype === 1 ? 'step2' : 'update', body };
	}
	if (type === 1) return { kind: 'presence', body: message.subarray(skipVarUint(message, at + 1)) };
	if (type === 8 && dialect === 'hocuspocus') return STATUS;
	if (type === 64) return { kind: 'saved', count: readVarUint(message, at + 1) };
	return OTHER;
}

export function readVarUint(bytes: Uint8Array, at: number): number {
	let value = 0;
	let unit = 1;
	for (let i = at; ; i++) {
		const byte = bytes[i] ?? 0;
		value += (byte & 0x7f) * unit;
		if (byte < 0x80) return value;
		unit *= 128;
	}
}

function skipVarUint(bytes: Uint8Array, at: number): number {
	let i = at;
	while ((bytes[i] ?? 0) >= 0x80) i++;
	return i + 1;
}

export function varUint(value: number): number[] {
	const bytes: number[] = [];
	let rest = value;
	while (rest >= 128) {
		bytes.push((rest % 128) | 0x80);
		rest = Math.floor(rest / 128);
	}
	bytes.push(rest);
	return bytes;
}

/** The bytes each message begins with. Names of documents are shorter than 128 bytes. */
export function prefixOf(dialect: Dialect, document: string): number[] {
	return dialect === 'hocuspocus' ? [document.length, ...Buffer.from(document)] : [];
}

export const EMPTY_UPDATE = [0, 0];

/** Sync step 1 (a state vector), step 2 or a live update. */
export function sync(kind: 'step1' | 'step2' | 'update', body: ArrayLike<number>): number[] {
	const subtype = { step1: 0, step2: 1, update: 2 }[kind];
	return [0, subtype, ...varUint(body.length), ...Array.from(body)];
}

/** One state of presence. */
export function presence(clientId: number, clock: number, state: string): number[] {
	const json = Buffer.from(state);
	const body = [1, ...varUint(clientId), ...varUint(clock), ...varUint(json.length), ...json];
	return [1, ...varUint(body.length), ...body];
}

/** How many states of others a message of presence brings. */
export function countPresence(body: Uint8Array, own: number): number {
	const entries = readVarUint(body, 0);
	let at = skipVarUint(body, 0);
	let others = 0;
	for (let i = 0; i < entries; i++) {
		if (readVarUint(body, at) !== own) others += 1;
		at = skipVarUint(body, skipVarUint(body, at));
		at = skipVarUint(body, at) + readVarUint(body, at);
	}
	return others;
}

/** What stands in an update of people who only type letters, merged with others or not: each letter with its author and clock. */
export function readLetters(update: Uint8Array, letter: (author: number, clock: number) => void): void {
	const sections = readVarUint(update, 0);
	let at = skipVarUint(update, 0);
	for (let section = 0; section < sections; section++) {
		const structs = readVarUint(update, at);
		at = skipVarUint(update, at);
		const author = readVarUint(update, at);
		at = skipVarUint(update, at);
		let clock = readVarUint(update, at);
		at = skipVarUint(update, at);
		for (let i = 0; i < structs; i++) {
			const info = update[at] ?? 0;
			if ((info & 0x1f) !== 4) throw new Error(`a struct of kind ${info} among letters`);
			at += 1;
			if (info & 0x80) at = skipVarUint(update, skipVarUint(update, at));
			if (info & 0x40) at = skipVarUint(update, skipVarUint(update, at));
			if (!(info & 0xc0)) {
				const named = skipVarUint(update, at);
				at = skipVarUint(update, named) + readVarUint(update, named);
			}
			const letters = readVarUint(update, at);
			at = skipVarUint(update, at) + letters;
			for (let j = 0; j < letters; j++) letter(author, clock++);
		}
	}
}
