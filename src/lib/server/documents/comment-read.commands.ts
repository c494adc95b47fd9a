import { and, eq, inArray, lt } from 'drizzle-orm';
import type { ReadThreadsInput } from '#lib/documents/comment.input.ts';
import { notFound } from '#lib/errors.ts';
import type { Context } from '../context/context.ts';
import { commentRead, commentThread } from './comment.tables.ts';
import type { DocumentPlace } from './document.commands.ts';
import { getDocument } from './document.queries.ts';

/** Remembers up to when the actor has read threads of a document: whoever reads comments has their own marks. */
export async function markThreadsRead(
	context: Context,
	place: DocumentPlace,
	{ threads }: ReadThreadsInput,
): Promise<void> {
	const found = await getDocument(context, place.departmentCode, place.documentId);
	const { actor } = context;
	if (actor.kind === 'anonymous') throw notFound();
	const ids = threads.map(({ id }) => id);
	await context.db.transaction(async (transaction) => {
		const known = await transaction
			.select({ id: commentThread.id })
			.from(commentThread)
			.where(and(eq(commentThread.documentId, found.id), inArray(commentThread.id, ids)));
		const isKnown = new Set(known.map(({ id }) => id));
		for (const { id, until } of threads) {
			if (!isKnown.has(id)) continue;
			const readUntil = new Date(until);
			await transaction
				.insert(commentRead)
				.values({ accountId: actor.accountId, threadId: id, readUntil })
				.onConflictDoUpdate({
					target: [commentRead.accountId, commentRead.threadId],
					set: { readUntil },
					// Another page of theirs may have seen more.
					setWhere: lt(commentRead.readUntil, readUntil),
				});
		}
	});
}
