import { createHash } from 'node:crypto';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { newId } from '#lib/identifiers.ts';
import type { Database } from '#lib/server/database/database.ts';
import { document, documentQuarantine } from '#lib/server/documents/document.tables.ts';
import type { Limits } from '../limits.ts';
import type { Quarantine, QuarantineEntry } from '../ports/quarantine.ts';

/** What was set aside, in the database of the log. */
export class DatabaseQuarantine implements Quarantine {
	readonly #db: Database;
	readonly #limits: Pick<Limits, 'QUARANTINE_ENTRIES' | 'QUARANTINE_BYTES'>;
	readonly #now: () => Date;

	constructor(parts: {
		db: Database;
		limits: Pick<Limits, 'QUARANTINE_ENTRIES' | 'QUARANTINE_BYTES'>;
		now: () => Date;
	}) {
		this.#db = parts.db;
		this.#limits = parts.limits;
		this.#now = parts.now;
	}

	keep(entry: QuarantineEntry): Promise<'kept' | 'full'> {
		return this.#db.transaction(async (transaction) => {
			// The document's lock: two connections of an account must not each find the last place free.
			await transaction
				.select({ id: document.id })
				.from(document)
				.where(eq(document.id, entry.documentId))
				.for('no key update');
			const waiting = await waitingOf(transaction, entry);
			const fits =
				waiting.entries < this.#limits.QUARANTINE_ENTRIES &&
				waiting.bytes + entry.bytes.length <= this.#limits.QUARANTINE_BYTES;
			if (!fits) return 'full';
			const digest = createHash('sha256').update(entry.bytes).digest('hex');
			await transaction
				.insert(documentQuarantine)
				.values({ ...entry, id: newId(), digest, createdAt: this.#now() })
				.onConflictDoNothing();
			return 'kept';
		});
	}
}

async function waitingOf(
	db: Database,
	{ documentId, accountId }: QuarantineEntry,
): Promise<{ entries: number; bytes: number }> {
	const [waiting] = await db
		.select({
			entries: sql<number>`count(*)::int`,
			bytes: sql<number>`coalesce(sum(length(${documentQuarantine.bytes})), 0)::int`,
		})
		.from(documentQuarantine)
		.where(
			and(
				eq(documentQuarantine.documentId, documentId),
				eq(documentQuarantine.accountId, accountId),
				isNull(documentQuarantine.resolvedAt),
			),
		);
	return waiting ?? { entries: 0, bytes: 0 };
}
