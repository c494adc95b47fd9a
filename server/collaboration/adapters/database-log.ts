import { and, asc, desc, eq, gt, inArray, lte } from 'drizzle-orm';
import { amongIds } from '#lib/server/database/among.ts';
import type { Database } from '#lib/server/database/database.ts';
import {
	document,
	documentClient,
	documentSnapshot,
	documentUpdate,
} from '#lib/server/documents/document.tables.ts';
import type {
	AppendEntry,
	AppendOutcome,
	DocumentLog,
	LoggedUpdate,
	OpenedDocument,
	ProvenSnapshot,
	SnapshotOutcome,
} from '../ports/document-log.ts';
import { fixStatement, type FixedStatement } from './fixed-statement.ts';
import { Gatherer } from './gatherer.ts';
import {
	arrange,
	arrangeForOne,
	arrangeRow,
	buildAppend,
	buildAppendRow,
	buildAppendToOne,
	onlyDocumentOf,
} from './log-append.ts';
import { writeProvenSnapshot } from './snapshot-write.ts';
import type { StatementLine } from './statement-line.ts';

const NONE_TAKEN: ReadonlyMap<string, number> = new Map();

/** The log in Postgres, embedded or not. Durable as the database is: `synchronous_commit` must stay on. */
export class DatabaseLog implements DocumentLog {
	readonly #db: Database;
	readonly #now: () => Date;
	/** Whoever opens at the same time asks together. */
	readonly #headOf: Gatherer<string, number | null>;
	readonly #append: FixedStatement;
	readonly #appendToOne: FixedStatement;
	readonly #appendRow: FixedStatement;

	/** With a `line`, batches that bind nobody are written there. */
	constructor(db: Database, options: { now?: () => Date; line?: StatementLine | undefined } = {}) {
		this.#db = db;
		this.#now = options.now ?? (() => new Date());
		const on = options.line ?? db;
		this.#headOf = new Gatherer(async (ids) => {
			const heads = await this.heads([...new Set(ids)]);
			return ids.map((id) => heads.get(id) ?? null);
		});
		this.#append = fixStatement(on, buildAppend(db));
		this.#appendToOne = fixStatement(on, buildAppendToOne(db));
		this.#appendRow = fixStatement(on, buildAppendRow(db));
	}

	async open(documentId: string): Promise<OpenedDocument | null> {
		const seq = await this.#headOf.ask(documentId);
		if (seq === null) return null;
		// Nothing was ever written: no snapshot either, and client ids are bound with what they write.
		if (seq === 0) return { seq, snapshotSeq: 0, snapshot: null, updates: [], clients: new Map() };
		const [snapshot] = await this.#db
			.select({ seq: documentSnapshot.seq, bytes: documentSnapshot.bytes })
			.from(documentSnapshot)
			.where(and(eq(documentSnapshot.documentId, documentId), lte(documentSnapshot.seq, seq)))
			.orderBy(desc(documentSnapshot.seq))
			.limit(1);
		const snapshotSeq = snapshot?.seq ?? 0;
		const updates = await this.#updates(documentId, { after: snapshotSeq, until: seq });
		// A hole would be an edit lost: better no document than a wrong one.
		if (updates.length !== seq - snapshotSeq) throw new Error('the log of a document has a gap');
		const clients = await this.#db
			.select({ clientId: documentClient.clientId, accountId: documentClient.accountId })
			.from(documentClient)
			.where(eq(documentClient.documentId, documentId));
		return {
			seq,
			snapshotSeq,
			snapshot: snapshot?.bytes ?? null,
			updates: updates.map(({ bytes }) => bytes),
			clients: new Map(clients.map(({ clientId, accountId }) => [clientId, accountId])),
		};
	}

	async append(batch: readonly AppendEntry[]): Promise<AppendOutcome[]> {
		const bindsClients = batch.some(({ newClients }) => newClients.length > 0);
		// All client ids of the batch are bound already: one statement, no transaction around it.
		if (!bindsClients) return outcomesOf(batch, await this.#insert(batch), NONE_TAKEN);
		return this.#db.transaction(async (transaction) => {
			const taken = await bindClients(transaction, batch);
			const inTransaction = buildAppend(transaction).prepare('append_batch');
			const kept = batch.filter(({ documentId }, i) => i < (taken.get(documentId) ?? Infinity));
			const rows = kept.length === 0 ? [] : await inTransaction.execute(arrange(kept, this.#now()));
			return outcomesOf(
				batch,
				rows.map(({ documentId, before }) => [documentId, before]),
				taken,
			);
		});
	}

	/** Answers, for each document, with its number before the batch. */
	#insert(batch: readonly AppendEntry[]): ReturnType<FixedStatement> {
		const [first] = batch;
		if (first && batch.length === 1) return this.#appendRow(arrangeRow(first, this.#now()));
		const only = onlyDocumentOf(batch);
		if (only === null) return this.#append(arrange(batch, this.#now()));
		return this.#appendToOne(arrangeForOne(batch, only, this.#now()));
	}

	read(documentId: string, afterSeq: number): Promise<LoggedUpdate[]> {
		return this.#updates(documentId, { after: afterSeq });
	}

	async heads(documentIds: readonly string[]): Promise<Map<string, number>> {
		const rows = await this.#db
			.select({ id: document.id, seq: document.lastSeq })
			.from(document)
			.where(amongIds(document.id, documentIds));
		return new Map(rows.map(({ id, seq }) => [id, seq]));
	}

	#updates(documentId: string, range: { after: number; until?: number }): Promise<LoggedUpdate[]> {
		return this.#db
			.select({ seq: documentUpdate.seq, bytes: documentUpdate.bytes, accountId: documentUpdate.accountId })
			.from(documentUpdate)
			.where(
				and(
					eq(documentUpdate.documentId, documentId),
					gt(documentUpdate.seq, range.after),
					range.until === undefined ? undefined : lte(documentUpdate.seq, range.until),
				),
			)
			.orderBy(asc(documentUpdate.seq));
	}

	writeSnapshot(snapshot: ProvenSnapshot): Promise<SnapshotOutcome> {
		return writeProvenSnapshot(this.#db, snapshot, this.#now());
	}
}

