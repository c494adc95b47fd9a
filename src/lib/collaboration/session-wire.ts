import * as decoding from 'lib0/decoding';
import type { Awareness } from 'y-protocols/awareness';
import type { WebsocketProvider } from 'y-websocket';
import type * as Y from 'yjs';
import {
	MESSAGE,
	SYNC,
	readAccess,
	readQuarantined,
	readSaved,
	readSize,
	type AccessMessage,
	type QuarantinedMessage,
	type SizeMessage,
} from './protocol.ts';
import type { TextRescue } from './text-rescue.ts';

/** Reads each message from the server beside the provider, which applies it. */
export function rescueTyped(provider: WebsocketProvider, rescue: TextRescue): void {
	const read = provider.messageHandlers[MESSAGE.sync];
	provider.messageHandlers[MESSAGE.sync] = (encoder, decoder, ...rest) => {
		const peek = decoding.clone(decoder);
		const kind = decoding.readVarUint(peek);
		const body = decoding.readVarUint8Array(peek);
		if (kind === SYNC.step1) {
			rescue.serverHas(body);
			read?.(encoder, decoder, ...rest);
			return;
		}
		rescue.receive(body, () => read?.(encoder, decoder, ...rest));
	};
}

/**
 * After a change of somebody else's Yjs tidies marks that enclose nothing any more. A page that writes sends that to all; what a page that only
 * reads would tidy stays with it alone, and words that come between such marks later would be shown there without them.
 */
export function keepToTheLog(doc: Y.Doc): void {
	doc.on('afterTransaction', (transaction) => {
		transaction._needFormattingCleanup = false;
	});
}

/**
 * Yjs takes another client id when somebody else turns out to write under a document's own: presence goes with it. Without this the
 * provider would look for the presence of an id that has none at its next opening, and throw.
 */
export function keepPresence(awareness: Awareness): void {
	const { clientID } = awareness.doc;
	if (awareness.clientID === clientID) return;
	const state = awareness.getLocalState();
	awareness.setLocalState(null);
	awareness.clientID = clientID;
	awareness.setLocalState(state);
}

/** Calls these before each message about the text is read. */
export function tellBeforeNews(provider: WebsocketProvider, listeners: ReadonlySet<() => void>): void {
	const read = provider.messageHandlers[MESSAGE.sync];
	provider.messageHandlers[MESSAGE.sync] = (...message) => {
		for (const listener of listeners) listener();
		read?.(...message);
	};
}

/** Whether a sync step 2 (a length, then an update) holds structs: deletions alone are always sent in full and say nothing. */
export function bringsSomething(body: Uint8Array): boolean {
	let at = 0;
	while (at < body.length && ((body[at] ?? 0) & 0x80) !== 0) at += 1;
	// The update begins with how many clients it brings structs of.
	return (body[at + 1] ?? 0) !== 0;
}

/** The promise, or a rejection after `milliseconds`. */
export function inTime<T>(promise: Promise<T>, milliseconds: number): Promise<T> {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => reject(new Error('too slow')), milliseconds);
		promise.then(resolve, reject).finally(() => clearTimeout(timer));
	});
}

/** Has the messages of our own that the server sends to a page read, and told. */
export function listenToMessages(
	provider: WebsocketProvider,
	tell: {
		saved: (count: number) => void;
		size: (size: SizeMessage) => void;
		quarantined: (message: QuarantinedMessage) => void;
		comments: () => void;
		figures: () => void;
		access: (message: AccessMessage) => void;
	},
): void {
	const handlers = provider.messageHandlers;
	handlers[MESSAGE.saved] = (_encoder, decoder) => tell.saved(readSaved(decoder));
	handlers[MESSAGE.size] = (_encoder, decoder) => tell.size(readSize(decoder));
	handlers[MESSAGE.quarantined] = (_encoder, decoder) => tell.quarantined(readQuarantined(decoder));
	handlers[MESSAGE.comments] = () => tell.comments();
	handlers[MESSAGE.figures] = () => tell.figures();
	handlers[MESSAGE.access] = (_encoder, decoder) => tell.access(readAccess(decoder));
}
