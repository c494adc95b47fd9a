import { decodePacket } from '../bus-codec.ts';
import type { Bus, BusListener, BusMessage } from '../ports/bus.ts';
import type { Clock, Timer } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import { kindOf, type BusCounts, type Line, type OpenLine } from './line.ts';
import { Outbox } from './outbox.ts';

/** How often a process says on the line that it is there. */
export const BEAT_MS = 5_000;

/** A line that has not brought back a process's own words for so long is dead, whatever its sockets say. */
export const DEAF_MS = 12_000;

/** First wait before a lost line is tried again, doubled at each failure up to the longest. */
const RETRY_MS = 100;
const MAX_RETRY_MS = 3_000;

/** How long the last words may take when the bus closes. */
const LAST_WORDS_MS = 1_000;

export type LineBusOptions = {
	line: Line;
	clock: Clock;
	logger: Logger;
	/** Id of this process, different for each start. */
	from: string;
	/** Whether updates travel with their bytes; otherwise only the last number of each document does. */
	carriesBytes: boolean;
	/** Presence of one document goes out at most so often. */
	presenceEveryMs: number;
};

/** A bus on a line that comes and goes: opens it again when it is lost, and beats to know that it is there. */
export class LineBus implements Bus {
	readonly isShared = true;
	readonly counts: BusCounts = { sent: 0, heard: 0, lost: 0, unreadable: 0, outages: 0 };
	readonly #options: LineBusOptions;
	readonly #outbox: Outbox;
	readonly #followed = new Map<string, number>();
	#listener: BusListener | null = null;
	#open: OpenLine | null = null;
	#connecting: Promise<void>;
	#sending: Promise<void> | null = null;
	#flushDue = false;
	#timers: { pace: Timer | null; beat: Timer | null; retry: Timer | null };
	#failures = 0;
	#downSince: number | null = null;
	#heardSelfAt = 0;
	#closing: Promise<void> | null = null;

	constructor(options: LineBusOptions) {
		this.#options = options;
		this.#outbox = new Outbox(options);
		this.#timers = { pace: null, beat: null, retry: null };
		this.#connecting = this.#connect();
	}

	get isUp(): boolean {
		return this.#open !== null;
	}

	listen(listener: BusListener): void {
		this.#listener = listener;
	}

