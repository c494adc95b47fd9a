import { eq } from 'drizzle-orm';
import type { Mention } from '#lib/documents/comment.rules.ts';
import { TerrimedError } from '#lib/errors.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { listMentionable } from './comment.queries.ts';
import { commentMention } from './comment.tables.ts';

/** Names people and organisations in a comment. */
export async function addMentions(
	transaction: Database,
	commentId: string,
	mentions: readonly Mention[],
): Promise<void> {
	if (mentions.length === 0) return;
	const rows = mentions.map(({ kind, id }) =>
		kind === 'person' ? { commentId, accountId: id } : { commentId, organisationId: id },
	);
	await transaction.insert(commentMention).values(rows).onConflictDoNothing();
}

/** Names these in a comment, and nobody else any more. */
export async function replaceMentions(
	transaction: Database,
	commentId: string,
	mentions: readonly Mention[],
): Promise<void> {
	await transaction.delete(commentMention).where(eq(commentMention.commentId, commentId));
	await addMentions(transaction, commentId, mentions);
}

/** Nobody is named to whom the space is not open, nor an organisation of another. */
export async function checkMentions(
	context: Context,
	{ departmentCode }: { departmentCode: string },
	mentions: readonly Mention[],
): Promise<void> {
	if (mentions.length === 0) return;
	const known = await listMentionable(context, departmentCode);
	const isKnown = ({ kind, id }: Mention): boolean => known.some((one) => one.kind === kind && one.id === id);
	if (mentions.every(isKnown)) return;
	const sentence =
		'Une personne ou une structure citée n’est plus dans cet espace. Retirez-la du commentaire.';
	throw new TerrimedError('invalid-input', sentence, { mentions: sentence });
}
