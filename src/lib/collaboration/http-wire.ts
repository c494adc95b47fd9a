import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { COLLABORATION_PATH } from './protocol.ts';

/**
 * The messages of the websocket, carried by HTTP where websockets do not pass: one way by a stream of server-sent events, the
 * other by POST. Shared by both ends.
 */

/** Last part of the addresses: `/collaboration/<document id>/flux` and `.../messages`. */
export const STREAM_NAME = 'flux';
export const POST_NAME = 'messages';

/** Query parameters. */
export const HTTP_PARAMETER = {
	/** Which connection: 128 random bits that the page chooses, in hexadecimal. */
	connection: 'connexion',
	/** On the stream: what the page holds of the document already, a state vector in base64url. Absent: nothing. */
	state: 'etat',
	/** On a POST: its number in the connection, from 1. A repeated POST bears the same one. */
	number: 'suite',
	/** On a POST: the last one, the connection ends with it. */
	last: 'fin',
} as const;

/** Events of the stream; a frame comes as an event without a name, in base64. */
export const STREAM_EVENT = { open: 'open', close: 'close' } as const;

export const CONNECTION_ID = /^[0-9a-f]{32}$/;

export type HttpTarget = { documentId: string; name: typeof STREAM_NAME | typeof POST_NAME };

/** What an address names, or null when it is not one of ours. A document id may be anything: whoever asks is told by a close code. */
export function readHttpTarget(path: string): HttpTarget | null {
	if (!path.startsWith(COLLABORATION_PATH)) return null;
	const cut = path.lastIndexOf('/');
	const name = path.slice(cut + 1);
	if (cut < COLLABORATION_PATH.length || (name !== STREAM_NAME && name !== POST_NAME)) return null;
	return { documentId: path.slice(COLLABORATION_PATH.length, cut), name };
}

/** The body of a POST: frames, each after its length. */
export function encodeFrames(frames: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	const encoder = encoding.createEncoder();
	for (const frame of frames) encoding.writeVarUint8Array(encoder, frame);
	return encoding.toUint8Array(encoder);
}

/** @throws when the body is cut short or a length lies */
export function decodeFrames(body: Uint8Array): Uint8Array[] {
	const decoder = decoding.createDecoder(body);
	const frames: Uint8Array[] = [];
	while (decoding.hasContent(decoder)) frames.push(readFrame(decoder, body));
	return frames;
}

/** What a POST is answered, once every update in it is durable or refused. */
export type PostAnswer = {
	/** Whether all updates in this POST are durable; false when one was refused, and is asked again. */
	durable: boolean;
	/** The connection has ended, and why. */
	close: { code: number; reason: string } | null;
	/** What the server says to this connection alone. */
	frames: readonly Uint8Array[];
};

export function encodeAnswer(answer: PostAnswer): Uint8Array<ArrayBuffer> {
	const encoder = encoding.createEncoder();
	encoding.writeUint8(encoder, answer.durable ? 1 : 0);
	encoding.writeVarUint(encoder, answer.close?.code ?? 0);
	encoding.writeVarString(encoder, answer.close?.reason ?? '');
	for (const frame of answer.frames) encoding.writeVarUint8Array(encoder, frame);
	return encoding.toUint8Array(encoder);
}

/** @throws when this is not an answer of ours (a proxy's page, say) */
export function decodeAnswer(body: Uint8Array): PostAnswer {
	const decoder = decoding.createDecoder(body);
	const durable = decoding.readUint8(decoder);
	if (durable > 1) throw new Error('not an answer');
	const code = decoding.readVarUint(decoder);
	const reason = decoding.readVarString(decoder);
	const frames: Uint8Array[] = [];
	while (decoding.hasContent(decoder)) frames.push(readFrame(decoder, body));
	return { durable: durable === 1, close: code === 0 ? null : { code, reason }, frames };
}

function readFrame(decoder: decoding.Decoder, body: Uint8Array): Uint8Array {
	const length = decoding.readVarUint(decoder);
	// lib0 would read on into the neighbours of a shared buffer.
	if (length > body.length - decoder.pos) throw new Error('a frame longer than what holds it');
	return decoding.readUint8Array(decoder, length);
}

/** One event of a stream. */
export type StreamEvent = { name: string; data: string };

/** Cuts a stream of text into events; what is not complete waits for the rest. Comments are dropped. */
export class StreamReader {
	#rest = '';

	read(text: string): StreamEvent[] {
		const blocks = (this.#rest + text).split('\n\n');
		this.#rest = blocks.pop() ?? '';
		return blocks.map(toEvent).filter((event) => event !== null);
	}
}

function toEvent(block: string): StreamEvent | null {
	const event: StreamEvent = { name: '', data: '' };
	let found = false;
	for (const line of block.split('\n')) {
		if (line.startsWith('event: ')) event.name = line.slice('event: '.length);
		else if (line.startsWith('data: ')) event.data = line.slice('data: '.length);
		else continue;
		found = true;
	}
	return found ? event : null;
}
