import * as Y from 'yjs';
import { LetterRuns, readLetters } from './letters.ts';
import { BadFrame, encodeStep2 } from './messages.ts';

/** The update of an empty document: no structs, no deletions. */
const EMPTY_UPDATE = new Uint8Array([0, 0]);

/** The state vector of someone who has nothing. */
const EMPTY_VECTOR_LENGTH = 1;

/** Small updates are merged this many at once: merging is quadratic in their number. */
const MERGE_GROUP = 64;

/** Letters are put together without being merged, so many at once. */
const MAX_LETTERS = 1_024;

/** How many answers to the same question are kept until the next update: a crowd that comes back asks alike. */
const CACHED_ANSWERS = 8;

/**
 * A document's committed bytes, kept as a few merged pieces of falling size and a tail of single updates, so
 * that each byte is merged again only a logarithmic number of times.
 */
export class DocumentBytes {
	#pieces: Uint8Array[] = [];
	#tail: Uint8Array[] = [];
	/** The newest of all. */
	readonly #letters = new LetterRuns();
	#size = 0;
	#full: Uint8Array | null = null;
	#openingFrame: Uint8Array | null = null;
	readonly #answers = new Map<string, Uint8Array>();
	/** What was added since `startReplacing`; null when nothing is being replaced. */
	#since: Uint8Array[] | null = null;

	/** Upper bound of the document's encoded size: merging only makes it smaller. */
	get size(): number {
		return this.#size;
	}

	/** Takes in one committed update. */
	add(update: Uint8Array): void {
		this.#since?.push(update);
		this.#size += update.length;
		this.#forget();
		const letters = readLetters(update);
		if (letters && this.#letters.add(update, letters)) {
			if (this.#letters.count >= MAX_LETTERS) this.#gatherLetters();
			return;
		}
		// What continues them must not come before them.
		this.#gatherLetters();
		if (!letters || !this.#letters.add(update, letters)) this.#keep(update);
	}

	#gatherLetters(): void {
		const gathered = this.#letters.take();
		if (gathered) this.#keep(gathered);
	}

	#keep(update: Uint8Array): void {
		this.#tail.push(update);
		if (this.#tail.length < MERGE_GROUP) return;
		this.#pieces.push(Y.mergeUpdates(this.#tail));
		this.#tail = [];
		for (let last = this.#pieces.length - 1; last > 0; last--) {
			const [older, newer] = [this.#pieces[last - 1], this.#pieces[last]];
			if (!older || !newer || older.length > 2 * newer.length) break;
			this.#pieces.splice(last - 1, 2, Y.mergeUpdates([older, newer]));
		}
		this.#measure();
	}

	/** Replaces everything by one equivalent update, as after garbage collection. */
	replace(update: Uint8Array): void {
		this.#pieces = [update];
		this.#tail = [];
		this.#letters.take();
		this.#forget();
		this.#measure();
	}

	/** The pieces as they are now, for somebody who makes one equivalent update of them while others are added. */
	startReplacing(): Uint8Array[] {
		this.#since = [];
		this.#gatherLetters();
		return [...this.#pieces, ...this.#tail];
	}

	/** Puts the equivalent in the place of these pieces, before what came since; null leaves everything as it is. */
	finishReplacing(update: Uint8Array | null): void {
		const since = this.#since ?? [];
		this.#since = null;
		if (update === null) return;
		this.replace(update);
		for (const later of since) this.add(later);
	}

	/** The whole document as one update. */
	full(): Uint8Array {
		if (this.#full) return this.#full;
		this.#gatherLetters();
		const merged = mergeAll([...this.#pieces, ...this.#tail]);
		this.#pieces = [merged];
		this.#tail = [];
		this.#full = merged;
		this.#measure();
		return merged;
	}

	/** The frame of a sync step 2 for someone at this state vector. Throws `BadFrame` when it cannot be read. */
	answerTo(stateVector: Uint8Array): Uint8Array {
		if (stateVector.length === EMPTY_VECTOR_LENGTH && stateVector[0] === 0) {
			this.#openingFrame ??= encodeStep2(this.full());
			return this.#openingFrame;
		}
		const key = Buffer.from(stateVector.buffer, stateVector.byteOffset, stateVector.length).toString(
			'latin1',
		);
		const cached = this.#answers.get(key);
		if (cached) return cached;
		const answer = encodeStep2(this.#difference(stateVector));
		if (this.#answers.size >= CACHED_ANSWERS) this.#answers.clear();
		this.#answers.set(key, answer);
		return answer;
	}

	#difference(stateVector: Uint8Array): Uint8Array {
		try {
			Y.decodeStateVector(stateVector);
		} catch {
			throw new BadFrame('unreadable state vector');
		}
		return Y.diffUpdate(this.full(), stateVector);
	}

	#forget(): void {
		this.#full = null;
		this.#openingFrame = null;
		this.#answers.clear();
	}

	#measure(): void {
		this.#size = [...this.#pieces, ...this.#tail].reduce((sum, { length }) => sum + length, 0);
	}
}

/** Merges any number of updates that do not overlap into one. The first, which is mostly the snapshot and far the largest, is read once. */
export function mergeAll(updates: readonly Uint8Array[]): Uint8Array {
	const [first, ...others] = updates;
	if (!first || others.length < MERGE_GROUP) return mergeInGroups(updates);
	return Y.mergeUpdates([first, mergeInGroups(others)]);
}

function mergeInGroups(updates: readonly Uint8Array[]): Uint8Array {
	let layer = [...updates];
	while (layer.length > 1) {
		const next: Uint8Array[] = [];
		for (let i = 0; i < layer.length; i += MERGE_GROUP)
			next.push(Y.mergeUpdates(layer.slice(i, i + MERGE_GROUP)));
		layer = next;
	}
	return layer[0] ?? EMPTY_UPDATE;
}
