import type * as Y from 'yjs';
import type { SocketClass } from './counting-socket.ts';
import type { LocalCopy } from './local-copy.ts';
import type { Access, AccessReason } from './protocol.ts';
import type { Transport } from './transport.ts';

export type SessionOptions = {
	documentId: string;
	/** Whose page it is: their own colour counts among those present. */
	accountId?: string;
	/** What this account's client ids in this document are made of; without it one that Yjs draws. */
	clientKey?: string;
	/** What the page data say; the server has the last word and `onAccess` tells it. */
	access: Access;
	/** Where the websocket is: `wss://terrimed.example`. */
	server: string;
	/** Opens the copy on this device for the document; null to keep none. */
	openLocalCopy: ((doc: Y.Doc) => LocalCopy) | null;
	/** Shows what the device holds and never connects: a copy that the server must be given another way. */
	alone?: boolean;
	/** The websocket's class and the means of HTTP, for tests. */
	socket?: SocketClass;
	fetch?: typeof fetch;
	/** How to connect first: as the last session of this tab found to work. */
	transport?: Transport;
	/** Called after each change of `save`, `closed` or `online`. */
	onChange?: () => void;
	/** The server gives another access than the one the session was opened with: open another session. */
	onAccess?: (change: { access: Access; reason: AccessReason }) => void;
	now?: () => number;
};
