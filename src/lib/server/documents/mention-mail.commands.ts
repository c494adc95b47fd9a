import { and, eq, gte, inArray, isNotNull, isNull, lt, lte, sql } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import type { Mention } from '#lib/documents/comment.rules.ts';
import { grant, mandate } from '../committee/committee.tables.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { composeMentionLetter } from './mention-mail.letter.ts';
import { describeMentionMails } from './mention-mail.queries.ts';
import { mentionMail } from './mention-mail.tables.ts';

/** How long a mention waits for others to the same person, in milliseconds: a discussion is told in one letter. */
const GATHER_MS = 5 * 60_000;

/** How often sending is tried: after that the mention waits in the space only, where it is marked as unread. */
const ATTEMPTS = 5;

/** How long is kept what was sent, in milliseconds: long enough to understand a complaint. */
const KEPT_MS = 30 * 86_400_000;

/** People written to in one round. */
const PEOPLE_AT_ONCE = 50;

/** Notes whom a comment names, so that they are told; each once, the author never. Inside the transaction that writes the comment. */
export async function noteMentions(
	transaction: Database,
	noted: { commentId: string; authorId: string; mentions: readonly Mention[]; now: Date },
): Promise<void> {
	const { commentId, authorId, mentions, now } = noted;
	const people = mentions.filter(({ kind }) => kind === 'person').map(({ id }) => id);
	const bodies = mentions.filter(({ kind }) => kind === 'organisation').map(({ id }) => id);
	const members = await membersOf(transaction, bodies, now);
	const named = new Map(members.map((id) => [id, true]));
	for (const id of people) named.set(id, false);
	named.delete(authorId);
	if (named.size === 0) return;
	const rows = [...named].map(([accountId, byOrganisation]) => ({
		...{ accountId, commentId, byOrganisation },
		notedAt: now,
	}));
	await transaction.insert(mentionMail).values(rows).onConflictDoNothing();
}

/** A comment is written anew or withdrawn: whoever has not been told yet is not told of what it was. */
export async function forgetMentions(transaction: Database, commentId: string): Promise<void> {
	await transaction
		.delete(mentionMail)
		.where(and(eq(mentionMail.commentId, commentId), isNull(mentionMail.endedAt)));
}

/** Who represents these organisations today. */
async function membersOf(db: Database, organisationIds: string[], now: Date): Promise<string[]> {
	if (organisationIds.length === 0) return [];
	const today = dayInFrance(now);
	const rows = await db
		.selectDistinct({ id: mandate.accountId })
		.from(grant)
		.innerJoin(mandate, eq(mandate.id, grant.mandateId))
		.where(
			and(
				inArray(mandate.organisationId, organisationIds),
				isNull(grant.revokedAt),
				isNull(mandate.endedAt),
				lte(mandate.startsOn, today),
				gte(mandate.endsOn, today),
			),
		);
	return rows.map(({ id }) => id);
}

/** What a round of letters needs of the process. */
export interface MentionMailParts {
	/** The platform's own context: its database, its mail, its clock. */
	platform: Context;
	/** The context of somebody, with the rights they have now. */
	contextOf(accountId: string): Promise<Context>;
	reportError(error: unknown): void;
}

/**
 * Writes to whoever has a mention that has waited long enough, of all those that wait for them: of what they may still read, have
 * not read meanwhile, and want to be told of. Of two processes one takes a person. A letter that does not leave is tried again.
 * @returns how many letters left
 */
export async function sendMentionMails(parts: MentionMailParts): Promise<number> {
	const { db, now } = parts.platform;
	const due = await db
		.selectDistinct({ id: mentionMail.accountId })
		.from(mentionMail)
		.where(and(isNull(mentionMail.endedAt), lte(mentionMail.notedAt, new Date(now().getTime() - GATHER_MS))))
		.limit(PEOPLE_AT_ONCE);
	let sent = 0;
	for (const { id } of due) {
		try {
			if (await writeTo(parts, id)) sent += 1;
		} catch (error) {
			parts.reportError(error);
		}
	}
	return sent;
}

async function writeTo({ platform, contextOf }: MentionMailParts, accountId: string): Promise<boolean> {
	const { db, now, mail, origin } = platform;
	const taken = await db
		.update(mentionMail)
		.set({ endedAt: now(), attempts: sql`${mentionMail.attempts} + 1` })
		.where(and(eq(mentionMail.accountId, accountId), isNull(mentionMail.endedAt)))
		.returning();
	if (taken.length === 0) return false;
	const reader = await contextOf(accountId);
	if (reader.actor.kind === 'anonymous') return false;
	const mentions = await describeMentionMails(reader, taken);
	if (mentions.length === 0) return false;
	const { email: to, displayName } = reader.actor;
	try {
		await mail.send(composeMentionLetter({ to, displayName, mentions, accountLink: `${origin}/compte` }));
	} catch (error) {
		const again = taken.filter(({ attempts }) => attempts < ATTEMPTS).map(({ commentId }) => commentId);
		await db
			.update(mentionMail)
			.set({ endedAt: null, notedAt: now() })
			.where(and(eq(mentionMail.accountId, accountId), inArray(mentionMail.commentId, again)));
		throw error;
	}
	return true;
}

/** Removes what was sent long ago. @returns how many rows went */
export async function purgeMentionMails(db: Database, now: Date): Promise<number> {
	const before = new Date(now.getTime() - KEPT_MS);
	const gone = await db
		.delete(mentionMail)
		.where(and(isNotNull(mentionMail.endedAt), lt(mentionMail.endedAt, before)))
		.returning({ id: mentionMail.commentId });
	return gone.length;
}
