import type { QuarantineReason } from '#lib/collaboration/protocol.ts';

/** An update that is set aside for its author to decide, instead of being stored. */
export type QuarantineEntry = {
	documentId: string;
	accountId: string;
	bytes: Uint8Array;
	reason: QuarantineReason;
	/** As the page said it; null for a program. */
	schemaVersion: number | null;
};

/** Keeps what was set aside; bounded for each account in each document. */
export interface Quarantine {
	/** Durable when it resolves with `kept`; the same bytes that wait already are kept once. `full`: nothing was kept. */
	keep(entry: QuarantineEntry): Promise<'kept' | 'full'>;
}
