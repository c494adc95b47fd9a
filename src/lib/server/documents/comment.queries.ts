import { and, asc, countDistinct, desc, eq, gt, gte, inArray, isNull, lte, ne, or } from 'drizzle-orm';
import { decodeActionAnchor } from '#lib/documents/action-anchor.rules.ts';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import {
	THREADS_AT_MOST,
	type CommentView,
	type Mentionable,
	type ThreadView,
} from '#lib/documents/comment.rules.ts';
import { account } from '../accounts/account.tables.ts';
import { grant, mandate, organisation } from '../committee/committee.tables.ts';
import { listOrganisations } from '../committee/organisation.queries.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { comment, commentMention, commentRead, commentThread } from './comment.tables.ts';
import { getDocumentById } from './document.queries.ts';

/** Unread mentions that a home page shows: after them, one opens the comments. */
const MENTIONS_SHOWN = 20;

/**
 * The comments of a document that the actor may read, in the order in which threads were opened. Of more than are told at once, those left out
 * are the oldest of the resolved.
 * @throws `not-found`
 */
export async function listThreads(context: Context, documentId: string): Promise<ThreadView[]> {
	const found = await getDocumentById(context, documentId);
	await authorizeInSpace(context, 'comment.read', found.departmentCode);
	const threads = await context.db
		.select({ thread: commentThread, resolvedByName: account.displayName })
		.from(commentThread)
		.leftJoin(account, eq(account.id, commentThread.resolvedBy))
		.where(eq(commentThread.documentId, found.id))
		.orderBy(desc(isNull(commentThread.resolvedAt)), desc(commentThread.createdAt), desc(commentThread.id))
		.limit(THREADS_AT_MOST);
	threads.sort((left, right) => compareThreads(left.thread, right.thread));
	const ids = threads.map(({ thread }) => thread.id);
	if (ids.length === 0) return [];
	const [comments, mentions, readUntil] = [
		await selectComments(context, ids),
		await selectMentions(context, ids),
		await selectReadMarks(context, ids),
	];
	return threads.map(({ thread, resolvedByName }) => {
		const { id, anchor, quote, createdAt, resolvedAt } = thread;
		const views = (comments.get(id) ?? []).map((row) =>
			viewOf(row, { mentions: mentions.get(row.id) ?? [], until: readUntil.get(id), reader: context }),
		);
		return {
			id,
			anchor,
			quote,
			createdAt: createdAt.toISOString(),
			resolvedAt: resolvedAt?.toISOString() ?? null,
			resolvedBy: resolvedAt === null ? null : resolvedByName,
			concernsReader: concerns(context, views),
			comments: views,
		};
	});
}

type Opened = Pick<typeof commentThread.$inferSelect, 'createdAt' | 'id'>;

/** The first opened first. */
function compareThreads(left: Opened, right: Opened): number {
	return left.createdAt.getTime() - right.createdAt.getTime() || (left.id < right.id ? -1 : 1);
}

type CommentRow = typeof comment.$inferSelect & { authorName: string };
type NamedMention = CommentView['mentions'][number];

async function selectComments(context: Context, threadIds: string[]): Promise<Map<string, CommentRow[]>> {
	const rows = await context.db
		.select({ row: comment, authorName: account.displayName })
		.from(comment)
		.innerJoin(account, eq(account.id, comment.authorId))
		.where(inArray(comment.threadId, threadIds))
		.orderBy(asc(comment.createdAt), asc(comment.id));
	return Map.groupBy(
		rows.map(({ row, authorName }) => ({ ...row, authorName })),
		({ threadId }) => threadId,
	);
}

async function selectMentions(context: Context, threadIds: string[]): Promise<Map<string, NamedMention[]>> {
	const { accountId, organisationId } = commentMention;
	const rows = await context.db
		.select({
			commentId: commentMention.commentId,
			accountId,
			organisationId,
			person: account.displayName,
			acronym: organisation.acronym,
			name: organisation.name,
		})
		.from(commentMention)
		.innerJoin(comment, eq(comment.id, commentMention.commentId))
		.leftJoin(account, eq(account.id, accountId))
		.leftJoin(organisation, eq(organisation.id, organisationId))
		.where(inArray(comment.threadId, threadIds));
	const mentions = new Map<string, NamedMention[]>();
	for (const row of rows) {
		const named: NamedMention =
			row.accountId === null
				? { kind: 'organisation', id: row.organisationId ?? '', name: row.acronym || row.name || '' }
				: { kind: 'person', id: row.accountId, name: row.person ?? '' };
		mentions.set(row.commentId, [...(mentions.get(row.commentId) ?? []), named]);
	}
	return mentions;
}

async function selectReadMarks(context: Context, threadIds: string[]): Promise<Map<string, Date>> {
	if (context.actor.kind === 'anonymous') return new Map();
	const rows = await context.db
		.select()
		.from(commentRead)
		.where(and(eq(commentRead.accountId, context.actor.accountId), inArray(commentRead.threadId, threadIds)));
	return new Map(rows.map((row) => [row.threadId, row.readUntil]));
}

function viewOf(
	row: CommentRow,
	known: { mentions: NamedMention[]; until: Date | undefined; reader: Context },
): CommentView {
	const { actor } = known.reader;
	const isOwn = actor.kind === 'account' && actor.accountId === row.authorId;
	const isRemoved = row.removedAt !== null;
	return {
		id: row.id,
		authorId: row.authorId,
		authorName: row.authorName,
		body: row.body,
		mentions: known.mentions,
		createdAt: row.createdAt.toISOString(),
		editedAt: isRemoved ? null : (row.editedAt?.toISOString() ?? null),
		isRemoved,
		isOwn,
		isUnread: !isOwn && !isRemoved && (known.until === undefined || row.createdAt > known.until),
	};
}

