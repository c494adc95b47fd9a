import type * as Y from 'yjs';
import type { PresentPeople } from '#lib/collaboration/presence.ts';
import type { OutlineEntry } from '../document.content.ts';

/** Others' changes are said at most this often, gathered: a listener must be able to go on reading. */
const NEWS_MS = 10_000;

/** Puts what others do to a text in one short sentence now and then, for those who do not see it. */
export class RemoteNews {
	readonly #present: PresentPeople;
	readonly #say: (sentence: string) => void;
	#people = new Set<string>();
	#parts = new Set<string>();
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(present: PresentPeople, say: (sentence: string) => void) {
		this.#present = present;
		this.#say = say;
	}

	changed(
		events: readonly Y.YEvent<Y.AbstractType<unknown>>[],
		transaction: Y.Transaction,
		outline: readonly OutlineEntry[],
	): void {
		for (const [client, clock] of transaction.afterState) {
			if ((transaction.beforeState.get(client) ?? 0) === clock) continue;
			const person = this.#present.of(client);
			if (person !== null) this.#people.add(person.name);
		}
		for (const { path } of events) {
			const [block] = path;
			const part = outline.findLast((entry) => typeof block === 'number' && entry.index <= block);
			if (part !== undefined) this.#parts.add(part.text);
		}
		if (this.#people.size > 0) this.#timer ??= setTimeout(() => this.#tell(), NEWS_MS);
	}

	stop(): void {
		clearTimeout(this.#timer);
	}

	#tell(): void {
		this.#timer = undefined;
		this.#say(newsSentence([...this.#people], [...this.#parts]));
		this.#people.clear();
		this.#parts.clear();
	}
}

const list = new Intl.ListFormat('fr-FR', { type: 'conjunction' });

/** « Claire Dufau et Xabi Garat ont modifié « Nos priorités ». » */
function newsSentence(people: readonly string[], parts: readonly string[]): string {
	const verb = people.length > 1 ? 'ont modifié' : 'a modifié';
	const where =
		parts.length === 0 ? 'le document' : list.format(parts.map((part) => `«\u00a0${part}\u00a0»`));
	return `${list.format(people)} ${verb} ${where}.`;
}