	publish(messages: readonly BusMessage[]): void {
		const isUp = this.#open !== null && this.#closing === null;
		const now = this.#options.clock.now();
		for (const message of messages) {
			if (!isUp || !this.#outbox.add(message, now)) this.counts.lost += 1;
		}
		if (isUp) this.#wantFlush();
	}

	follow(documentId: string): () => void {
		const others = this.#followed.get(documentId) ?? 0;
		this.#followed.set(documentId, others + 1);
		if (others === 0) this.#open?.follow(documentId);
		let ended = false;
		return () => {
			if (!ended) this.#unfollow(documentId);
			ended = true;
		};
	}

	#unfollow(documentId: string): void {
		const others = (this.#followed.get(documentId) ?? 1) - 1;
		if (others > 0) return void this.#followed.set(documentId, others);
		this.#followed.delete(documentId);
		this.#open?.unfollow(documentId);
	}

	close(): Promise<void> {
		this.#closing ??= this.#close();
		return this.#closing;
	}

	async #close(): Promise<void> {
		const { clock } = this.#options;
		this.#cancelTimers();
		let enough: Timer | null = null;
		const tooLong = new Promise<void>((resolve) => {
			enough = clock.setTimeout(resolve, LAST_WORDS_MS);
		});
		await Promise.race([this.#lastWords(), tooLong]);
		const open = this.#open;
		this.#open = null;
		await open?.close().catch(() => {});
		// An opening under way is undone when it ends, which may take longer than anybody waits.
		await Promise.race([this.#connecting, tooLong]);
		if (enough !== null) clock.clearTimeout(enough);
	}

	async #lastWords(): Promise<void> {
		await this.#sending;
		const waiting = this.#outbox.take(this.#options.clock.now());
		if (waiting.length > 0) await this.#open?.send(waiting).catch(() => {});
		await this.#open?.settled();
	}

	async #connect(): Promise<void> {
		const { line, from } = this.#options;
		let opened: OpenLine | null = null;
		let lostAtOnce: unknown = null;
		try {
			opened = await line.open(from, {
				heard: (packet) => this.#hear(packet),
				lost: (error) => {
					if (opened === null) lostAtOnce ??= error;
					else this.#lost(opened, error);
				},
			});
			if (lostAtOnce !== null) throw lostAtOnce;
			if (this.#closing) return await opened.close();
			this.#enter(opened);
		} catch (error) {
			await opened?.close().catch(() => {});
			this.#failed(error);
		}
	}

	#enter(opened: OpenLine): void {
		const { clock, line, logger } = this.#options;
		const now = clock.now();
		this.#open = opened;
		for (const documentId of this.#followed.keys()) opened.follow(documentId);
		this.#heardSelfAt = now;
		this.#beat();
		if (this.#downSince !== null) {
			logger.info('bus.resumed', { bus: line.name, afterMs: now - this.#downSince });
		}
		this.#downSince = null;
		this.#failures = 0;
		this.#tell(() => this.#listener?.resumed());
	}

	#lost(line: OpenLine, error: unknown): void {
		if (this.#open !== line) return;
		this.#open = null;
		this.#sending = null;
		this.#cancelTimers();
		this.counts.lost += this.#outbox.clear();
		void line.close().catch(() => {});
		this.#failed(error);
	}

	/** Says so once per outage, and tries again later. */
	#failed(error: unknown): void {
		if (this.#closing) return;
		const { line, logger, clock } = this.#options;
		if (this.#downSince === null) {
			this.#downSince = clock.now();
			this.counts.outages += 1;
			logger.warn('bus.lost', { bus: line.name, error: kindOf(error) });
		}
		const wait = Math.min(MAX_RETRY_MS, RETRY_MS * 2 ** Math.min(this.#failures, 10));
		this.#failures += 1;
		this.#timers.retry = clock.setTimeout(() => {
			this.#connecting = this.#connect();
		}, wait);
	}

	#cancelTimers(): void {
		for (const timer of Object.values(this.#timers)) {
			if (timer !== null) this.#options.clock.clearTimeout(timer);
		}
		this.#timers = { pace: null, beat: null, retry: null };
	}

	#beat(): void {
		const { clock } = this.#options;
		const line = this.#open;
		if (line === null) return;
		if (Math.abs(clock.now() - this.#heardSelfAt) > DEAF_MS) {
			return this.#lost(line, Object.assign(new Error('deaf'), { code: 'DEAF' }));
		}
		this.#timers.beat = clock.setTimeout(() => this.#beat(), BEAT_MS);
		if (this.#sending === null) this.#send(line, []);
	}

	#hear(bytes: Uint8Array): void {
		const packet = decodePacket(bytes, () => (this.counts.unreadable += 1));
		if (packet === null) return void (this.counts.unreadable += 1);
		if (packet.from === this.#options.from) {
			this.#heardSelfAt = this.#options.clock.now();
			return;
		}
		for (const message of packet.messages) {
			this.counts.heard += 1;
			this.#tell(() => this.#listener?.message(message, packet.from));
		}
	}

	/** A listener that throws must not cost the line. */
	#tell(work: () => void): void {
		if (this.#closing) return;
		try {
			work();
		} catch (error) {
			this.#options.logger.error('bus.listener-failed', { error: kindOf(error) });
		}
	}

	#wantFlush(): void {
		if (this.#flushDue || this.#sending) return;
		this.#flushDue = true;
		this.#options.clock.defer(() => {
			this.#flushDue = false;
			this.#flush();
		});
	}

	#flush(): void {
		const line = this.#open;
		if (line === null || this.#sending || this.#closing) return;
		const { clock } = this.#options;
		const messages = this.#outbox.take(clock.now());
		if (messages.length > 0) return this.#send(line, messages);
		const wait = this.#outbox.wait(clock.now());
		if (wait === null || this.#timers.pace !== null) return;
		this.#timers.pace = clock.setTimeout(() => {
			this.#timers.pace = null;
			this.#flush();
		}, wait);
	}

	#send(line: OpenLine, messages: readonly BusMessage[]): void {
		this.counts.sent += messages.length;
		this.#sending = line.send(messages).then(
			() => {
				if (this.#open !== line) return;
				this.#sending = null;
				this.#flush();
			},
			(error: unknown) => this.#lost(line, error),
		);
	}
}
