import type { BusMessage } from '../ports/bus.ts';

/** What a line tells the bus. `lost` may come at any time, and more than once. */
export type LineEars = { heard(packet: Uint8Array): void; lost(error: unknown): void };

/** A line that is open. */
export interface OpenLine {
	/** Sends these messages, none for a beat; resolves when the next may come. Rejects when the line is gone. */
	send(messages: readonly BusMessage[]): Promise<void>;
	/** Resolves once all that was sent has left. */
	settled(): Promise<void>;
	follow(documentId: string): void;
	unfollow(documentId: string): void;
	/** Closes at once. */
	close(): Promise<void>;
}

/** A way of carrying packets between processes, without any memory of its own: each opening is a new one. */
export interface Line {
	/** A word for logs: `postgres`, `redis`. */
	readonly name: string;
	/** Resolves once everything sent from now on, by this process too, will be heard. */
	open(from: string, ears: LineEars): Promise<OpenLine>;
}

/** What passed, for whoever watches. */
export type BusCounts = {
	sent: number;
	heard: number;
	/** Not sent: the line was down or full. */
	lost: number;
	/** Received and not understood. */
	unreadable: number;
	outages: number;
};

/** A code or a kind: the messages of drivers hold addresses. */
export function kindOf(error: unknown): string {
	if (!(error instanceof Error)) return 'unknown';
	return 'code' in error && typeof error.code === 'string' ? error.code : error.constructor.name;
}
