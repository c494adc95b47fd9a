import { and, asc, eq, isNull } from 'drizzle-orm';
import * as Y from 'yjs';
import type { QuarantineReason } from '#lib/collaboration/protocol.ts';
import { countBlocks, summarizeUpdate } from '#lib/documents/quarantine.content.ts';
import { notFound } from '#lib/errors.ts';
import type { Context } from '../context/context.ts';
import { loadCopy } from './document.log.ts';
import { getDocument } from './document.queries.ts';
import { documentQuarantine } from './document.tables.ts';

/** What an author has set aside in a document for one reason, to be taken up or given up together. */
export interface QuarantinedEdits {
	reason: QuarantineReason;
	ids: string[];
	/** Since when, ISO. */
	since: string;
	/** Pieces written and places deleted; for a mass removal, the blocks that would go. */
	edits: number;
	/** Of how many blocks, for a mass removal; null otherwise. */
	of: number | null;
	/** The first words, those of the author. */
	excerpt: string;
}

/** Where a document is: one of another département is not found. */
export type DocumentPlace = { departmentCode: string; documentId: string };

/** A document in which the actor may write, and the account they are. @throws TerrimedError `not-found` */
export async function authorizeWriter(
	context: Context,
	{ departmentCode, documentId }: DocumentPlace,
): Promise<{ accountId: string }> {
	const found = await getDocument(context, departmentCode, documentId);
	if (found.access !== 'write' || context.actor.kind === 'anonymous') throw notFound();
	return { accountId: context.actor.accountId };
}

export type WaitingRow = { id: string; bytes: Uint8Array; reason: QuarantineReason; createdAt: Date };

/** The actor's own rows that wait for a decision, in order. */
export function waitingRows(
	context: Context,
	of: { documentId: string; accountId: string },
): Promise<WaitingRow[]> {
	const { id, bytes, reason, createdAt } = documentQuarantine;
	return context.db
		.select({ id, bytes, reason, createdAt })
		.from(documentQuarantine)
		.where(
			and(
				eq(documentQuarantine.documentId, of.documentId),
				eq(documentQuarantine.accountId, of.accountId),
				isNull(documentQuarantine.resolvedAt),
			),
		)
		.orderBy(asc(createdAt), asc(id));
}

/** What the actor has waiting in a document: their own, never anybody else's. */
export async function listQuarantined(context: Context, place: DocumentPlace): Promise<QuarantinedEdits[]> {
	const { accountId } = await authorizeWriter(context, place);
	const { documentId } = place;
	const rows = await waitingRows(context, { documentId, accountId });
	const found: QuarantinedEdits[] = [];
	for (const reason of new Set(rows.map((row) => row.reason))) {
		const own = rows.filter((row) => row.reason === reason);
		const bytes = Y.mergeUpdates(own.map((row) => row.bytes));
		const summary = summarizeUpdate(bytes);
		const removal = reason === 'mass-removal' ? await measureRemoval(context, documentId, bytes) : null;
		found.push({
			reason,
			ids: own.map(({ id }) => id),
			since: (own[0]?.createdAt ?? context.now()).toISOString(),
			edits: removal?.edits ?? summary.edits,
			of: removal?.of ?? null,
			excerpt: summary.excerpt,
		});
	}
	return found;
}

async function measureRemoval(
	context: Context,
	documentId: string,
	bytes: Uint8Array,
): Promise<{ edits: number; of: number }> {
	const copy = await loadCopy(context.db, documentId);
	try {
		const of = countBlocks(copy);
		Y.applyUpdate(copy, bytes);
		return { edits: of - countBlocks(copy), of };
	} finally {
		copy.destroy();
	}
}
