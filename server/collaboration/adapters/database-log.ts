import { and, asc, desc, eq, gt, inArray, lte, sql, type SQL } from 'drizzle-orm';
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
} from '../ports.ts';
import { writeProvenSnapshot } from './snapshot-write.ts';

/** The log in Postgres, embedded or not. Durable as the database is: `synchronous_commit` must stay on. */
export class DatabaseLog implements DocumentLog {
	readonly #db: Database;
	readonly #now: () => Date;
	readonly #one: ReturnType<typeof prepareOne>;

	constructor(db: Database, now: () => Date = () => new Date()) {
		this.#db = db;
		this.#now = now;
		this.#one = prepareOne(db);
	}

	async open(documentId: string): Promise<OpenedDocument | null> {
		const [row] = await this.#db
			.select({ seq: document.lastSeq })
			.from(document)
			.where(eq(document.id, documentId));
		if (!row) return null;
		const [snapshot] = await this.#db
			.select({ seq: documentSnapshot.seq, bytes: documentSnapshot.bytes })
			.from(documentSnapshot)
			.where(and(eq(documentSnapshot.documentId, documentId), lte(documentSnapshot.seq, row.seq)))
			.orderBy(desc(documentSnapshot.seq))
			.limit(1);
		const snapshotSeq = snapshot?.seq ?? 0;
		const updates = await this.#updates(documentId, { after: snapshotSeq, until: row.seq });
		// A hole would be an edit lost: better no document than a wrong one.
		if (updates.length !== row.seq - snapshotSeq) throw new Error('the log of a document has a gap');
		const clients = await this.#db
			.select({ clientId: documentClient.clientId, accountId: documentClient.accountId })
			.from(documentClient)
			.where(eq(documentClient.documentId, documentId));
		return {
			seq: row.seq,
			snapshotSeq,
			snapshot: snapshot?.bytes ?? null,
			updates: updates.map(({ bytes }) => bytes),
			clients: new Map(clients.map(({ clientId, accountId }) => [clientId, accountId])),
		};
	}

