import { mayRead, type Planted } from './canary.ts';
import { CanarySearch, fieldsSaidOf, pageData, textOf } from './search.ts';
import type { SeekerName } from './seekers.ts';

/** What came back to somebody. */
export interface Found {
	where: string;
	/** The whole address, whose own ids an answer may say again. */
	asked: string;
	contentType: string;
	bytes: Uint8Array;
}

/** Judges answers one by one: what nobody of that right may read is a leak, by its field and the sharing of its record. */
export class Examiner {
	readonly leaks = new Set<string>();
	/** `seeker: field of record` of what was found where it may be: what is never found there was not looked for. */
	readonly seen = new Set<string>();
	readonly #search: CanarySearch;
	readonly #ids: ReadonlySet<string>;
	readonly #ground: Planted;

	constructor(ground: Planted) {
		this.#ground = ground;
		this.#search = new CanarySearch(ground.canaries);
		this.#ids = new Set(ground.records.map(({ id }) => id));
	}

	examine(seeker: SeekerName, { where, asked, contentType, bytes }: Found): void {
		const raw = textOf(bytes);
		const data = contentType.includes('json') ? dataOf(asked, raw) : null;
		// The numbers of a page's data are places in it, not values.
		const text = asked.includes('/__data.json') && data !== null ? JSON.stringify(data) : raw;
		for (const canary of this.#search.in(text)) {
			const said = `${canary.field} of ${canary.of}`;
			if (mayRead(seeker, canary)) this.seen.add(`${seeker}: ${said}`);
			else this.leaks.add(`${seeker} at ${where}: ${said}`);
		}
		for (const record of this.#ground.records) {
			if (asked.includes(record.id) || mayRead(seeker, record)) continue;
			if (text.includes(record.id)) this.leaks.add(`${seeker} at ${where}: the id of ${record.of}`);
		}
		if (data !== null) this.#examineData(seeker, where, data);
	}

	#examineData(seeker: SeekerName, where: string, data: unknown): void {
		for (const [id, said] of fieldsSaidOf(data, this.#ids)) {
			const { fields = {}, of = '' } = this.#ground.records.find((one) => one.id === id) ?? {};
			for (const field of said) {
				const openTo = fields[field];
				if (openTo === undefined) this.leaks.add(`${where}: ${field}, of which no table says who reads it`);
				else if (mayRead(seeker, { openTo })) this.seen.add(`${seeker}: ${field} of ${of}`);
				else this.leaks.add(`${seeker} at ${where}: the field ${field} of ${of}`);
			}
		}
	}
}

function dataOf(asked: string, text: string): unknown {
	try {
		return asked.includes('/__data.json') ? pageData(text) : JSON.parse(text);
	} catch {
		// Said to be JSON and is not: its text has been read already.
		return null;
	}
}
