import { and, count, eq, inArray, isNotNull, isNull } from 'drizzle-orm';
import type {
	EditCommentInput,
	RemoveCommentInput,
	ReplyInput,
	ResolveThreadInput,
	StartThreadInput,
	WriteCommentInput,
} from '#lib/documents/comment.input.ts';
import { THREADS_AT_MOST, type Mention } from '#lib/documents/comment.rules.ts';
import { notFound, TerrimedError } from '#lib/errors.ts';
import { newId } from '#lib/identifiers.ts';
import { writeAudit } from '../audit/audit.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { addMentions, checkMentions, replaceMentions } from './comment-mentions.ts';
import { quoteOf } from './comment-quote.queries.ts';
import { comment, commentThread } from './comment.tables.ts';
import { getDocument } from './document.queries.ts';
import { activity } from './document.tables.ts';
import type { DocumentPlace } from './document.commands.ts';
import { forgetMentions, noteMentions } from './mention-mail.commands.ts';

/** Who comments what, once it is known that they may. */
interface Commenter extends DocumentPlace {
	accountId: string;
	isPlan: boolean;
	now: Date;
}

/** @throws TerrimedError `not-found` to whoever may not comment this document */
async function authorizeCommenter(context: Context, place: DocumentPlace): Promise<Commenter> {
	const found = await getDocument(context, place.departmentCode, place.documentId);
	if (found.comments !== 'write' || context.actor.kind === 'anonymous') throw notFound();
	const { departmentCode, id: documentId } = found;
	const { accountId } = context.actor;
	return { departmentCode, documentId, accountId, isPlan: found.kind === 'plan', now: context.now() };
}

/** What a page asks to be written, by the command that does it. */
export async function writeComment(
	context: Context,
	place: DocumentPlace,
	input: WriteCommentInput,
): Promise<{ threadId: string }> {
	switch (input.do) {
		case 'start':
			return startThread(context, place, input);
		case 'reply':
			return reply(context, place, input);
		case 'edit':
			return editComment(context, place, input);
		case 'remove':
			return removeComment(context, place, input);
		default:
			return resolveThread(context, place, input);
	}
}

/** Opens a thread on a passage, with its first comment. */
async function startThread(context: Context, place: DocumentPlace, input: StartThreadInput) {
	const commenter = await authorizeCommenter(context, place);
	await checkMentions(context, commenter, input.mentions);
	const { departmentCode, documentId, accountId, now } = commenter;
	const threadId = newId(now.getTime());
	const quote = await quoteOf(context, commenter, input.anchor);
	await context.db.transaction(async (transaction) => {
		await checkRoom(transaction, documentId);
		await transaction.insert(commentThread).values({
			id: threadId,
			departmentCode,
			documentId,
			anchor: input.anchor,
			quote,
			createdAt: now,
			createdBy: accountId,
		});
		await addComment(transaction, commenter, { ...input, threadId });
		await tell(transaction, commenter, { action: 'comment.start', threadId });
	});
	context.events.publish({ type: 'comments-changed', documentId });
	return { threadId };
}

/** Adds to a thread of this document; one that was resolved is open again. */
async function reply(context: Context, place: DocumentPlace, input: ReplyInput) {
	const commenter = await authorizeCommenter(context, place);
	await checkMentions(context, commenter, input.mentions);
	const { threadId } = input;
	await context.db.transaction(async (transaction) => {
		const { resolvedAt } = await lockThread(transaction, commenter, threadId);
		if (resolvedAt !== null) await checkRoom(transaction, commenter.documentId);
		await transaction
			.update(commentThread)
			.set({ resolvedAt: null, resolvedBy: null })
			.where(eq(commentThread.id, threadId));
		await addComment(transaction, commenter, input);
		await tell(transaction, commenter, { action: 'comment.reply', threadId });
	});
	context.events.publish({ type: 'comments-changed', documentId: commenter.documentId });
	return { threadId };
}

/** Rewrites one's own comment, which says that it was. */
async function editComment(context: Context, place: DocumentPlace, input: EditCommentInput) {
	const commenter = await authorizeCommenter(context, place);
	await checkMentions(context, commenter, input.mentions);
	const { commentId, body } = input;
	const threadId = await context.db.transaction(async (transaction) => {
		const found = await changeOwn(transaction, commenter, {
			commentId,
			set: { body, editedAt: commenter.now },
		});
		await replaceMentions(transaction, commentId, input.mentions);
		await forgetMentions(transaction, commentId);
		const { accountId: authorId, now } = commenter;
		await noteMentions(transaction, { commentId, authorId, mentions: input.mentions, now });
		await auditThread(transaction, commenter, { action: 'comment.edit', threadId: found });
		return found;
	});
	context.events.publish({ type: 'comments-changed', documentId: commenter.documentId });
	return { threadId };
}

