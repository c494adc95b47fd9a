type Key = number | string;
type Range = { lower: Key | null; upper: Key | null; lowerOpen: boolean; upperOpen: boolean };
type Stores = Map<string, Map<Key, unknown>>;
type Event = { target: Request };

const has = (range: Range | Key | null | undefined, key: Key): boolean => {
	if (range === null || range === undefined) return true;
	if (typeof range !== 'object') return key === range;
	const { lower, upper, lowerOpen, upperOpen } = range;
	if (lower !== null && (key < lower || (lowerOpen && key === lower))) return false;
	return upper === null || key < upper || (!upperOpen && key === upper);
};

/** Answers once whoever asked has said what to do then. */
class Request {
	result: unknown;
	onsuccess: ((event: Event) => void) | null = null;
	onerror: ((event: Event) => void) | null = null;
	onupgradeneeded: ((event: Event) => void) | null = null;

	answer(result: unknown): this {
		setTimeout(() => {
			this.result = result;
			this.onsuccess?.({ target: this });
		});
		return this;
	}
}

class MemoryStore {
	readonly #rows: Map<Key, unknown>;

	constructor(rows: Map<Key, unknown>) {
		this.#rows = rows;
	}

	#keys(range?: Range | Key | null): Key[] {
		return [...this.#rows.keys()].filter((key) => has(range, key)).sort((a, b) => (a < b ? -1 : 1));
	}

	get = (key: Key) => new Request().answer(this.#rows.get(key));
	getAll = (range?: Range) => new Request().answer(this.#keys(range).map((key) => this.#rows.get(key)));
	count = (range?: Range) => new Request().answer(this.#keys(range).length);

	put(value: unknown, key: Key): Request {
		this.#rows.set(key, structuredClone(value));
		return new Request().answer(key);
	}

	add(value: unknown): Request {
		return this.put(value, 1 + Number(this.#keys().at(-1) ?? 0));
	}

	delete(range: Range | Key): Request {
		for (const key of this.#keys(range)) this.#rows.delete(key);
		return new Request().answer(undefined);
	}

	openCursor(range?: Range | null, direction = 'next'): Request {
		const keys = direction === 'prev' ? this.#keys(range).reverse() : this.#keys(range);
		const request = new Request();
		const step = (): void => {
			const key = keys.shift();
			const cursor = key === undefined ? null : { key, value: this.#rows.get(key), continue: step };
			request.answer(cursor);
		};
		step();
		return request;
	}

	openKeyCursor = (range?: Range | null, direction?: string) => this.openCursor(range, direction);
}

/**
 * As much of a browser's database as the copies on a device use, in memory. Stub `indexedDB` with it and `IDBKeyRange` with `MemoryKeyRange`.
 * Connections close for a deletion, as those of y-indexeddb do.
 */
export class MemoryIndexedDb {
	readonly #all = new Map<string, Stores>();
	/** Set by a test: something else holds every copy open, and deletions wait until it is called. */
	#letGo: (() => void)[] | null = null;

	databases = () => Promise.resolve([...this.#all.keys()].map((name) => ({ name, version: 1 })));

	holdDeletions(): void {
		this.#letGo ??= [];
	}

	/** How many deletions wait. */
	get waiting(): number {
		return this.#letGo?.length ?? 0;
	}

	releaseDeletions(): void {
		const waiting = this.#letGo ?? [];
		this.#letGo = null;
		for (const go of waiting) go();
	}

	open(name: string): Request {
		const isNew = !this.#all.has(name);
		const stores: Stores = this.#all.get(name) ?? new Map<string, Map<Key, unknown>>();
		this.#all.set(name, stores);
		const request = new Request();
		const opened = connectionTo(stores);
		if (isNew) {
			setTimeout(() => {
				request.result = opened;
				request.onupgradeneeded?.({ target: request });
			});
		}
		return request.answer(opened);
	}

	deleteDatabase(name: string): Request {
		const request = new Request();
		const go = (): void => {
			this.#all.delete(name);
			request.answer(undefined);
		};
		if (this.#letGo === null) go();
		else this.#letGo.push(go);
		return request;
	}
}

function connectionTo(stores: Stores) {
	return {
		objectStoreNames: { contains: (store: string) => stores.has(store) },
		createObjectStore: (store: string) => void stores.set(store, new Map()),
		transaction: () => ({
			objectStore: (store: string) => new MemoryStore(stores.get(store) ?? new Map<Key, unknown>()),
		}),
		close() {},
	};
}

const range = (lower: Key | null, upper: Key | null, lowerOpen = false, upperOpen = false): Range => ({
	...{ lower, upper, lowerOpen, upperOpen },
});

export const MemoryKeyRange = {
	bound: range,
	lowerBound: (lower: Key, open = false) => range(lower, null, open),
	upperBound: (upper: Key, open = false) => range(null, upper, false, open),
};
