import type { BusMessage } from '../ports/bus.ts';
import { PresencePace } from './presence-pace.ts';

/** Messages that wait while the line is busy; more are lost. */
const MAX_MESSAGES = 20_000;

/** Bytes of updates that wait; beyond, updates travel as their numbers. */
const MAX_BYTES = 16 * 1024 * 1024;

/** What a process has to tell the others and has not sent yet. */
export class Outbox {
	readonly #carriesBytes: boolean;
	readonly #pace: PresencePace;
	#messages: BusMessage[] = [];
	#bytes = 0;

	/** Without bytes, only the last number of each document travels. Presence of one document goes out every so many milliseconds. */
	constructor(options: { carriesBytes: boolean; presenceEveryMs: number }) {
		this.#carriesBytes = options.carriesBytes;
		this.#pace = new PresencePace(options.presenceEveryMs);
	}

	/** @returns false when the message is lost */
	add(message: BusMessage, now: number): boolean {
		if (message.kind === 'presence') return this.#pace.add(message.documentId, message.bytes, now);
		if (this.#messages.length >= MAX_MESSAGES) return false;
		if (message.kind !== 'committed' || message.bytes === null) this.#messages.push(message);
		else {
			this.#bytes += message.bytes.length;
			this.#messages.push(this.#bytes > MAX_BYTES ? { ...message, bytes: null } : message);
		}
		return true;
	}

	/** What may go out now, in the order it came; presence last. */
	take(now: number): BusMessage[] {
		const messages = this.#carriesBytes ? this.#messages : pointers(this.#messages);
		this.#messages = [];
		this.#bytes = 0;
		return [...messages, ...this.#pace.take(now)];
	}

	/** Milliseconds until presence that waits may go out; null for none. */
	wait(now: number): number | null {
		return this.#pace.wait(now);
	}

	/** @returns how many messages were thrown away */
	clear(): number {
		const count = this.#messages.length;
		this.#messages = [];
		this.#bytes = 0;
		this.#pace.clear();
		return count;
	}
}

/** Of each document only the last number, in its place: whoever hears it reads the log up to there. */
function pointers(messages: readonly BusMessage[]): BusMessage[] {
	const last = new Map<string, number>();
	messages.forEach((message, index) => {
		if (message.kind === 'committed') last.set(message.documentId, index);
	});
	return messages.flatMap((message, index): BusMessage[] => {
		if (message.kind !== 'committed') return [message];
		return last.get(message.documentId) === index ? [{ ...message, bytes: null }] : [];
	});
}