/** Withdraws one's own comment: its words go, its place stays. */
async function removeComment(context: Context, place: DocumentPlace, { commentId }: RemoveCommentInput) {
	const commenter = await authorizeCommenter(context, place);
	const threadId = await context.db.transaction(async (transaction) => {
		const found = await changeOwn(transaction, commenter, {
			commentId,
			set: { body: '', removedAt: commenter.now },
		});
		await replaceMentions(transaction, commentId, []);
		await forgetMentions(transaction, commentId);
		await auditThread(transaction, commenter, { action: 'comment.remove', threadId: found });
		return found;
	});
	context.events.publish({ type: 'comments-changed', documentId: commenter.documentId });
	return { threadId };
}

/** Resolves a thread or opens it again; done twice, it is done once. */
async function resolveThread(context: Context, place: DocumentPlace, input: ResolveThreadInput) {
	const commenter = await authorizeCommenter(context, place);
	const { threadId } = input;
	const resolves = input.do === 'resolve';
	await context.db.transaction(async (transaction) => {
		const { resolvedAt } = await lockThread(transaction, commenter, threadId);
		if (!resolves && resolvedAt !== null) await checkRoom(transaction, commenter.documentId);
		const changed = await transaction
			.update(commentThread)
			.set({
				resolvedAt: resolves ? commenter.now : null,
				resolvedBy: resolves ? commenter.accountId : null,
			})
			.where(
				and(
					eq(commentThread.id, threadId),
					resolves ? isNull(commentThread.resolvedAt) : isNotNull(commentThread.resolvedAt),
				),
			)
			.returning({ id: commentThread.id });
		if (changed.length === 0) return;
		await auditThread(transaction, commenter, {
			action: resolves ? 'comment.resolve' : 'comment.reopen',
			threadId,
		});
	});
	context.events.publish({ type: 'comments-changed', documentId: commenter.documentId });
	return { threadId };
}

/** A thread of this document, held until the end of the transaction. @throws `not-found` for any other */
async function lockThread(
	transaction: Database,
	commenter: Commenter,
	threadId: string,
): Promise<{ resolvedAt: Date | null }> {
	const [found] = await transaction
		.select({ resolvedAt: commentThread.resolvedAt })
		.from(commentThread)
		.where(and(eq(commentThread.id, threadId), eq(commentThread.documentId, commenter.documentId)))
		.for('no key update');
	if (found === undefined) throw notFound();
	return found;
}

/** An open thread that is not told would be accepted and never seen. @throws TerrimedError `conflict` when no more may be open */
async function checkRoom(transaction: Database, documentId: string): Promise<void> {
	const [open] = await transaction
		.select({ count: count() })
		.from(commentThread)
		.where(and(eq(commentThread.documentId, documentId), isNull(commentThread.resolvedAt)));
	if ((open?.count ?? 0) < THREADS_AT_MOST) return;
	throw new TerrimedError(
		'conflict',
		`${THREADS_AT_MOST.toLocaleString('fr-FR')} commentaires sont déjà ouverts ici. Résolvez-en quelques-uns avant d’en ajouter.`,
	);
}

/** Changes a comment of the actor's that is still there. @returns its thread @throws `not-found` for any other */
async function changeOwn(
	transaction: Database,
	commenter: Commenter,
	change: { commentId: string; set: { body: string; editedAt?: Date; removedAt?: Date } },
): Promise<string> {
	const threads = transaction
		.select({ id: commentThread.id })
		.from(commentThread)
		.where(eq(commentThread.documentId, commenter.documentId));
	const [changed] = await transaction
		.update(comment)
		.set(change.set)
		.where(
			and(
				eq(comment.id, change.commentId),
				eq(comment.authorId, commenter.accountId),
				isNull(comment.removedAt),
				inArray(comment.threadId, threads),
			),
		)
		.returning({ threadId: comment.threadId });
	if (changed === undefined) throw notFound();
	return changed.threadId;
}

async function addComment(
	transaction: Database,
	{ accountId, now }: Commenter,
	written: { threadId: string; body: string; mentions: readonly Mention[] },
): Promise<void> {
	const id = newId(now.getTime());
	const { threadId, body } = written;
	await transaction.insert(comment).values({ id, threadId, authorId: accountId, body, createdAt: now });
	await addMentions(transaction, id, written.mentions);
	const { mentions } = written;
	await noteMentions(transaction, { commentId: id, authorId: accountId, mentions, now });
}

/** What is new in the space: said in its activity too. */
async function tell(
	transaction: Database,
	commenter: Commenter,
	done: { action: string; threadId: string },
): Promise<void> {
	const { departmentCode, documentId, accountId, now } = commenter;
	await transaction.insert(activity).values({
		id: newId(now.getTime()),
		departmentCode,
		accountId,
		documentId,
		verb: 'document-commented',
		happenedAt: now,
	});
	await auditThread(transaction, commenter, done);
}

function auditThread(
	transaction: Database,
	commenter: Commenter,
	done: { action: string; threadId: string },
): Promise<void> {
	return writeAudit(transaction, {
		chain: commenter.departmentCode,
		actorId: commenter.accountId,
		action: done.action,
		subjectType: 'comment-thread',
		subjectId: done.threadId,
		details: { document: commenter.documentId },
		happenedAt: commenter.now,
	});
}
