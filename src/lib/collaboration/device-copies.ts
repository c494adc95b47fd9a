/**
 * The copies of documents kept in this browser, seen from outside any document: how many edits they still hold, and
 * their deletion at sign-out. No library here: every page that can sign out loads it.
 */

const PREFIX = 'terrimed:';

/** Store of y-indexeddb for what is not the document itself. */
export const COPY_STORE = 'custom';

/** Keys of that store, one per tab: how many edits the server did not have. */
export const UNSENT_KEY = 'unsent:';

/** Key of that store, once the server has said that the page is too old to write: the version to hand the copy over with. */
export const HELD_KEY = 'held';

/** A copy that something else holds open must not keep anybody from signing out. */
const DELETION_MS = 2_000;

/** What the names of an account's copies begin with. */
export function copiesOf(accountId: string): string {
	return `${PREFIX}${accountId}:`;
}

/** Edits kept on this device that the server does not have, in all the documents of an account. */
export async function countUnsentEdits(accountId: string): Promise<number> {
	const counts = await Promise.all((await copyNames(accountId)).map(countIn));
	return counts.reduce((sum, count) => sum + count, 0);
}

/** Deletes the copies of an account, and of no other. Never fails, never lasts. */
export async function deleteCopies(accountId: string): Promise<void> {
	const names = await copyNames(accountId).catch(() => []);
	await Promise.all(names.map(deleteCopy));
}

async function copyNames(accountId: string): Promise<string[]> {
	// Absent where storage is refused, and in browsers too old to list what they keep.
	if (typeof indexedDB === 'undefined' || indexedDB.databases === undefined) return [];
	const names = (await indexedDB.databases()).map((database) => database.name ?? '');
	return names.filter((name) => name.startsWith(copiesOf(accountId)));
}

function countIn(name: string): Promise<number> {
	return new Promise((resolve, reject) => {
		const opening = indexedDB.open(name);
		opening.onerror = () => reject(opening.error ?? new Error('cannot open a copy on this device'));
		opening.onsuccess = () => {
			const database = opening.result;
			const done = (count: number): void => {
				database.close();
				resolve(count);
			};
			if (!database.objectStoreNames.contains(COPY_STORE)) return done(0);
			const keys = IDBKeyRange.bound(UNSENT_KEY, `${UNSENT_KEY}\uffff`);
			const reading = database.transaction(COPY_STORE).objectStore(COPY_STORE).getAll(keys);
			reading.onerror = () => done(0);
			reading.onsuccess = () => {
				const counts = reading.result.filter((value): value is number => typeof value === 'number');
				done(counts.reduce((sum, count) => sum + count, 0));
			};
		};
	});
}

/** Deletes one copy. Never fails, never lasts. */
export function deleteCopy(name: string): Promise<void> {
	return new Promise((resolve) => {
		const deletion = indexedDB.deleteDatabase(name);
		deletion.onsuccess = () => resolve();
		deletion.onerror = () => resolve();
		setTimeout(resolve, DELETION_MS);
	});
}
