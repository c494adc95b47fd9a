import { afterAll, beforeAll, expect, test } from 'vitest';
import { findAuditFault, writeAudit } from './audit.ts';
import { auditChain, auditEvent } from './audit.tables.ts';
import type { OpenDatabase } from '../database/database.ts';
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

test('a truncated tail is seen', async () => {
	await database.db.update(auditChain).set({ seq: 4 });
	expect(await findAuditFault(database.db, '64')).toEqual({ seq: 4, fault: 'truncated' });
});

test('what is rolled back was never audited', async () => {
	const failing = database.db.transaction(async (transaction) => {
		await writeAudit(transaction, { ...entry('d'), chain: '40' });
		throw new Error('undone');
	});
	await expect(failing).rejects.toThrow('undone');
	expect(await database.db.select().from(auditChain)).toHaveLength(1);
});
