import { hrefOf, listQuery } from './registry-address.ts';
import type { ListedRecord, RegistryList } from './registry-list.ts';

/** The rows of the list: the server's first page, then the ones fetched as one goes down. */
export class RegistryRows<Row extends ListedRecord = ListedRecord> {
	/** Of the list in the outside interface. */
	readonly #list: string;
	readonly #read: () => RegistryList<Row>;
	#more = $state.raw<{ of: RegistryList<Row>; rows: readonly Row[]; next: string | null } | null>(null);
	#fetching = $state(false);

	constructor(list: string, read: () => RegistryList<Row>) {
		this.#list = list;
		this.#read = read;
	}

	/** What was fetched below the first page of this question. */
	get #below(): { rows: readonly Row[]; next: string | null } | null {
		const page = this.#read();
		return this.#more !== null && asksTheSame(this.#more.of, page) ? this.#more : null;
	}

	/**
	 * The first page as it is now, and below it what was fetched. When somebody's change has the first page read anew, the rest stays in
	 * sight until it has been, too: a list that one is reading does not shrink.
	 */
	get rows(): readonly Row[] {
		const page = this.#read();
		const below = this.#below;
		if (below === null) return page.rows;
		return [...page.rows, ...below.rows.filter(({ id }) => !page.rows.some((row) => row.id === id))];
	}

	get next(): string | null {
		return (this.#below ?? this.#read()).next;
	}

	get isFetching(): boolean {
		return this.#fetching;
	}

	/** Whether what is below the first page is older than it. */
	get isBehind(): boolean {
		return this.#below !== null && this.#more?.of !== this.#read();
	}

	async fetchMore(): Promise<void> {
		const page = this.#read();
		const cursor = this.next;
		if (cursor === null || this.#fetching || this.isBehind) return;
		const rows = this.#below?.rows ?? [];
		await this.#fetch(page, { rows, next: cursor, until: rows.length + 1 });
	}

	/** Fetches whatever is left: the search of the browser and the last row are a key away. */
	async fetchAll(): Promise<void> {
		const page = this.#read();
		const cursor = this.next;
		if (cursor === null || this.#fetching || this.isBehind) return;
		await this.#fetch(page, { rows: this.#below?.rows ?? [], next: cursor, until: Infinity });
	}

	/** Fetches anew as many rows as there were. */
	async catchUp(): Promise<void> {
		const page = this.#read();
		const below = this.#below;
		if (below === null || this.#fetching) return;
		const isDone = await this.#fetch(page, { rows: [], next: page.next, until: below.rows.length });
		// What cannot be had anew is no longer shown as if it were.
		if (!isDone && this.#read() === page) this.#more = null;
	}

	async #fetch(
		page: RegistryList<Row>,
		{ rows, next, until }: { rows: readonly Row[]; next: string | null; until: number },
	): Promise<boolean> {
		this.#fetching = true;
		try {
			let [held, cursor] = [rows, next];
			while (cursor !== null && held.length < until) {
				const response = await fetch(hrefOf(this.#list, listQuery(page.question, cursor)));
				if (!response.ok || this.#read() !== page) return false;
				const answer = (await response.json()) as { rows: Row[]; next: string | null };
				held = [...held, ...answer.rows];
				cursor = answer.next;
			}
			this.#more = { of: page, rows: held, next: cursor };
			return true;
		} catch {
			return false;
		} finally {
			this.#fetching = false;
		}
	}
}

/** The same words, filters and order: whatever has changed is in the rows. */
function asksTheSame(one: RegistryList, other: RegistryList): boolean {
	if (one === other) return true;
	const said = ({ question }: RegistryList): string => hrefOf('', listQuery(question, ''));
	return said(one) === said(other);
}
