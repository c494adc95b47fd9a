import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { MESSAGE, SYNC } from '#lib/collaboration/protocol.ts';

/** What a frame asks for. `ignored` is a type this server has no use for: it is counted and has no effect. */
export type ClientMessage =
	| { kind: 'step1'; stateVector: Uint8Array }
	| { kind: 'update'; bytes: Uint8Array; step2: boolean }
	| { kind: 'presence'; bytes: Uint8Array }
	| { kind: 'query-presence' }
	| { kind: 'ignored' };

/** A frame, or what it carries, that no honest client sends: closes the socket it came from and nothing else. */
export class BadFrame extends Error {
	override readonly name = 'BadFrame';
}

/**
 * Reads one frame. `frame` must be alone in its buffer: a length that lies would otherwise read the neighbouring
 * bytes of a shared one. Throws `BadFrame` for anything cut short, or with bytes left over.
 */
export function readFrame(frame: Uint8Array): ClientMessage {
	try {
		return read(decoding.createDecoder(frame));
	} catch (error) {
		if (error instanceof BadFrame) throw error;
		throw new BadFrame('unreadable frame');
	}
}

function read(decoder: decoding.Decoder): ClientMessage {
	switch (decoding.readVarUint(decoder)) {
		case MESSAGE.sync:
			return readSync(decoder);
		case MESSAGE.awareness:
			return { kind: 'presence', bytes: readToEnd(decoder) };
		case MESSAGE.queryAwareness:
			return { kind: 'query-presence' };
		default:
			return { kind: 'ignored' };
	}
}

function readSync(decoder: decoding.Decoder): ClientMessage {
	switch (decoding.readVarUint(decoder)) {
		case SYNC.step1:
			return { kind: 'step1', stateVector: readToEnd(decoder) };
		case SYNC.step2:
			return { kind: 'update', bytes: readToEnd(decoder), step2: true };
		case SYNC.update:
			return { kind: 'update', bytes: readToEnd(decoder), step2: false };
		default:
			return { kind: 'ignored' };
	}
}

function readToEnd(decoder: decoding.Decoder): Uint8Array {
	const bytes = decoding.readVarUint8Array(decoder);
	if (decoding.hasContent(decoder)) throw new BadFrame('bytes after the message');
	return bytes;
}

/** Sync step 1: "send me what I lack of this". */
export function encodeStep1(stateVector: Uint8Array): Uint8Array {
	return encodeSync(SYNC.step1, stateVector);
}

/** Sync step 2: the answer to a step 1. */
export function encodeStep2(update: Uint8Array): Uint8Array {
	return encodeSync(SYNC.step2, update);
}

/** A live update. */
export function encodeUpdate(update: Uint8Array): Uint8Array {
	return encodeSync(SYNC.update, update);
}

function encodeSync(kind: number, bytes: Uint8Array): Uint8Array {
	const encoder = new encoding.Encoder();
	encoding.writeVarUint(encoder, MESSAGE.sync);
	encoding.writeVarUint(encoder, kind);
	encoding.writeVarUint8Array(encoder, bytes);
	return encoding.toUint8Array(encoder);
}

export type PresenceEntry = { clientId: number; clock: number; json: string };

/** Reads the entries of a presence message; throws `BadFrame` when there are too many or when it is cut short. */
export function readPresence(bytes: Uint8Array, maxEntries: number): PresenceEntry[] {
	try {
		const decoder = decoding.createDecoder(bytes);
		const count = decoding.readVarUint(decoder);
		if (count > maxEntries) throw new BadFrame('too many presence entries');
		const entries: PresenceEntry[] = [];
		for (let i = 0; i < count; i++) {
			const clientId = decoding.readVarUint(decoder);
			const clock = decoding.readVarUint(decoder);
			entries.push({ clientId, clock, json: decoding.readVarString(decoder) });
		}
		return entries;
	} catch (error) {
		if (error instanceof BadFrame) throw error;
		throw new BadFrame('unreadable presence');
	}
}

/** One presence message for several clients; `json` is `null` for one who left. */
export function encodePresence(entries: readonly PresenceEntry[]): Uint8Array {
	const body = new encoding.Encoder();
	encoding.writeVarUint(body, entries.length);
	for (const { clientId, clock, json } of entries) {
		encoding.writeVarUint(body, clientId);
		encoding.writeVarUint(body, clock);
		encoding.writeVarString(body, json);
	}
	const encoder = new encoding.Encoder();
	encoding.writeVarUint(encoder, MESSAGE.awareness);
	encoding.writeVarUint8Array(encoder, encoding.toUint8Array(body));
	return encoding.toUint8Array(encoder);
}
