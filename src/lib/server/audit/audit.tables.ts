import { bigint, index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from '../database/columns.ts';

/** Head of each hash chain; its row lock orders the chain. `chain` is a département code or `platform`. */
export const auditChain = pgTable('audit_chain', {
	chain: text('chain').primaryKey(),
	seq: bigint('seq', { mode: 'number' }).notNull(),
	hash: text('hash').notNull(),
});

/** Append-only and hash-chained: written inside the caller's transaction; a trigger refuses update and delete. */
export const auditEvent = pgTable(
	'audit_event',
	{
		chain: text('chain').notNull(),
		seq: bigint('seq', { mode: 'number' }).notNull(),
		happenedAt: instant('happened_at').notNull(),
		/** Account id, or null for the platform itself. */
		actorId: text('actor_id'),
		action: text('action').notNull(),
		subjectType: text('subject_type').notNull(),
		subjectId: text('subject_id').notNull(),
		/** Identifiers and codes only; no name, no free text. */
		details: jsonb('details').$type<Record<string, string | number | boolean | null>>().notNull(),
		previousHash: text('previous_hash').notNull(),
		/** SHA-256 (hex) of the previous hash and of the row's canonical JSON. */
		hash: text('hash').notNull(),
	},
	(table) => [
		primaryKey({ columns: [table.chain, table.seq] }),
		index('audit_event_subject').on(table.subjectType, table.subjectId),
	],
);
