import { and, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findAuditFault, listAuditChains, writeAudit, type AuditFault } from './audit.ts';
import { auditChain, auditEvent } from './audit.tables.ts';
import type { Database, OpenDatabase } from '../database/database.ts';
import { openTestDatabase } from '../../../../tests/support/context.ts';

let database: OpenDatabase;

beforeAll(async () => {
	database = await openTestDatabase();
});
afterAll(() => database.close());

const entry = (subjectId: string) => ({
	chain: '64',
	actorId: null,
	action: 'members.manage',
	subjectType: 'mandate',
	subjectId,
	happenedAt: new Date('2026-11-22T10:00:00Z'),
});

test('a chain of events verifies, and cannot be changed or emptied', async () => {
	await database.db.transaction(async (transaction) => {
		for (const id of ['a', 'b', 'c']) await writeAudit(transaction, entry(id));
	});
	expect(await findAuditFault(database.db, '64')).toBeNull();
	await expect(database.db.delete(auditEvent)).rejects.toThrow();
	await expect(database.db.update(auditEvent).set({ actorId: 'x' })).rejects.toThrow();
	expect(await findAuditFault(database.db, '64')).toBeNull();
});

/** Changes the log as somebody with the keys of the database would, and puts it back. */
async function tampered(change: (db: Database) => Promise<unknown>): Promise<AuditFault | null> {
	let found: AuditFault | null = null;
	await database.db
		.transaction(async (transaction) => {
			await setTriggers(transaction, 'replica');
			await change(transaction);
			found = await findAuditFault(transaction, '64', 10);
			throw new Error('put back');
		})
		.catch((error: unknown) => {
			if (!(error instanceof Error) || error.message !== 'put back') throw error;
		});
	return found;
}
const setTriggers = (db: Database, role: 'replica') =>
	db
		.select({ set: sql`set_config('session_replication_role', ${role}, true)` })
		.from(sql`(values (1)) as only_row`);
const at = (seq: number) => and(eq(auditEvent.chain, '64'), eq(auditEvent.seq, seq));

test('the first line that was altered, removed or moved is named, wherever it stands', async () => {
	await database.db.transaction(async (transaction) => {
		for (let index = 0; index < 57; index += 1) await writeAudit(transaction, entry(`n${index}`));
	});
	expect(await listAuditChains(database.db)).toEqual(['64']);
	for (const seq of [1, 10, 11, 60]) {
		const altered = (db: Database) => db.update(auditEvent).set({ subjectId: 'x' }).where(at(seq));
		expect(await tampered(altered)).toEqual({ seq, fault: 'altered' });
		const rehashed = (db: Database) => db.update(auditEvent).set({ hash: 'x' }).where(at(seq));
		expect(await tampered(rehashed)).toEqual({ seq, fault: 'altered' });
	}
	for (const seq of [1, 10, 59]) {
		expect(await tampered((db) => db.delete(auditEvent).where(at(seq)))).toEqual({ seq, fault: 'missing' });
	}
	expect(await tampered((db) => db.delete(auditEvent).where(at(60)))).toEqual({
		seq: 60,
		fault: 'truncated',
	});
	const swapped = async (db: Database) => {
		await db.update(auditEvent).set({ seq: -1 }).where(at(7));
		await db.update(auditEvent).set({ seq: 7 }).where(at(8));
		await db.update(auditEvent).set({ seq: 8 }).where(at(-1));
	};
	expect((await tampered(swapped))?.seq).toBe(7);
	expect(await tampered((db) => db.delete(auditEvent))).toEqual({ seq: 1, fault: 'truncated' });
	expect(await tampered((db) => db.delete(auditChain))).toEqual({ seq: 1, fault: 'missing' });
	expect(await findAuditFault(database.db, '64')).toBeNull();
});

test('a head that was moved forward or back is seen', async () => {
	const [head] = await database.db.select().from(auditChain);
	await database.db.update(auditChain).set({ seq: 61 });
	expect(await findAuditFault(database.db, '64')).toEqual({ seq: 61, fault: 'truncated' });
	await database.db.update(auditChain).set({ seq: 20 });
	expect(await findAuditFault(database.db, '64')).toEqual({ seq: 21, fault: 'altered' });
	await database.db.update(auditChain).set({ seq: head?.seq ?? 0 });
	expect(await findAuditFault(database.db, '64')).toBeNull();
});

test('what is rolled back was never audited', async () => {
	const failing = database.db.transaction(async (transaction) => {
		await writeAudit(transaction, { ...entry('d'), chain: '40' });
		throw new Error('undone');
	});
	await expect(failing).rejects.toThrow('undone');
	expect(await database.db.select().from(auditChain)).toHaveLength(1);
});
