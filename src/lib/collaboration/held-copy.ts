import { IndexeddbPersistence } from 'y-indexeddb';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { SocketClass } from './counting-socket.ts';
import { deleteCopy } from './device-copies.ts';
import { Line } from './line.ts';
import { COLLABORATION_PATH, MESSAGE, readQuarantined, SCHEMA_PARAMETER } from './protocol.ts';
import { sessionSockets } from './session-sockets.ts';
import { rememberedTransport, rememberTransport } from './transport-memory.ts';
import { probeWebsocket } from './websocket-probe.ts';

/** A hand-over that takes longer is tried again at the next visit. */
const HAND_OVER_MS = 15_000;

export type HandOver = {
	name: string;
	documentId: string;
	server: string;
	/** The version that the copy is held with. */
	schemaVersion: number;
	/** The websocket's class and the means of HTTP, for tests. */
	socket?: SocketClass;
	fetch?: typeof fetch;
};

/**
 * Gives to the server a copy that a page too old to write left on this device: it is set aside there for its author to decide,
 * and then forgotten here. @returns whether it is gone; else it must not be opened
 */
export async function handOverHeldCopy(options: HandOver): Promise<boolean> {
	const doc = new Y.Doc();
	const persistence = new IndexeddbPersistence(options.name, doc);
	let handedOver = false;
	try {
		await persistence.whenSynced;
		handedOver = await send({ ...options, doc });
	} catch {
		handedOver = false;
	} finally {
		await persistence.destroy().catch(() => undefined);
		doc.destroy();
	}
	if (handedOver) await deleteCopy(options.name);
	return handedOver;
}

/** Speaks as the older page, whichever way passes: the server asks for what it has and says when that is kept. */
function send({ doc, ...options }: HandOver & { doc: Y.Doc }): Promise<boolean> {
	const provider = new WebsocketProvider(options.server + COLLABORATION_PATH, options.documentId, doc, {
		connect: false,
		params: { [SCHEMA_PARAMETER]: String(options.schemaVersion) },
		disableBc: true,
	});
	const websocket = options.socket ?? WebSocket;
	const line = new Line({
		provider,
		sockets: sessionSockets({ doc, websocket, fetch: options.fetch, onWrite: () => {} }),
		startWith: rememberedTransport(),
		probe: (url) => probeWebsocket(websocket, url),
		now: Date.now,
		waitingSince: () => null,
		changed: () => rememberTransport(line.transport),
	});
	return new Promise<boolean>((resolve) => {
		const timer = setTimeout(() => resolve(false), HAND_OVER_MS);
		const finish = (kept: boolean): void => {
			clearTimeout(timer);
			resolve(kept);
		};
		// What it says to pages that stay is not for this one.
		for (const type of Object.values(MESSAGE)) provider.messageHandlers[type] ??= () => {};
		provider.messageHandlers[MESSAGE.quarantined] = (_encoder, decoder) => {
			const { reason, taken } = readQuarantined(decoder);
			if (reason === 'full') finish(false);
			else if (taken > 0) finish(true);
		};
		provider.on('closed', () => finish(false));
		provider.connect();
	}).finally(() => {
		line.stop();
		provider.destroy();
	});
}
