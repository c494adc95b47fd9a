/** What is folded: a snapshot if there is one, and the updates after it in order. */
export type FoldRequest = { snapshot: Uint8Array | null; updates: readonly Uint8Array[] };

/** What was read to fold, by digest (`log-digest.ts`): the log is compared to it before a snapshot is written. */
export type FoldProof = {
	/** Null without a snapshot. */
	snapshot: string | null;
	updates: string;
};

export type Fold = { bytes: Uint8Array; proof: FoldProof };

/**
 * Makes one update out of many, with garbage collection of what was deleted. Rejects with `FoldMismatch` unless a document
 * made from the result equals the documents made from what was read, in content, state and deletions; with any other error
 * when it cannot say.
 */
export interface Folder {
	fold(request: FoldRequest): Promise<Fold>;
	/** Resolves once nothing is under way; what was may be rejected, what waits is. */
	close(): Promise<void>;
}
