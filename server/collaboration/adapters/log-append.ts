import { sql } from 'drizzle-orm';
import type { Database } from '#lib/server/database/database.ts';
import { document, documentUpdate } from '#lib/server/documents/document.tables.ts';
import type { AppendEntry } from '../ports/document-log.ts';

/** Values of the placeholders: arrays as Postgres writes them. */
export type AppendValues = Record<string, string | null>;

/**
 * One statement for a batch of any size over any documents: it locks the document rows in order of id, gives the numbers under these
 * locks, and inserts. Answers, for each document that exists, with its number before the batch.
 */
export function buildAppend(db: Database) {
	const at = sql`${sql.placeholder('at')}::timestamptz`;
	const counted = sql`unnest(${sql.placeholder('documents')}::uuid[], ${sql.placeholder('counts')}::bigint[], ${sql.placeholder('authors')}::uuid[]) as counted(document_id, updates, author)`;
	const item = sql`unnest(${sql.placeholder('ofDocument')}::uuid[], ${sql.placeholder('places')}::bigint[], ${sql.placeholder('bytes')}::text[], ${sql.placeholder('accounts')}::uuid[], ${sql.placeholder('clients')}::bigint[]) as item(document_id, place, bytes, account_id, client_id)`;
	const locked = db.$with('locked').as(
		db
			.select({
				lockedId: sql<string>`${document.id}`.as('locked_id'),
				updates: sql<number>`counted.updates`.as('updates'),
				author: sql<string | null>`counted.author`.as('author'),
			})
			.from(document)
			.innerJoin(counted, sql`counted.document_id = ${document.id}`)
			.orderBy(document.id)
			.for('no key update', { of: document }),
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
	const written = db.$with('written').as(
		db.insert(documentUpdate).select(
			db
				.select({
					documentId: sql`item.document_id`.as('document_id'),
					seq: sql`numbered.before + item.place`.as('seq'),
					bytes: sql`decode(item.bytes, 'hex')`.as('bytes'),
					accountId: sql`item.account_id`.as('account_id'),
					clientId: sql`item.client_id`.as('client_id'),
					createdAt: sql`${at}`.as('created_at'),
				})
				.from(item)
				.innerJoin(sql`numbered`, sql`numbered.numbered_id = item.document_id`),
		),
	);
	return db
		.with(locked, numbered, written)
		.select({ documentId: sql<string>`numbered_id::text`, before: sql<string>`before::text` })
		.from(sql`numbered`);
}

/** The same for a batch of one document, which needs no order of locks: most batches are, and it takes half the time. */
export function buildAppendToOne(db: Database) {
	const id = sql`${sql.placeholder('document')}::uuid`;
	const count = sql`${sql.placeholder('count')}::bigint`;
	const at = sql`${sql.placeholder('at')}::timestamptz`;
	const item = sql`unnest(${sql.placeholder('bytes')}::text[], ${sql.placeholder('accounts')}::uuid[], ${sql.placeholder('clients')}::bigint[]) with ordinality as item(bytes, account_id, client_id, place)`;
	const numbered = db.$with('numbered').as(
		db
			.update(document)
			.set({
				lastSeq: sql`${document.lastSeq} + ${count}`,
				lastChangeAt: at,
				lastChangeBy: sql`coalesce(${sql.placeholder('author')}::uuid, ${document.lastChangeBy})`,
			})
			.where(sql`${document.id} = ${id}`)
			.returning({
				numberedId: sql<string>`${document.id}`.as('numbered_id'),
				before: sql<number>`${document.lastSeq} - ${count}`.as('before'),
			}),
	);
	const written = db.$with('written').as(
		db.insert(documentUpdate).select(
			db
				.select({
					documentId: sql`numbered.numbered_id`.as('document_id'),
					seq: sql`numbered.before + item.place`.as('seq'),
					bytes: sql`decode(item.bytes, 'hex')`.as('bytes'),
					accountId: sql`item.account_id`.as('account_id'),
					clientId: sql`item.client_id`.as('client_id'),
					createdAt: sql`${at}`.as('created_at'),
				})
				.from(sql`numbered`)
				.crossJoin(item),
		),
	);
	return db
		.with(numbered, written)
		.select({ documentId: sql<string>`numbered_id::text`, before: sql<string>`before::text` })
		.from(sql`numbered`);
}

/** The same for one update, which is what people who type bring: no list to take apart. */
export function buildAppendRow(db: Database) {
	const at = sql`${sql.placeholder('at')}::timestamptz`;
	const account = sql`${sql.placeholder('account')}::uuid`;
	const numbered = db.$with('numbered').as(
		db
			.update(document)
			.set({
				lastSeq: sql`${document.lastSeq} + 1`,
				lastChangeAt: at,
				lastChangeBy: sql`coalesce(${account}, ${document.lastChangeBy})`,
			})
			.where(sql`${document.id} = ${sql.placeholder('document')}::uuid`)
			.returning({
				numberedId: sql`${document.id}`.as('numbered_id'),
				number: sql`${document.lastSeq}`.as('number'),
			}),
	);
	return db
		.with(numbered)
		.insert(documentUpdate)
		.select(
			db
				.select({
					documentId: sql`numbered_id`.as('document_id'),
					seq: sql`number`.as('seq'),
					bytes: sql`${sql.placeholder('bytes')}::bytea`.as('bytes'),
					accountId: sql`${account}`.as('account_id'),
					clientId: sql`${sql.placeholder('client')}::bigint`.as('client_id'),
					createdAt: sql`${at}`.as('created_at'),
				})
				.from(sql`numbered`),
		)
		.returning({
			documentId: sql<string>`${documentUpdate.documentId}::text`,
			before: sql<string>`(${documentUpdate.seq} - 1)::text`,
		});
}

/** Numbers the entries within their documents, counts them, and writes them down as arrays. */
export function arrange(batch: readonly AppendEntry[], now: Date): AppendValues {
	const counts = new Map<string, number>();
	const authors = new Map<string, string | null>();
	const places: number[] = [];
	for (const { documentId, accountId } of batch) {
		const place = (counts.get(documentId) ?? 0) + 1;
		counts.set(documentId, place);
		// The last one who is somebody: the server itself changes nothing of who wrote last.
		if (accountId !== null || place === 1) authors.set(documentId, accountId);
		places.push(place);
	}
	return {
		...itemsOf(batch, now),
		documents: array([...counts.keys()]),
		counts: array([...counts.values()]),
		authors: array([...authors.values()]),
		ofDocument: array(batch.map(({ documentId }) => documentId)),
		places: array(places),
	};
}

/** The document that all entries are of; null when there are several. */
export function onlyDocumentOf(batch: readonly AppendEntry[]): string | null {
	const first = batch[0]?.documentId ?? null;
	return batch.every(({ documentId }) => documentId === first) ? first : null;
}

/** The values of a batch of one document. */
export function arrangeForOne(batch: readonly AppendEntry[], documentId: string, now: Date): AppendValues {
	const author = batch.findLast(({ accountId }) => accountId !== null)?.accountId ?? null;
	return { ...itemsOf(batch, now), document: documentId, count: String(batch.length), author };
}

/** The values of a batch of one update. */
export function arrangeRow({ documentId, accountId, clientId, bytes }: AppendEntry, now: Date): AppendValues {
	return {
		at: now.toISOString(),
		document: documentId,
		account: accountId,
		client: clientId === null ? null : String(clientId),
		bytes: `\\x${hex(bytes)}`,
	};
}

function itemsOf(batch: readonly AppendEntry[], now: Date): AppendValues {
	return {
		at: now.toISOString(),
		bytes: array(batch.map(({ bytes }) => hex(bytes))),
		accounts: array(batch.map(({ accountId }) => accountId)),
		clients: array(batch.map(({ clientId }) => clientId)),
	};
}

/** Ids, numbers and hexadecimal digits need no quotes in an array of Postgres. */
function array(values: readonly (string | number | null)[]): string {
	return `{${values.map((value) => value ?? 'NULL').join(',')}}`;
}

function hex(bytes: Uint8Array): string {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}
