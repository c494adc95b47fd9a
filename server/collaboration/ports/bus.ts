import type { QuarantineReason } from '#lib/collaboration/protocol.ts';
import type { PersonInDocument, RecheckScope } from './server.ts';
import type { LineEnd } from './socket.ts';

/** What one process tells the others. */
export type BusMessage =
	/** An update is durable. Its bytes as stored, or null when only the number travels: the log has the bytes. */
	| { kind: 'committed'; documentId: string; seq: number; accountId: string | null; bytes: Uint8Array | null }
	/** Presence of people in the sender's room, an awareness update stamped by the sender. */
	| { kind: 'presence'; documentId: string; bytes: Uint8Array }
	/** A room has opened, or heard nothing for long: whoever has people in it tells them again. */
	| { kind: 'presence-asked'; documentId: string }
	/** Who is in which documents of the sender, whole; sent on change and now and then, so that silence means gone. */
	| {
			kind: 'people';
			documents: readonly (readonly [documentId: string, people: readonly PersonInDocument[]])[];
	  }
	/** Something of this account in this document was set aside, durably. */
	| { kind: 'set-aside'; documentId: string; accountId: string; reason: QuarantineReason }
	| ({ kind: 'line-ended' } & LineEnd)
	/** Comments of this document have changed. */
	| { kind: 'comments'; documentId: string }
	/** Figures of this space have changed, that its texts may show. */
	| { kind: 'figures'; departmentCode: string }
	/** Something that is not about documents, in words of the sender's own: the co-editing server does not look at it. */
	| { kind: 'told'; words: string }
	| { kind: 'recheck'; scope: RecheckScope }
	| { kind: 'session-ended'; sessionId: string };

export type BusListener = {
	/** `from` is the sending process, different for each start. */
	message(message: BusMessage, from: string): void;
	/** The line is there again: whatever was sent meanwhile is missing. */
	resumed(): void;
};

/**
 * Hints between processes. A bus may lose, repeat and reorder; it is never the truth, which is the log. Each adapter passes
 * the same contract suite.
 */
export interface Bus {
	/** Whether other processes may write to the same log: rooms then look in it by themselves, whatever the bus says. */
	readonly isShared: boolean;
	/** Whether hints flow now. */
	readonly isUp: boolean;
	/** Sends to every other process, never back to this one. Neither waits nor throws: with the line down the hint is lost. */
	publish(messages: readonly BusMessage[]): void;
	/** Attaches the one listener. */
	listen(listener: BusListener): void;
	/** Messages about this document are wanted, until the returned function is called; the others may or may not come. */
	follow(documentId: string): () => void;
	close(): Promise<void>;
}