	async append(batch: readonly AppendEntry[]): Promise<AppendOutcome[]> {
		const [only] = batch;
		if (only && batch.length === 1 && only.newClients.length === 0) return [await this.#insertOne(only)];
		const bindsClients = batch.some(({ newClients }) => newClients.length > 0);
		if (!bindsClients) return this.#insert(this.#db, batch, new Map());
		return this.#db.transaction(async (transaction) => {
			const taken = await bindClients(transaction, batch);
			return this.#insert(transaction, batch, taken);
		});
	}

	/** The everyday case, one keystroke when nothing else is under way: the least the database can be asked. */
	async #insertOne(entry: AppendEntry): Promise<AppendOutcome> {
		const [row] = await this.#one.execute({ ...entry, now: this.#now() });
		return row ? { ok: true, seq: row.seq } : { ok: false, reason: 'document-gone' };
	}

	/**
	 * One statement for a batch of any size: it locks the document rows in order of id, gives the numbers under these locks, and inserts.
	 * Its text never varies, its rows travel as one JSON parameter.
	 */
	async #insert(
		db: Database,
		batch: readonly AppendEntry[],
		taken: ReadonlyMap<string, number>,
	): Promise<AppendOutcome[]> {
		const kept = batch.filter(({ documentId }, i) => i < (taken.get(documentId) ?? Infinity));
		const { rows, counts } = arrange(kept);
		const inserted = rows.length === 0 ? [] : await insertStatement(db, { rows, counts, now: this.#now() });
		const first = new Map<string, number>();
		for (const { documentId, seq } of inserted) {
			first.set(documentId, Math.min(seq, first.get(documentId) ?? Infinity));
		}
		const given = new Map<string, number>();
		return batch.map(({ documentId }, i) => {
			if (i >= (taken.get(documentId) ?? Infinity)) return { ok: false, reason: 'client-taken' };
			const start = first.get(documentId);
			if (start === undefined) return { ok: false, reason: 'document-gone' };
			const offset = given.get(documentId) ?? 0;
			given.set(documentId, offset + 1);
			return { ok: true, seq: start + offset };
		});
	}

	read(documentId: string, afterSeq: number): Promise<LoggedUpdate[]> {
		return this.#updates(documentId, { after: afterSeq });
	}

	async heads(documentIds: readonly string[]): Promise<Map<string, number>> {
		const rows = await this.#db
			.select({ id: document.id, seq: document.lastSeq })
			.from(document)
			.where(inArray(document.id, [...documentIds]));
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

/** Numbers and inserts one update in one statement, under the lock that the update of the document row takes. */
function prepareOne(db: Database) {
	const at = sql.placeholder('now');
	const accountId = sql.placeholder('accountId');
	const numbered = db.$with('numbered').as(
		db
			.update(document)
			.set({
				lastSeq: sql`${document.lastSeq} + 1`,
				lastChangeAt: sql`${sql.param(at, document.lastChangeAt)}::timestamptz`,
				lastChangeBy: sql`coalesce(${accountId}::uuid, ${document.lastChangeBy})`,
			})
			.where(eq(document.id, sql.placeholder('documentId')))
			.returning({
				numberedId: sql`${document.id}`.as('numbered_id'),
				seq: sql`${document.lastSeq}`.as('given'),
			}),
	);
	return db
		.with(numbered)
		.insert(documentUpdate)
		.select(
			db
				.select({
					documentId: sql`numbered_id`.as('document_id'),
					seq: sql`given`.as('seq'),
					bytes: sql`${sql.param(sql.placeholder('bytes'), documentUpdate.bytes)}::bytea`.as('bytes'),
					accountId: sql`${accountId}::uuid`.as('account_id'),
					clientId: sql`${sql.placeholder('clientId')}::bigint`.as('client_id'),
					createdAt: sql`${sql.param(at, documentUpdate.createdAt)}::timestamptz`.as('created_at'),
				})
				.from(numbered),
		)
		.returning({ seq: documentUpdate.seq })
		.prepare('append_one');
}

type Row = {
	document_id: string;
	place: number;
	account_id: string | null;
	client_id: number | null;
	bytes: string;
};
type Count = { document_id: string; updates: number; account_id: string | null };

/** Numbers the entries within their documents, and counts them. */
function arrange(batch: readonly AppendEntry[]): { rows: Row[]; counts: Count[] } {
	const counts = new Map<string, Count>();
	const rows = batch.map((entry): Row => {
		const { documentId, accountId, clientId, bytes } = entry;
		const updates = (counts.get(documentId)?.updates ?? 0) + 1;
		counts.set(documentId, { document_id: documentId, updates, account_id: accountId });
		return {
			document_id: documentId,
			place: updates,
			account_id: accountId,
			client_id: clientId,
			bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64'),
		};
	});
	return { rows, counts: [...counts.values()] };
}

function insertStatement(
	db: Database,
	{ rows, counts, now }: { rows: Row[]; counts: Count[]; now: Date },
): Promise<{ documentId: string; seq: number }[]> {
	const at = sql`${now.toISOString()}::timestamptz`;
	const locked = db.$with('locked').as(
		db
			.select({
				lockedId: sql<string>`${document.id}`.as('locked_id'),
				updates: sql<number>`counted.updates`.as('updates'),
				author: sql<string | null>`counted.account_id`.as('author'),
			})
			.from(document)
			.innerJoin(
				recordset(counts, sql`counted(document_id uuid, updates bigint, account_id uuid)`),
				sql`counted.document_id = ${document.id}`,
			)
			.orderBy(document.id)
			.for('update', { of: document }),
	);
	const numbered = db.$with('numbered').as(
		db
			.update(document)
			.set({
				lastSeq: sql`${document.lastSeq} + locked.updates`,
				lastChangeAt: at,
				lastChangeBy: sql`coalesce(locked.author, ${document.lastChangeBy})`,
			})
			.from(sql`locked`)
			.where(sql`${document.id} = locked.locked_id`)
			.returning({
				numberedId: sql<string>`${document.id}`.as('numbered_id'),
				before: sql<number>`${document.lastSeq} - locked.updates`.as('before'),
			}),
	);
	const items = recordset(
		rows,
		sql`item(document_id uuid, place bigint, account_id uuid, client_id bigint, bytes text)`,
	);
	return db
		.with(locked, numbered)
		.insert(documentUpdate)
		.select(
			db
				.select({
					documentId: sql`item.document_id`.as('document_id'),
					seq: sql`numbered.before + item.place`.as('seq'),
					bytes: sql`decode(item.bytes, 'base64')`.as('bytes'),
					accountId: sql`item.account_id`.as('account_id'),
					clientId: sql`item.client_id`.as('client_id'),
					createdAt: sql`${at}`.as('created_at'),
				})
				.from(items)
				.innerJoin(sql`numbered`, sql`numbered.numbered_id = item.document_id`),
		)
		.returning({ documentId: documentUpdate.documentId, seq: documentUpdate.seq });
}

function recordset(rows: readonly (Row | Count)[], columns: SQL): SQL {
	return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as ${columns}`;
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
		.for('update');
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
