import { newId } from '#lib/identifiers.ts';
import type { OpenVisit } from './registry-list.ts';

/** Somebody with a record open, as they are shown: the name decides, the colour follows the order of arrival. */
export interface PersonOnRecord extends OpenVisit {
	colour: number;
}

const COLOURS = 12;

/** Who else has which record open, and what this page says of itself. Nothing of it outlives the page. */
export class RecordPresence {
	/** The name of this page in its stream. */
	readonly visit = newId();
	/** Of the records in the outside interface. */
	readonly #records: string;
	#others = $state.raw<readonly OpenVisit[]>([]);
	#told: { recordId: string; field: string | null } | null = null;
	#sending: Promise<unknown> = Promise.resolve();

	constructor(records: string) {
		this.#records = records;
	}

	readonly #byRecord = $derived.by(() => {
		const names = this.#others.map(({ name }) => name).filter((name, at, all) => all.indexOf(name) === at);
		const people = this.#others.map((one) => ({ ...one, colour: (names.indexOf(one.name) % COLOURS) + 1 }));
		return Map.groupBy(people, ({ recordId }) => recordId);
	});

	/** The others on a record, each once; who writes in it before who reads it. */
	on(recordId: string): readonly PersonOnRecord[] {
		const all = (this.#byRecord.get(recordId) ?? []).toSorted(
			(a, b) => Number(b.field !== null) - Number(a.field !== null),
		);
		return all.filter(({ name }, at) => all.findIndex((one) => one.name === name) === at);
	}

	/** What the stream tells: all of them, each time. */
	hear(visits: readonly OpenVisit[]): void {
		this.#others = visits;
	}

	/** Says where this page is: a record and perhaps a field of it, or nowhere. */
	tell(here: { recordId: string; field: string | null } | null): void {
		const before = this.#told;
		if (before?.recordId === here?.recordId && before?.field === here?.field) return;
		this.#told = here;
		if (here !== null) this.#send(here.recordId, { here: true, field: here.field });
		else if (before !== null) this.#send(before.recordId, { here: false, field: null });
	}

	/** The stream is open, perhaps again: the server has forgotten this page with the one before. */
	again(): void {
		if (this.#told !== null) this.#send(this.#told.recordId, { here: true, field: this.#told.field });
	}

	/** One after the other, so that the last word is the last said. A presence that cannot be said is nobody's loss. */
	#send(recordId: string, said: { here: boolean; field: string | null }): void {
		const send = (): Promise<unknown> =>
			fetch(`${this.#records}/${recordId}/presence`, {
				method: 'PUT',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ visit: this.visit, ...said }),
			});
		this.#sending = this.#sending.then(send).catch(() => undefined);
	}
}