function concerns({ actor }: Context, comments: readonly CommentView[]): boolean {
	if (actor.kind === 'anonymous') return false;
	const own = new Set([actor.accountId, ...actor.grants.map((held) => held.organisationId)]);
	return comments.some((one) => one.isOwn || one.mentions.some(({ id }) => own.has(id)));
}

/** How many open threads of a document hold something that the actor has not read, by what they are about. */
export async function countUnreadThreads(
	context: Context,
	found: { id: string; departmentCode: string },
): Promise<{ anchor: string; count: number }[]> {
	await authorizeInSpace(context, 'comment.read', found.departmentCode);
	const { actor } = context;
	if (actor.kind === 'anonymous') return [];
	const { anchor, id, documentId, resolvedAt } = commentThread;
	return context.db
		.select({ anchor, count: countDistinct(id) })
		.from(commentThread)
		.innerJoin(comment, eq(comment.threadId, id))
		.leftJoin(commentRead, and(eq(commentRead.threadId, id), eq(commentRead.accountId, actor.accountId)))
		.where(
			and(
				...[eq(documentId, found.id), isNull(resolvedAt), isNull(comment.removedAt)],
				ne(comment.authorId, actor.accountId),
				or(isNull(commentRead.readUntil), gt(comment.createdAt, commentRead.readUntil)),
			),
		)
		.groupBy(anchor);
}

/** Whoever can be named in the comments of a space: those who may read them, and the organisations. By name. */
export async function listMentionable(context: Context, departmentCode: string): Promise<Mentionable[]> {
	const space = await authorizeInSpace(context, 'comment.read', departmentCode);
	const today = dayInFrance(context.now());
	const people = await context.db
		.selectDistinctOn([account.id], {
			id: account.id,
			name: account.displayName,
			organisation: organisation.name,
			acronym: organisation.acronym,
		})
		.from(grant)
		.innerJoin(mandate, eq(mandate.id, grant.mandateId))
		.innerJoin(organisation, eq(organisation.id, mandate.organisationId))
		.innerJoin(account, eq(account.id, mandate.accountId))
		.where(
			and(
				or(eq(mandate.departmentCode, space.departmentCode), eq(mandate.regionCode, space.regionCode)),
				isNull(grant.revokedAt),
				isNull(mandate.endedAt),
				isNull(account.disabledAt),
				lte(mandate.startsOn, today),
				gte(mandate.endsOn, today),
			),
		)
		.orderBy(asc(account.id), asc(mandate.id));
	const organisations = await listOrganisations(context, departmentCode);
	const french = new Intl.Collator('fr');
	return [
		...people.map(({ id, name, organisation: full, acronym }): Mentionable => {
			return { kind: 'person', id, name, detail: acronym || full };
		}),
		...organisations.map(({ id, acronym, name, collegeLabel }): Mentionable => {
			return { kind: 'organisation', id, name: acronym || name, detail: acronym ? name : collegeLabel };
		}),
	].sort((left, right) => french.compare(left.name, right.name));
}

/** A comment that names the reader, or their organisation, and that they have not seen. */
export interface UnreadMention {
	commentId: string;
	threadId: string;
	documentId: string;
	/** The action of the plan that it is about; null for a passage of a text. */
	actionId: string | null;
	authorName: string;
	createdAt: Date;
}

/** Where the reader is named in a space without having seen it, the last first. */
export async function listUnreadMentions(context: Context, departmentCode: string): Promise<UnreadMention[]> {
	await authorizeInSpace(context, 'comment.read', departmentCode);
	const { actor } = context;
	if (actor.kind === 'anonymous') return [];
	const organisations = actor.grants.map(({ organisationId }) => organisationId);
	// A comment may name the reader and their organisation: it comes once.
	const rows = await context.db
		.selectDistinct({
			commentId: comment.id,
			threadId: comment.threadId,
			documentId: commentThread.documentId,
			anchor: commentThread.anchor,
			authorName: account.displayName,
			createdAt: comment.createdAt,
		})
		.from(commentMention)
		.innerJoin(comment, eq(comment.id, commentMention.commentId))
		.innerJoin(commentThread, eq(commentThread.id, comment.threadId))
		.innerJoin(account, eq(account.id, comment.authorId))
		.leftJoin(
			commentRead,
			and(eq(commentRead.threadId, comment.threadId), eq(commentRead.accountId, actor.accountId)),
		)
		.where(
			and(
				eq(commentThread.departmentCode, departmentCode),
				isNull(commentThread.resolvedAt),
				ne(comment.authorId, actor.accountId),
				or(
					eq(commentMention.accountId, actor.accountId),
					organisations.length === 0 ? undefined : inArray(commentMention.organisationId, organisations),
				),
				or(isNull(commentRead.readUntil), gt(comment.createdAt, commentRead.readUntil)),
			),
		)
		.orderBy(desc(comment.createdAt), desc(comment.id))
		.limit(MENTIONS_SHOWN);
	return rows.map(({ anchor, ...row }) => ({
		...row,
		actionId: decodeActionAnchor(anchor)?.actionId ?? null,
	}));
}
