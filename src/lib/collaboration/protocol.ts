import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/** Path of the websocket: `/collaboration/<document id>`, with `?schema=<n>` from our own pages. */
export const COLLABORATION_PATH = '/collaboration/';

/** Query parameter that carries the page's schema version. Absent: a program that speaks the protocol. */
export const SCHEMA_PARAMETER = 'schema';

/** Version of the shapes our pages write into documents. Older pages read only; raise it with each new node or field. */
export const CURRENT_SCHEMA_VERSION = 2;

/** First number of every message: 0 to 3 are the y-websocket protocol's, the others ours. */
export const MESSAGE = {
	sync: 0,
	awareness: 1,
	auth: 2,
	queryAwareness: 3,
	saved: 64,
	access: 65,
	size: 66,
	quarantined: 67,
	comments: 68,
	figures: 69,
} as const;

/** Second number of a sync message. */
export const SYNC = { step1: 0, step2: 1, update: 2 } as const;

/** Names of the shared root types: rich text (XML fragment) and the plan's actions (map). */
export const ROOT = { content: 'content', actions: 'actions' } as const;

export type Access = 'read' | 'write';

/** Why a connection has the access it has: by the person's rights, or because its page is older or newer than the server. */
export type AccessReason = 'rights' | 'schema-older' | 'schema-newer';

/** Number of presence colours in the tokens (`--presence-1` to `--presence-12`). */
export const PRESENCE_COLORS = 12;

/** The identity the server stamps on every presence state, whatever the client says. */
export type PresenceUser = {
	accountId: string;
	name: string;
	organisation: string;
	initials: string;
	/** Index 1 to 12 of the presence colours. */
	color: number;
};

/** Where someone is, as their page says it; opaque to the server, bounded in size. */
export type PresencePlace = { section?: string; action?: string; field?: string };

/** `saved`: how many of this connection's update and sync-step-2 messages, in the order sent, are durable. */
export function encodeSaved(count: number): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, MESSAGE.saved);
	encoding.writeVarUint(encoder, count);
	return encoding.toUint8Array(encoder);
}

/** Reads the body of a `saved` message (its type is already consumed). */
export function readSaved(decoder: decoding.Decoder): number {
	return decoding.readVarUint(decoder);
}

export type AccessMessage = { access: Access; reason: AccessReason; currentSchema: number };

/** `access`: what this connection may do, and the schema version the server writes. */
export function encodeAccess(message: AccessMessage): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, MESSAGE.access);
	encoding.writeVarString(encoder, message.access);
	encoding.writeVarString(encoder, message.reason);
	encoding.writeVarUint(encoder, message.currentSchema);
	return encoding.toUint8Array(encoder);
}

/** Reads the body of an `access` message; anything unknown reads as the narrower access. */
export function readAccess(decoder: decoding.Decoder): AccessMessage {
	const access = decoding.readVarString(decoder) === 'write' ? 'write' : 'read';
	const said = decoding.readVarString(decoder);
	const reason = said === 'schema-older' || said === 'schema-newer' ? said : 'rights';
	return { access, reason, currentSchema: decoding.readVarUint(decoder) };
}

/** `full`: what this page last added was refused for want of room, and waits; deletions are still taken. */
export const SIZE_STATES = ['ok', 'near', 'full'] as const;
export type SizeState = (typeof SIZE_STATES)[number];
export type SizeMessage = { state: SizeState; bytes: number; limit: number };

/** `size`: how large the document is, when that concerns its authors. */
export function encodeSize({ state, bytes, limit }: SizeMessage): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, MESSAGE.size);
	encoding.writeVarUint(encoder, SIZE_STATES.indexOf(state));
	encoding.writeVarUint(encoder, Math.floor(bytes));
	encoding.writeVarUint(encoder, limit);
	return encoding.toUint8Array(encoder);
}

/** Reads the body of a `size` message. */
export function readSize(decoder: decoding.Decoder): SizeMessage {
	const state = SIZE_STATES[decoding.readVarUint(decoder)] ?? 'ok';
	const bytes = decoding.readVarUint(decoder);
	return { state, bytes, limit: decoding.readVarUint(decoder) };
}

/** Why something that a page sent was set aside instead of stored. */
export const QUARANTINE_REASONS = ['schema-older', 'mass-removal'] as const;
export type QuarantineReason = (typeof QUARANTINE_REASONS)[number];

/** `taken`: how many of this connection's updates an older page need not keep, in the order sent. `full`: no more is set aside. */
export type QuarantinedMessage = { reason: QuarantineReason | 'full'; taken: number };

/** `quarantined`: something of this account in this document has been set aside, durably. */
export function encodeQuarantined({ reason, taken }: QuarantinedMessage): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, MESSAGE.quarantined);
	encoding.writeVarString(encoder, reason);
	encoding.writeVarUint(encoder, taken);
	return encoding.toUint8Array(encoder);
}

/** `comments`: those of this document have changed. What they say is asked for, with the rights of whoever asks. */
export function encodeCommentsChanged(): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, MESSAGE.comments);
	return encoding.toUint8Array(encoder);
}

/** `figures`: those that texts of this space show may have changed. Their values are asked for, with the rights of whoever asks. */
export function encodeFiguresChanged(): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, MESSAGE.figures);
	return encoding.toUint8Array(encoder);
}

/** Reads the body of a `quarantined` message; anything unknown reads as `full`, after which nothing is forgotten. */
export function readQuarantined(decoder: decoding.Decoder): QuarantinedMessage {
	const said = decoding.readVarString(decoder);
	const reason = QUARANTINE_REASONS.find((one) => one === said) ?? 'full';
	return { reason, taken: decoding.readVarUint(decoder) };
}
