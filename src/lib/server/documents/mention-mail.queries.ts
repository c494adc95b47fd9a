import { and, eq, inArray } from 'drizzle-orm';
import { decodeActionAnchor } from '#lib/documents/action-anchor.rules.ts';
import { documentPath } from '#lib/documents/document.rules.ts';
import { isTerrimedError } from '#lib/errors.ts';
import { account } from '../accounts/account.tables.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { listAuthors } from './author.queries.ts';
import { comment, commentRead, commentThread } from './comment.tables.ts';
import { getDocument } from './document.queries.ts';
import type { LetterMention } from './mention-mail.letter.ts';

/** Mentions told of in one letter: whoever has more opens the space. */
const MENTIONS_SHOWN = 30;

/**
 * What a letter says of the mentions of its reader: nothing of those they may no longer read, have read meanwhile, or that were
 * withdrawn; nothing at all when they want no letter. The first come first.
 */
export async function describeMentionMails(
	reader: Context,
	noted: readonly { commentId: string; byOrganisation: boolean }[],
): Promise<LetterMention[]> {
	const { actor, db } = reader;
	if (actor.kind === 'anonymous') return [];
	const [own] = await db
		.select({ wanted: account.mentionMails })
		.from(account)
		.where(eq(account.id, actor.accountId));
	if (own?.wanted !== true) return [];
	const rows = await selectNoted(reader, actor.accountId, noted);
	const told: LetterMention[] = [];
	for (const row of rows) {
		if (row.removedAt !== null || (row.readUntil !== null && row.readUntil >= row.createdAt)) continue;
		const place = await findPlace(reader, row);
		if (place === null) continue;
		const authors = await listAuthors(db, row.departmentCode, [row.authorId]);
		const author = authors.get(row.authorId);
		const { byOrganisation = false } = noted.find(({ commentId }) => commentId === row.commentId) ?? {};
		told.push({
			...place,
			...{ byOrganisation, at: row.createdAt },
			authorName: author?.name ?? '',
			organisation: author?.organisation ?? '',
		});
	}
	return told.slice(0, MENTIONS_SHOWN);
}

type Row = Awaited<ReturnType<typeof selectNoted>>[number];

function selectNoted(reader: Context, accountId: string, noted: readonly { commentId: string }[]) {
	return reader.db
		.select({
			commentId: comment.id,
			authorId: comment.authorId,
			createdAt: comment.createdAt,
			removedAt: comment.removedAt,
			threadId: commentThread.id,
			anchor: commentThread.anchor,
			documentId: commentThread.documentId,
			departmentCode: commentThread.departmentCode,
			readUntil: commentRead.readUntil,
		})
		.from(comment)
		.innerJoin(commentThread, eq(commentThread.id, comment.threadId))
		.leftJoin(
			commentRead,
			and(eq(commentRead.threadId, comment.threadId), eq(commentRead.accountId, accountId)),
		)
		.where(
			inArray(
				comment.id,
				noted.map(({ commentId }) => commentId),
			),
		)
		.orderBy(comment.createdAt, comment.id);
}

/** Where a comment is; null when its reader may not see it, which is no fault. */
async function findPlace(
	reader: Context,
	{ departmentCode, documentId, threadId, anchor }: Row,
): Promise<Pick<LetterMention, 'documentTitle' | 'departmentName' | 'link'> | null> {
	try {
		const { departmentName } = await authorizeInSpace(reader, 'comment.read', departmentCode);
		const found = await getDocument(reader, departmentCode, documentId);
		const action = decodeActionAnchor(anchor)?.actionId;
		const path = documentPath(found);
		const link = reader.origin + (action === undefined ? `${path}?fil=${threadId}` : `${path}/${action}`);
		return { documentTitle: found.title, departmentName, link };
	} catch (error) {
		if (isTerrimedError(error) && error.code === 'not-found') return null;
		throw error;
	}
}
