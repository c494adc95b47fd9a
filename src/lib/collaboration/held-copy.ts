import { IndexeddbPersistence } from 'y-indexeddb';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { deleteCopy } from './device-copies.ts';
import { COLLABORATION_PATH, MESSAGE, readQuarantined, SCHEMA_PARAMETER } from './protocol.ts';

/** A hand-over that takes longer is tried again at the next visit. */
const HAND_OVER_MS = 15_000;

/**
 * Gives to the server a copy that a page too old to write left on this device: it is set aside there for its author to decide,
 * and then forgotten here. @returns whether it is gone; else it must not be opened
 */
export async function handOverHeldCopy(options: {
	name: string;
	documentId: string;
	server: string;
	/** The version that the copy is held with. */
	schemaVersion: number;
}): Promise<boolean> {
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

/** Speaks as the older page: the server asks for what it has and says when that is kept. */
function send(options: {
	documentId: string;
	server: string;
	doc: Y.Doc;
	schemaVersion: number;
}): Promise<boolean> {
	const provider = new WebsocketProvider(
		options.server + COLLABORATION_PATH,
		options.documentId,
		options.doc,
		{ params: { [SCHEMA_PARAMETER]: String(options.schemaVersion) }, disableBc: true },
	);
	return new Promise<boolean>((resolve) => {
		const timer = setTimeout(() => resolve(false), HAND_OVER_MS);
		const finish = (kept: boolean): void => {
			clearTimeout(timer);
			resolve(kept);
		};
		provider.messageHandlers[MESSAGE.quarantined] = (_encoder, decoder) => {
			const { reason, taken } = readQuarantined(decoder);
			if (reason === 'full') finish(false);
			else if (taken > 0) finish(true);
		};
		provider.on('closed', () => finish(false));
	}).finally(() => provider.destroy());
}
