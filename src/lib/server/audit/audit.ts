import { and, asc, eq, gt } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import type { Database } from '../database/database.ts';
import { auditChain, auditEvent } from './audit.tables.ts';

/** Chain of what concerns no département. */
export const PLATFORM_CHAIN = 'platform';

export interface AuditEntry {
	/** Département code, or `PLATFORM_CHAIN`. */
	chain: string;
	actorId: string | null;
	/** `noun.verb`, as in the policies. */
	action: string;
	subjectType: string;
	subjectId: string;
	/** Identifiers and codes only. */
	details?: Record<string, string | number | boolean | null>;
	happenedAt: Date;
}

/** A write that goes in the same statement as a line: `$with(name).as(insert)`. */
export type WriteBeside = ReturnType<ReturnType<Database['$with']>['as']>;

/** Appends to the chain inside the caller's transaction, with what is written beside: what is rolled back was never audited. */
export async function writeAudit(
	transaction: Database,
	entry: AuditEntry,
	beside: readonly WriteBeside[] = [],
): Promise<void> {
	const head = (await lockHead(transaction, entry.chain)) ?? (await beginChain(transaction, entry.chain));
	const seq = head.seq + 1;
	const row = { ...entry, details: entry.details ?? {}, seq, previousHash: head.hash };
	const hash = hashOf(row);
	// Head and line in one statement: each reading of a record waits for it.
	const moved = transaction
		.$with('moved')
		.as(
			transaction
				.update(auditChain)
				.set({ seq, hash })
				.where(eq(auditChain.chain, entry.chain))
				.returning({ chain: auditChain.chain }),
		);
	await transaction
		.with(moved, ...beside)
		.insert(auditEvent)
		.values({ ...row, hash });
}

type Head = typeof auditChain.$inferSelect;

/** The head of a chain, which nobody else moves before the transaction ends. */
async function lockHead(transaction: Database, chain: string): Promise<Head | undefined> {
	const [head] = await transaction
		.select()
		.from(auditChain)
		.where(eq(auditChain.chain, chain))
		.for('no key update');
	return head;
}

/** Two who begin it together wait for each other here: the second finds what the first has written. */
async function beginChain(transaction: Database, chain: string): Promise<Head> {
	await transaction.insert(auditChain).values({ chain, seq: 0, hash: '' }).onConflictDoNothing();
	const head = await lockHead(transaction, chain);
	if (head === undefined) throw new Error(`audit chain ${chain} is missing`);
	return head;
}

type ChainedRow = Required<AuditEntry> & { seq: number; previousHash: string };

/** Keys in a fixed order, so that the same row always gives the same hash. */
function hashOf(row: ChainedRow): string {
	const details = Object.keys(row.details)
		.sort()
		.map((key) => [key, row.details[key]]);
	const canonical = JSON.stringify([
		row.chain,
		row.seq,
		row.happenedAt.toISOString(),
		row.actorId,
		row.action,
		row.subjectType,
		row.subjectId,
		details,
		row.previousHash,
	]);
	return createHash('sha256').update(canonical).digest('hex');
}

/** The first line of a chain that is not as it was written, by the place where it stands or should stand. */
export type AuditFault = {
	seq: number;
	/**
	 * `altered`: says something else than when it was written. `moved`: written as it is, but for another place. `missing`: the
	 * chain goes on without it. `truncated`: it was the last, or nothing is left after it.
	 */
	fault: 'altered' | 'moved' | 'missing' | 'truncated';
};

/** Lines read at once: the memory of a verification does not grow with the log. */
const LINES_AT_ONCE = 1_000;

/** Every chain that has a head or a line. */
export async function listAuditChains(db: Database): Promise<string[]> {
	const heads = await db.select({ chain: auditChain.chain }).from(auditChain);
	const written = await db.selectDistinct({ chain: auditEvent.chain }).from(auditEvent);
	return [...new Set([...heads, ...written].map(({ chain }) => chain))].sort();
}

/** Walks a chain from its start, some lines at a time. @returns the first fault found, or null when the chain is whole */
export async function findAuditFault(
	db: Database,
	chain: string,
	atOnce = LINES_AT_ONCE,
): Promise<AuditFault | null> {
	let last = { seq: 0, hash: '' };
	for (;;) {
		const rows = await db
			.select()
			.from(auditEvent)
			.where(and(eq(auditEvent.chain, chain), gt(auditEvent.seq, last.seq)))
			.orderBy(asc(auditEvent.seq))
			.limit(atOnce);
		for (const row of rows) {
			const fault = faultOf(row, last);
			if (fault !== null) return fault;
			last = row;
		}
		if (rows.length < atOnce) break;
	}
	const [head] = await db.select().from(auditChain).where(eq(auditChain.chain, chain));
	if (head === undefined) return last.seq === 0 ? null : { seq: 1, fault: 'missing' };
	if (head.seq > last.seq) return { seq: last.seq + 1, fault: 'truncated' };
	// A head that says less than the lines: lines were put there by somebody else, or the head was put back.
	return head.seq < last.seq || head.hash !== last.hash ? { seq: head.seq + 1, fault: 'altered' } : null;
}

/** How a line and the one before it fit. A line whose own words still give its hash was moved; else its words were changed. */
function faultOf(
	row: ChainedRow & { hash: string },
	before: { seq: number; hash: string },
): AuditFault | null {
	const isItself = hashOf(row) === row.hash;
	if (row.seq !== before.seq + 1) return { seq: before.seq + 1, fault: 'missing' };
	if (!isItself) return { seq: row.seq, fault: 'altered' };
	return row.previousHash === before.hash ? null : { seq: row.seq, fault: 'moved' };
}
