import { and, eq, inArray, isNull, lt, or } from 'drizzle-orm';
import type * as Y from 'yjs';
import { CLAIM_SECONDS } from '#lib/documents/suggestion.rules.ts';
import { TerrimedError } from '#lib/errors.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { loadCopy } from './document.log.ts';
import { auditSuggestion, tellActivity, type SuggestionActor } from './suggestion-record.commands.ts';
import type { SuggestionRow } from './suggestion.queries.ts';
import { suggestion } from './suggestion.tables.ts';

/**
 * Writes suggestions into a copy of the document, each only if what it quotes is still there; called inside a transaction of that
 * copy. @returns the ids of those that were written
 */
export type SuggestionApplier = (doc: Y.Doc, suggestions: readonly SuggestionRow[]) => Set<string>;

/**
 * Accepts open suggestions: one edit of the live document by who decides, made on a copy and appended through the co-editing server.
 * Each is claimed first, so that two people who accept at once write it once; a claim ends by itself, should the process die, and the
 * words then say whether the edit was made.
 * @returns the ids claimed, and of those the ones that were written
 * @throws TerrimedError `conflict` when the edit could not be stored; nothing is then decided
 */
export async function acceptSuggestions(
	context: Context,
	actor: SuggestionActor,
	asked: { ids: readonly string[]; apply: SuggestionApplier },
): Promise<{ claimed: Set<string>; written: Set<string> }> {
	const rows = await claim(context.db, actor, asked.ids);
	if (rows.length === 0) return { claimed: new Set(), written: new Set() };
	const claimed = new Set(rows.map(({ id }) => id));
	let written = new Set<string>();
	try {
		const made = await writeEdit(context, actor, { rows, apply: asked.apply });
		written = made.written;
		if (made.seq !== null) await recordAccepted(context.db, actor, { ids: [...written], seq: made.seq });
	} finally {
		await release(context.db, [...claimed]);
	}
	return { claimed, written };
}

/** Takes those that nobody else is deciding. */
function claim(
	db: Database,
	{ documentId, now }: SuggestionActor,
	ids: readonly string[],
): Promise<SuggestionRow[]> {
	const claimedUntil = new Date(now.getTime() + CLAIM_SECONDS * 1_000);
	return db
		.update(suggestion)
		.set({ claimedUntil })
		.where(
			and(
				inArray(suggestion.id, [...ids]),
				eq(suggestion.documentId, documentId),
				eq(suggestion.state, 'open'),
				or(isNull(suggestion.claimedUntil), lt(suggestion.claimedUntil, now)),
			),
		)
		.returning();
}

async function release(db: Database, ids: string[]): Promise<void> {
	await db
		.update(suggestion)
		.set({ claimedUntil: null })
		.where(and(inArray(suggestion.id, ids), eq(suggestion.state, 'open')));
}

async function writeEdit(
	context: Context,
	{ documentId, accountId }: SuggestionActor,
	edit: { rows: readonly SuggestionRow[]; apply: SuggestionApplier },
): Promise<{ written: Set<string>; seq: number | null }> {
	const copy = await loadCopy(context.db, documentId);
	try {
		const updates: Uint8Array[] = [];
		copy.on('update', (bytes: Uint8Array) => updates.push(bytes));
		const written = copy.transact(() => edit.apply(copy, edit.rows));
		const [update] = updates;
		if (update === undefined) return { written: new Set(), seq: null };
		const seq = await context.live.append({ documentId, update, accountId });
		return { written, seq };
	} catch {
		throw new TerrimedError(
			'conflict',
			'La proposition n’a pas pu être appliquée. Rien n’a changé\u00a0: réessayez.',
		);
	} finally {
		copy.destroy();
	}
}

async function recordAccepted(
	db: Database,
	actor: SuggestionActor,
	accepted: { ids: string[]; seq: number },
): Promise<void> {
	const { ids, seq } = accepted;
	const decided = { state: 'accepted' as const, decidedAt: actor.now, decidedBy: actor.accountId };
	await db.transaction(async (transaction) => {
		await transaction
			.update(suggestion)
			.set({ ...decided, claimedUntil: null, appliedSeq: seq })
			.where(and(inArray(suggestion.id, ids), eq(suggestion.state, 'open')));
		await tellActivity(transaction, actor, 'suggestion-accepted');
		for (const id of ids) await auditSuggestion(transaction, actor, { action: 'suggestion.accept', id, seq });
	});
}