/** Entries of a document get the numbers that follow; from the place where a client id was taken, none. */
function outcomesOf(
	batch: readonly AppendEntry[],
	rows: readonly (readonly (string | null)[])[],
	taken: ReadonlyMap<string, number>,
): AppendOutcome[] {
	const given = new Map(rows.map(([documentId, before]) => [documentId, Number(before)]));
	return batch.map(({ documentId }, i) => {
		if (i >= (taken.get(documentId) ?? Infinity)) return { ok: false, reason: 'client-taken' };
		const before = given.get(documentId);
		if (before === undefined) return { ok: false, reason: 'document-gone' };
		given.set(documentId, before + 1);
		return { ok: true, seq: before + 1 };
	});
}

/**
 * Binds the client ids that a batch uses for the first time, under the locks of their documents. Returns, by document, the
 * place in the batch of its first entry whose client id belongs to another account.
 */
async function bindClients(db: Database, batch: readonly AppendEntry[]): Promise<Map<string, number>> {
	const ids = [...new Set(batch.map(({ documentId }) => documentId))].sort();
	const existing = await db
		.select({ id: document.id })
		.from(document)
		.where(inArray(document.id, ids))
		.orderBy(document.id)
		.for('no key update');
	const exists = new Set(existing.map(({ id }) => id));
	const wanted = batch.flatMap(({ documentId, accountId, newClients }, place) =>
		exists.has(documentId) ? newClients.map((clientId) => ({ documentId, accountId, clientId, place })) : [],
	);
	const taken = new Map<string, number>();
	if (wanted.length === 0) return taken;
	const bound = await db
		.select({
			documentId: documentClient.documentId,
			clientId: documentClient.clientId,
			accountId: documentClient.accountId,
		})
		.from(documentClient)
		.where(
			and(
				inArray(documentClient.documentId, [...exists]),
				inArray(
					documentClient.clientId,
					wanted.map(({ clientId }) => clientId),
				),
			),
		);
	const owners = new Map(bound.map((row) => [`${row.documentId} ${row.clientId}`, row.accountId]));
	const fresh = [];
	for (const { place, ...binding } of wanted) {
		if (taken.has(binding.documentId)) continue;
		const key = `${binding.documentId} ${binding.clientId}`;
		const owner = owners.get(key);
		if (owner !== undefined && owner !== binding.accountId) taken.set(binding.documentId, place);
		else if (owner === undefined) {
			owners.set(key, binding.accountId);
			fresh.push(binding);
		}
	}
	if (fresh.length > 0) await db.insert(documentClient).values(fresh);
	return taken;
}
