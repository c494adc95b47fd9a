import { hrefOf, listQuery } from './registry-address.ts';
import type { ListedRecord, RegistryList } from './registry-list.ts';

/** The rows of the list: the server's first page, then the ones fetched as one goes down. */
export class RegistryRows<Row extends ListedRecord = ListedRecord> {
	/** Of the list in the outside interface. */
	readonly #list: string;
	readonly #read: () => RegistryList<Row>;
	#more = $state.raw<{ of: RegistryList<Row>; rows: Row[]; next: string | null } | null>(null);
	#fetching = $state(false);

	constructor(list: string, read: () => RegistryList<Row>) {
		this.#list = list;
		this.#read = read;
	}

	/** What was fetched belongs to the page it went on from: a new answer of the server begins again. */
	get rows(): readonly Row[] {
		const page = this.#read();
		return this.#more?.of === page ? [...page.rows, ...this.#more.rows] : page.rows;
	}

	get next(): string | null {
		const page = this.#read();
		return this.#more?.of === page ? this.#more.next : page.next;
	}

	get isFetching(): boolean {
		return this.#fetching;
	}

	async fetchMore(): Promise<void> {
		const page = this.#read();
		const cursor = this.next;
		if (cursor === null || this.#fetching) return;
		this.#fetching = true;
		try {
			const response = await fetch(hrefOf(this.#list, listQuery(page.question, cursor)));
			if (!response.ok || this.#read() !== page) return;
			const answer = (await response.json()) as { rows: Row[]; next: string | null };
			const before = this.#more?.of === page ? this.#more.rows : [];
			this.#more = { of: page, rows: [...before, ...answer.rows], next: answer.next };
		} finally {
			this.#fetching = false;
		}
	}
}
