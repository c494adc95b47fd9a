import { encodePresence, readFrame, readPresence, type PresenceEntry } from '../messages.ts';
import type { BusMessage } from '../ports/bus.ts';

/** People of one document beyond whom a hint says nothing. */
const MAX_ENTRIES = 1_000;

type Waiting = { entries: Map<number, PresenceEntry>; dueAt: number };

/**
 * Gathers presence by document, so that moving cursors do not flood a narrow line: the first word goes out at once, the next one
 * so many milliseconds later, with the last state of everybody who moved meanwhile.
 */
export class PresencePace {
	readonly #everyMs: number;
	readonly #waiting = new Map<string, Waiting>();
	readonly #saidAt = new Map<string, number>();

	constructor(everyMs: number) {
		this.#everyMs = everyMs;
	}

	/** @returns false when the message cannot be read: it is left out */
	add(documentId: string, bytes: Uint8Array, now: number): boolean {
		const entries = tryRead(bytes);
		if (entries === null) return false;
		let waiting = this.#waiting.get(documentId);
		if (waiting === undefined) {
			waiting = { entries: new Map(), dueAt: (this.#saidAt.get(documentId) ?? -Infinity) + this.#everyMs };
			if (waiting.dueAt < now) waiting.dueAt = now;
			this.#waiting.set(documentId, waiting);
		}
		for (const entry of entries) waiting.entries.set(entry.clientId, entry);
		return true;
	}

	/** What may go out now. */
	take(now: number): BusMessage[] {
		const due: BusMessage[] = [];
		for (const [documentId, { entries, dueAt }] of this.#waiting) {
			// A clock that was set back must not silence anybody for long.
			if (dueAt > now && dueAt - now <= this.#everyMs) continue;
			this.#waiting.delete(documentId);
			this.#saidAt.set(documentId, now);
			due.push({ kind: 'presence', documentId, bytes: encodePresence([...entries.values()]) });
		}
		for (const [documentId, saidAt] of this.#saidAt) {
			if (Math.abs(now - saidAt) > this.#everyMs) this.#saidAt.delete(documentId);
		}
		return due;
	}

	/** Milliseconds until something may go out; null when nothing waits. */
	wait(now: number): number | null {
		let wait: number | null = null;
		for (const { dueAt } of this.#waiting.values()) {
			const left = Math.min(Math.max(0, dueAt - now), this.#everyMs);
			wait = wait === null ? left : Math.min(wait, left);
		}
		return wait;
	}

	clear(): void {
		this.#waiting.clear();
		this.#saidAt.clear();
	}
}

function tryRead(bytes: Uint8Array): PresenceEntry[] | null {
	try {
		const frame = readFrame(bytes);
		return frame.kind === 'presence' ? readPresence(frame.bytes, MAX_ENTRIES) : null;
	} catch {
		return null;
	}
}
