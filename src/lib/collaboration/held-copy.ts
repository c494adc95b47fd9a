import { IndexeddbPersistence } from 'y-indexeddb';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { COPY_STORE, deleteCopy, HELD_KEY } from './device-copies.ts';
import { COLLABORATION_PATH, MESSAGE, readQuarantined, SCHEMA_PARAMETER } from './protocol.ts';

/** A hand-over that takes longer is tried again at the next visit. */
const HAND_OVER_MS = 15_000;

/**
 * Gives to the server a copy that a page too old to write left on this device: it is set aside there for its author to decide,
 * and then forgotten here. @returns whether there is no such copy any more; else it must not be opened
 */
export async function handOverHeldCopy(options: {
	name: string;
	documentId: string;
	server: string;
}): Promise<boolean> {
	const schemaVersion = await heldVersion(options.name);
	if (schemaVersion === null) return true;
	const doc = new Y.Doc();
	const persistence = new IndexeddbPersistence(options.name, doc);
	let handedOver = false;
	try {
		await persistence.whenSynced;
		handedOver = await send({ ...options, doc, schemaVersion });
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

/** The version a copy is held with; null for one that may be opened, and where there is none. */
async function heldVersion(name: string): Promise<number | null> {
	if (typeof indexedDB === 'undefined' || indexedDB.databases === undefined) return null;
	const names = (await indexedDB.databases().catch(() => [])).map((database) => database.name);
	if (!names.includes(name)) return null;
	return new Promise((resolve) => {
		const opening = indexedDB.open(name);
		opening.onerror = () => resolve(null);
		opening.onsuccess = () => {
			const database = opening.result;
			const done = (version: unknown): void => {
				database.close();
				resolve(typeof version === 'number' ? version : null);
			};
			if (!database.objectStoreNames.contains(COPY_STORE)) return done(null);
			const reading = database.transaction(COPY_STORE).objectStore(COPY_STORE).get(HELD_KEY);
			reading.onerror = () => done(null);
			reading.onsuccess = () => done(reading.result);
		};
	});
}
