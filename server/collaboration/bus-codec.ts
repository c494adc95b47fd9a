import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { QUARANTINE_REASONS } from '#lib/collaboration/protocol.ts';
import type { BusMessage } from './ports/bus.ts';
import type { RecheckScope } from './ports/server.ts';
import { readPeople } from './bus-people.ts';

/** First byte of a packet. A process that does not know it leaves the packet alone: hints may be missed, never misread. */
const FORMAT = 1;

/** Beyond this a packet is not read: larger than any that is sent, small enough to be held in memory. */
export const PACKET_BYTES = 4 * 1024 * 1024;

/** Updates larger than this travel as a number alone: the log has the bytes. */
export const CARRIED_BYTES = 256 * 1024;

/** Longest words of another's that are taken. */
const WORDS_LENGTH = 16 * 1024;

/** Longest id that is taken: UUIDs and the keys of sessions are shorter. */
const ID_LENGTH = 128;

const KIND = {
	committed: 1,
	presence: 2,
	asked: 3,
	people: 4,
	recheck: 5,
	ended: 6,
	aside: 7,
	left: 8,
	comments: 9,
	figures: 10,
	told: 11,
} as const;

/** What one process sends in one go. Without messages it only says that the line is alive. */
export type Packet = { from: string; messages: readonly BusMessage[] };

/** Each message is preceded by its kind and its length, so that one of a later version can be stepped over. */
export function encodePacket({ from, messages }: Packet): Uint8Array {
	const encoder = new encoding.Encoder();
	encoding.writeUint8(encoder, FORMAT);
	encoding.writeVarString(encoder, from);
	for (const message of messages) {
		const body = new encoding.Encoder();
		const kind = writeMessage(body, message);
		encoding.writeVarUint(encoder, kind);
		encoding.writeVarUint8Array(encoder, encoding.toUint8Array(body));
	}
	return encoding.toUint8Array(encoder);
}

function writeMessage(body: encoding.Encoder, message: BusMessage): number {
	switch (message.kind) {
		case 'committed': {
			const { documentId, seq, accountId, bytes } = message;
			encoding.writeVarString(body, documentId);
			encoding.writeVarUint(body, seq);
			encoding.writeVarString(body, accountId ?? '');
			// The bytes run to the end; none at all means that the log has them.
			if (bytes !== null && bytes.length <= CARRIED_BYTES) encoding.writeUint8Array(body, bytes);
			return KIND.committed;
		}
		case 'presence':
			encoding.writeVarString(body, message.documentId);
			encoding.writeUint8Array(body, message.bytes);
			return KIND.presence;
		case 'presence-asked':
			encoding.writeVarString(body, message.documentId);
			return KIND.asked;
		case 'people':
			encoding.writeVarString(body, JSON.stringify(message.documents));
			return KIND.people;
		case 'set-aside':
			for (const text of [message.documentId, message.accountId, message.reason])
				encoding.writeVarString(body, text);
			return KIND.aside;
		case 'line-ended':
			for (const text of [message.documentId, message.accountId, message.line])
				encoding.writeVarString(body, text);
			return KIND.left;
		case 'comments':
			encoding.writeVarString(body, message.documentId);
			return KIND.comments;
		case 'figures':
			encoding.writeVarString(body, message.departmentCode);
			return KIND.figures;
		case 'told':
			encoding.writeVarString(body, message.words);
			return KIND.told;
		case 'recheck':
			for (const id of [message.scope.accountId, message.scope.sessionId, message.scope.documentId])
				encoding.writeVarString(body, id ?? '');
			return KIND.recheck;
		case 'session-ended':
			encoding.writeVarString(body, message.sessionId);
			return KIND.ended;
	}
}

/**
 * Reads a packet; null for anything that is none. Of what cannot be read inside one, `unreadable` is told, and the rest is kept.
 * Never throws, and keeps nothing of `bytes`.
 */
export function decodePacket(bytes: Uint8Array, unreadable: () => void = () => {}): Packet | null {
	if (bytes.length > PACKET_BYTES) return null;
	try {
		// Alone in its buffer: a length that lies would otherwise read the neighbours of a shared one.
		const decoder = decoding.createDecoder(bytes.slice());
		if (decoding.readUint8(decoder) !== FORMAT) return null;
		const from = readId(decoder);
		if (from === '') return null;
		const messages: BusMessage[] = [];
		while (decoding.hasContent(decoder)) {
			const kind = decoding.readVarUint(decoder);
			const message = readMessage(kind, decoding.readVarUint8Array(decoder).slice());
			if (message === null) unreadable();
			else messages.push(message);
		}
		return { from, messages };
	} catch {
		return null;
	}
}

function readMessage(kind: number, bytes: Uint8Array): BusMessage | null {
	try {
		return readBody(kind, decoding.createDecoder(bytes));
	} catch {
		return null;
	}
}

function readBody(kind: number, body: decoding.Decoder): BusMessage | null {
	switch (kind) {
		case KIND.committed: {
			const documentId = readDocument(body);
			const seq = decoding.readVarUint(body);
			const accountId = readId(body) || null;
			const bytes = decoding.readTailAsUint8Array(body);
			if (seq < 1) return null;
			return { kind: 'committed', documentId, seq, accountId, bytes: bytes.length > 0 ? bytes : null };
		}
		case KIND.presence:
			return {
				kind: 'presence',
				documentId: readDocument(body),
				bytes: decoding.readTailAsUint8Array(body),
			};
		case KIND.asked:
			return { kind: 'presence-asked', documentId: readDocument(body) };
		case KIND.people:
			return { kind: 'people', documents: readPeople(decoding.readVarString(body)) };
		case KIND.aside: {
			const [documentId, accountId, said] = [readDocument(body), readDocument(body), readId(body)];
			const reason = QUARANTINE_REASONS.find((one) => one === said);
			return reason === undefined ? null : { kind: 'set-aside', documentId, accountId, reason };
		}
		case KIND.left:
			return {
				kind: 'line-ended',
				documentId: readDocument(body),
				accountId: readDocument(body),
				line: readDocument(body),
			};
		case KIND.comments:
			return { kind: 'comments', documentId: readDocument(body) };
		case KIND.figures:
			return { kind: 'figures', departmentCode: readDocument(body) };
		case KIND.told: {
			const words = decoding.readVarString(body);
			return words.length > WORDS_LENGTH ? null : { kind: 'told', words };
		}
		case KIND.recheck: {
			const scope = readScope(body);
			return scope === null ? null : { kind: 'recheck', scope };
		}
		case KIND.ended:
			return { kind: 'session-ended', sessionId: readDocument(body) };
		default:
			return null;
	}
}

/** Null for a scope without any field, which would concern everybody. */
function readScope(body: decoding.Decoder): RecheckScope | null {
	const [accountId, sessionId, documentId] = [readId(body), readId(body), readId(body)];
	const scope: RecheckScope = {};
	if (accountId !== '') scope.accountId = accountId;
	if (sessionId !== '') scope.sessionId = sessionId;
	if (documentId !== '') scope.documentId = documentId;
	return Object.keys(scope).length > 0 ? scope : null;
}

function readDocument(body: decoding.Decoder): string {
	const id = readId(body);
	if (id === '') throw new Error('no id');
	return id;
}

function readId(body: decoding.Decoder): string {
	const id = decoding.readVarString(body);
	if (id.length > ID_LENGTH) throw new Error('too long an id');
	return id;
}
