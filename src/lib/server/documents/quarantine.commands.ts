import { and, inArray, isNull } from 'drizzle-orm';
import * as Y from 'yjs';
import type { ResolveQuarantineInput } from '#lib/documents/quarantine.input.ts';
import { TerrimedError } from '#lib/errors.ts';
import { writeAudit } from '../audit/audit.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { documentQuarantine } from './document.tables.ts';
import { authorizeWriter, waitingRows, type DocumentPlace, type WaitingRow } from './quarantine.queries.ts';

/**
 * Decides of the actor's own edits that were set aside: merged into the document by the same path and the same guards as every
 * other, under the account that made them; or given up, and kept in the table all the same. Merging twice changes nothing.
 * @returns how many rows were resolved
 * @throws TerrimedError `not-found`, or `conflict` when the edits no longer fit the document
 */
export async function resolveQuarantined(
	context: Context,
	place: DocumentPlace,
	{ reason, resolution, ids }: ResolveQuarantineInput,
): Promise<number> {
	const { accountId } = await authorizeWriter(context, place);
	const { departmentCode, documentId } = place;
	const waiting = await waitingRows(context, { documentId, accountId });
	const rows = waiting.filter((row) => row.reason === reason && ids.includes(row.id));
	if (rows.length === 0) return 0;
	// Before it is marked: cut off in between, it is merged again, which changes nothing.
	if (resolution === 'merged') await merge(context, { documentId, accountId, rows });
	return context.db.transaction(async (transaction) => {
		const resolved = await mark(transaction, { rows, resolution, at: context.now() });
		if (resolved === 0) return 0;
		await writeAudit(transaction, {
			chain: departmentCode,
			actorId: accountId,
			action: resolution === 'merged' ? 'quarantine.merge' : 'quarantine.discard',
			subjectType: 'document',
			subjectId: documentId,
			details: { reason, rows: resolved },
			happenedAt: context.now(),
		});
		return resolved;
	});
}

async function merge(
	context: Context,
	{ documentId, accountId, rows }: { documentId: string; accountId: string; rows: WaitingRow[] },
): Promise<void> {
	const update = Y.mergeUpdates(rows.map((row) => row.bytes));
	try {
		await context.live.append({ documentId, update, accountId });
	} catch {
		throw new TerrimedError(
			'conflict',
			'Ces modifications n’ont pas pu être reprises. Elles restent gardées\u00a0: rechargez la page et réessayez.',
		);
	}
}

async function mark(
	transaction: Database,
	change: { rows: WaitingRow[]; resolution: ResolveQuarantineInput['resolution']; at: Date },
): Promise<number> {
	const ids = change.rows.map(({ id }) => id);
	const marked = await transaction
		.update(documentQuarantine)
		.set({ resolvedAt: change.at, resolution: change.resolution })
		.where(and(inArray(documentQuarantine.id, ids), isNull(documentQuarantine.resolvedAt)))
		.returning({ id: documentQuarantine.id });
	return marked.length;
}
