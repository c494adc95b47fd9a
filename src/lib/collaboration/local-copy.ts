import { IndexeddbPersistence } from 'y-indexeddb';
import type * as Y from 'yjs';
import { copiesOf, COPY_STORE, HELD_KEY, UNSENT_KEY } from './device-copies.ts';
import type { Access } from './protocol.ts';

/** What a document session needs of a copy on the device; tests give their own. */
export interface LocalCopy {
	/** Resolves when what the device holds is in the document, with the count of edits it had not sent. Rejects when nothing is kept. */
	ready: Promise<{ unsent: number }>;
	/** Writes down how many edits wait, for the next opening of the page. */
	countUnsent(count: number): void;
	/** The edits of earlier visits, counted by `ready`, are on the server. */
	forgetEarlier(): void;
	/** The page is too old for what it holds to be merged by itself: a later one hands it over under this version. */
	hold?(schemaVersion: number): void;
	close(): void;
}

/**
 * Name of a document's database on this device. A reader's copy is apart: what was typed with the right to write stays
 * untouched, and a reader is never shown text that nobody else has.
 */
export function localCopyName(accountId: string, documentId: string, access: Access): string {
	const name = `${copiesOf(accountId)}${documentId}`;
	return access === 'write' ? name : `${name}:lecture`;
}

/** Keeps a document in this browser, with the count of what the server does not have yet; one count per tab. */
export function openLocalCopy(name: string, doc: Y.Doc): LocalCopy {
	const persistence = new IndexeddbPersistence(name, doc);
	const tab = `${UNSENT_KEY}${doc.clientID}`;
	let earlier: IDBValidKey[] = [];
	let latest = 0;
	let writing = false;
	let closed = false;

	const store = (mode: IDBTransactionMode): IDBObjectStore | null => {
		if (closed || persistence.db === null) return null;
		return persistence.db.transaction(COPY_STORE, mode).objectStore(COPY_STORE);
	};
	const write = (): void => {
		const target = store('readwrite');
		if (target === null) return;
		writing = true;
		const written = latest;
		const request = written === 0 ? target.delete(tab) : target.put(written, tab);
		const done = (): void => {
			writing = false;
			if (latest !== written) write();
		};
		request.onsuccess = done;
		request.onerror = done;
	};
	return {
		ready: openedOrRefused(persistence).then(async () => {
			const counts = await readCounts(store('readonly'));
			earlier = counts.keys;
			return { unsent: counts.total };
		}),
		countUnsent(count) {
			latest = count;
			if (!writing) write();
		},
		forgetEarlier() {
			const target = store('readwrite');
			if (target !== null) for (const key of earlier) target.delete(key);
			earlier = [];
		},
		hold(schemaVersion) {
			store('readwrite')?.put(schemaVersion, HELD_KEY);
		},
		close() {
			closed = true;
			void persistence.destroy().catch(() => undefined);
		},
	};
}

function openedOrRefused(persistence: IndexeddbPersistence): Promise<void> {
	return new Promise((resolve, reject) => {
		persistence._db.catch(reject);
		persistence.whenSynced.then(() => resolve(), reject);
	});
}

function readCounts(store: IDBObjectStore | null): Promise<{ keys: IDBValidKey[]; total: number }> {
	return new Promise((resolve, reject) => {
		const found: { keys: IDBValidKey[]; total: number } = { keys: [], total: 0 };
		if (store === null) return resolve(found);
		const request = store.openCursor(IDBKeyRange.bound(UNSENT_KEY, `${UNSENT_KEY}\uffff`));
		request.onerror = () => reject(request.error ?? new Error('cannot read the copy on this device'));
		request.onsuccess = () => {
			const cursor = request.result;
			if (cursor === null) return resolve(found);
			found.keys.push(cursor.key);
			if (typeof cursor.value === 'number') found.total += cursor.value;
			cursor.continue();
		};
	});
}

/** The version a copy is held with; null for one that may be opened, and where there is none. */
export async function heldVersion(name: string): Promise<number | null> {
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
