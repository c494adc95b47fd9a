import { digestOf } from '../log-digest.ts';
import type {
	AppendEntry,
	AppendOutcome,
	DocumentLog,
	LoggedUpdate,
	OpenedDocument,
	ProvenSnapshot,
	SnapshotOutcome,
} from '../ports/document-log.ts';

type Stored = {
	updates: LoggedUpdate[];
	clients: Map<number, string | null>;
	snapshot: { seq: number; bytes: Uint8Array } | null;
};

/** The log in memory, for tests and benchmarks: the contract without durability. */
export class MemoryLog implements DocumentLog {
	readonly #documents: Map<string, Stored>;

	/** With another log: a second one on its storage, as another process would have. */
	constructor(other?: MemoryLog) {
		this.#documents = other ? other.#documents : new Map();
	}

	/** Makes a document exist, without any update. */
	create(documentId: string): void {
		this.#documents.set(documentId, { updates: [], clients: new Map(), snapshot: null });
	}

	/** Makes a document no longer exist. */
	remove(documentId: string): void {
		this.#documents.delete(documentId);
	}

	async open(documentId: string): Promise<OpenedDocument | null> {
		const stored = this.#documents.get(documentId);
		if (!stored) return null;
		const snapshotSeq = stored.snapshot?.seq ?? 0;
		return {
			seq: stored.updates.length,
			snapshotSeq,
			snapshot: stored.snapshot?.bytes.slice() ?? null,
			updates: stored.updates.slice(snapshotSeq).map(({ bytes }) => bytes.slice()),
			clients: new Map(stored.clients),
		};
	}

	async append(batch: readonly AppendEntry[]): Promise<AppendOutcome[]> {
		const broken = new Map<string, AppendOutcome & { ok: false }>();
		return batch.map((entry) => {
			const outcome = broken.get(entry.documentId) ?? this.#append(entry);
			if (!outcome.ok) broken.set(entry.documentId, outcome);
			return outcome;
		});
	}

	#append(entry: AppendEntry): AppendOutcome {
		const stored = this.#documents.get(entry.documentId);
		if (!stored) return { ok: false, reason: 'document-gone' };
		for (const client of entry.newClients) {
			const owner = stored.clients.get(client);
			if (owner !== undefined && owner !== entry.accountId) return { ok: false, reason: 'client-taken' };
		}
		for (const client of entry.newClients) stored.clients.set(client, entry.accountId);
		const seq = stored.updates.length + 1;
		stored.updates.push({ seq, bytes: entry.bytes.slice(), accountId: entry.accountId });
		return { ok: true, seq };
	}

	async read(documentId: string, afterSeq: number): Promise<LoggedUpdate[]> {
		const updates = this.#documents.get(documentId)?.updates ?? [];
		return updates.slice(afterSeq).map((update) => ({ ...update, bytes: update.bytes.slice() }));
	}

	async heads(documentIds: readonly string[]): Promise<Map<string, number>> {
		const heads = new Map<string, number>();
		for (const id of documentIds) {
			const stored = this.#documents.get(id);
			if (stored) heads.set(id, stored.updates.length);
		}
		return heads;
	}

	async writeSnapshot(snapshot: ProvenSnapshot): Promise<SnapshotOutcome> {
		const stored = this.#documents.get(snapshot.documentId);
		if (!stored) return 'mismatch';
		const last = stored.snapshot;
		if ((last?.seq ?? 0) > snapshot.fromSeq) return 'superseded';
		const folded = stored.updates.slice(snapshot.fromSeq, snapshot.seq);
		const isThere =
			(last?.seq ?? 0) === snapshot.fromSeq &&
			folded.length === snapshot.seq - snapshot.fromSeq &&
			digestOf(folded.map(({ bytes }) => bytes)) === snapshot.proof.updates &&
			(last && digestOf([last.bytes])) === snapshot.proof.snapshot;
		if (!isThere) return 'mismatch';
		stored.snapshot = { seq: snapshot.seq, bytes: snapshot.bytes.slice() };
		return 'written';
	}
}
