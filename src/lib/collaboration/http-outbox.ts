import * as decoding from 'lib0/decoding';
import { decodeAnswer, encodeFrames, HTTP_PARAMETER, type PostAnswer } from './http-wire.ts';
import { MESSAGE, SYNC } from './protocol.ts';

/** Frames that leave together; one larger goes alone. */
const BATCH_BYTES = 262_144;

/** A POST not answered in this time is sent again. */
const ANSWER_MS = 15_000;

/** Pauses before each repetition; after the last the line is given up, and the provider starts another. */
const REPEAT_MS = [300, 1_000, 3_000] as const;

/** Refused updates that no later sync step 2 has filled after so many answers: start again from the documents' states. */
const ANSWERS_WITH_HOLE = 4;

/** A browser lets a page that is closing send this much. */
const LAST_BYTES = 60_000;

const LOST = 1006;

export type HttpOutboxParts = {
	address: URL;
	fetch: typeof fetch;
	clientId: number | undefined;
	/** A frame that came in the answer of a POST. */
	received(frame: Uint8Array): void;
	/** How many updates and sync steps 2, from the first, are durable. */
	saved(count: number): void;
	/** The connection has ended; with 1006 when nobody said why. */
	ended(code: number, reason: string): void;
};

/**
 * Sends frames by POST, in order: one POST is under way, the next one fills meanwhile. Counts what is durable by the
 * answers alone, since each may come from another process.
 */
export class HttpOutbox {
	/** The document is full: what was refused waits for room, and starting again would change nothing. */
	isHeldBack = false;
	readonly #parts: HttpOutboxParts;
	#waiting: Uint8Array[] = [];
	#number = 0;
	#sending = false;
	#stopped = false;
	/** Updates and steps 2 in POSTs that were answered. */
	#answered = 0;
	/** Answers since an update was refused that nothing has filled; null when there is none. */
	#hole: number | null = null;

	constructor(parts: HttpOutboxParts) {
		this.#parts = parts;
	}

	/** Bytes that have not left. */
	get size(): number {
		return this.#waiting.reduce((sum, { length }) => sum + length, 0);
	}

	push(frame: Uint8Array): void {
		if (this.#stopped || !this.#isWorthSending(frame)) return;
		// Of two presences of one's own, only the later is news.
		const before = this.#waiting.at(-1);
		if (before && this.#isOwnPresence(before) && this.#isOwnPresence(frame)) this.#waiting.pop();
		this.#waiting.push(frame);
		if (this.#sending) return;
		this.#sending = true;
		// What the page does in one go leaves in one go.
		queueMicrotask(() => void this.#send());
	}

	/** The page leaves: what still waits goes without an answer, if a browser lets it. */
	leave(): void {
		const frames = this.#waiting;
		this.stop();
		if (this.#number === 0 && frames.length === 0) return;
		const body = encodeFrames(frames);
		const kept = body.length <= LAST_BYTES ? body : new Uint8Array();
		this.#post(++this.#number, kept, { last: true }).catch(() => undefined);
	}

	stop(): void {
		this.#stopped = true;
		this.#waiting = [];
	}

	/** The stream's opening has asked for the document; of others' presence, which the provider echoes, the server wants nothing. */
	#isWorthSending(frame: Uint8Array): boolean {
		if (frame[0] === MESSAGE.sync) return frame[1] !== SYNC.step1;
		return !isPresence(frame) || this.#parts.clientId === undefined || this.#isOwnPresence(frame);
	}

	#isOwnPresence(frame: Uint8Array): boolean {
		const { clientId } = this.#parts;
		return clientId !== undefined && isPresence(frame) && speaksOf(frame, clientId);
	}

	async #send(): Promise<void> {
		while (this.#waiting.length > 0 && !this.#stopped) {
			const batch = this.#takeBatch();
			const answer = await this.#deliver(++this.#number, encodeFrames(batch));
			if (this.#stopped || answer === null) break;
			this.#read(answer, batch);
		}
		this.#sending = false;
	}

	#takeBatch(): Uint8Array[] {
		let size = 0;
		let count = 0;
		for (const { length } of this.#waiting) {
			if (count > 0 && size + length > BATCH_BYTES) break;
			size += length;
			count += 1;
		}
		return this.#waiting.splice(0, count);
	}

	/** The answer, after as many repetitions as it takes; null when the line is given up. */
	async #deliver(number: number, body: Uint8Array<ArrayBuffer>): Promise<PostAnswer | null> {
		for (const pause of [...REPEAT_MS, null]) {
			const answer = await this.#post(number, body, { last: false }).catch(() => null);
			if (this.#stopped || answer !== null) return answer;
			if (pause !== null) await new Promise((resolve) => setTimeout(resolve, pause));
			if (this.#stopped) return null;
		}
		this.#parts.ended(LOST, 'POSTs do not pass');
		return null;
	}

	async #post(number: number, body: Uint8Array<ArrayBuffer>, how: { last: boolean }): Promise<PostAnswer> {
		const address = new URL(this.#parts.address);
		address.searchParams.set(HTTP_PARAMETER.number, String(number));
		if (how.last) address.searchParams.set(HTTP_PARAMETER.last, '1');
		const late = new AbortController();
		const timer = setTimeout(() => late.abort(), ANSWER_MS);
		try {
			const answer = await this.#parts.fetch(address, {
				method: 'POST',
				body,
				headers: { 'content-type': 'application/octet-stream' },
				cache: 'no-store',
				keepalive: how.last,
				signal: late.signal,
			});
			if (!answer.ok) throw new Error(`answer ${answer.status}`);
			return decodeAnswer(new Uint8Array(await answer.arrayBuffer()));
		} finally {
			clearTimeout(timer);
		}
	}

	#read({ durable, close, frames }: PostAnswer, batch: readonly Uint8Array[]): void {
		this.#answered += batch.filter(isWrite).length;
		for (const frame of frames) this.#parts.received(frame);
		if (!durable) this.#hole ??= 0;
		else if (batch.some(isFullState)) this.#hole = null;
		if (close !== null) this.#parts.ended(close.code, close.reason);
		else if (this.#hole === null) this.#parts.saved(this.#answered);
		else if (!this.isHeldBack && ++this.#hole > ANSWERS_WITH_HOLE)
			this.#parts.ended(LOST, 'an update was not taken');
	}
}

function isPresence(frame: Uint8Array): boolean {
	return frame[0] === MESSAGE.awareness;
}

function isFullState(frame: Uint8Array): boolean {
	return frame[0] === MESSAGE.sync && frame[1] === SYNC.step2;
}

function isWrite(frame: Uint8Array): boolean {
	return isFullState(frame) || (frame[0] === MESSAGE.sync && frame[1] === SYNC.update);
}

/** Whether a presence message has an entry of this client id. */
function speaksOf(frame: Uint8Array, clientId: number): boolean {
	const outer = decoding.createDecoder(frame);
	decoding.readVarUint(outer);
	const decoder = decoding.createDecoder(decoding.readVarUint8Array(outer));
	for (let left = decoding.readVarUint(decoder); left > 0; left -= 1) {
		if (decoding.readVarUint(decoder) === clientId) return true;
		decoding.readVarUint(decoder);
		decoding.readVarString(decoder);
	}
	return false;
}
