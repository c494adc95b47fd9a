import { asc, eq } from 'drizzle-orm';
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

/** Appends to the chain inside the caller's transaction: what is rolled back was never audited. */
export async function writeAudit(transaction: Database, entry: AuditEntry): Promise<void> {
	await transaction.insert(auditChain).values({ chain: entry.chain, seq: 0, hash: '' }).onConflictDoNothing();
	const [head] = await transaction
		.select()
		.from(auditChain)
		.where(eq(auditChain.chain, entry.chain))
		.for('update');
	if (head === undefined) throw new Error(`audit chain ${entry.chain} is missing`);
	const seq = head.seq + 1;
	const row = { ...entry, details: entry.details ?? {}, seq, previousHash: head.hash };
	const hash = hashOf(row);
	await transaction.insert(auditEvent).values({ ...row, hash });
	await transaction.update(auditChain).set({ seq, hash }).where(eq(auditChain.chain, entry.chain));
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

export type AuditFault = { seq: number; fault: 'gap' | 'altered' | 'truncated' };

/** Walks a chain from its start. @returns the first fault found, or null when the chain is whole */
export async function findAuditFault(db: Database, chain: string): Promise<AuditFault | null> {
	const rows = await db
		.select()
		.from(auditEvent)
		.where(eq(auditEvent.chain, chain))
		.orderBy(asc(auditEvent.seq));
	let previousHash = '';
	for (const [index, row] of rows.entries()) {
		if (row.seq !== index + 1) return { seq: index + 1, fault: 'gap' };
		if (row.previousHash !== previousHash || hashOf(row) !== row.hash)
			return { seq: row.seq, fault: 'altered' };
		previousHash = row.hash;
	}
	const [head] = await db.select().from(auditChain).where(eq(auditChain.chain, chain));
	if (head !== undefined && head.seq !== rows.length) return { seq: rows.length + 1, fault: 'truncated' };
	return null;
}
