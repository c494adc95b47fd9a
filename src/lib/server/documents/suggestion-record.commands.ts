import { and, count, eq } from 'drizzle-orm';
import type { ActivityVerb } from '#lib/documents/activity.rules.ts';
import { OPEN_AT_MOST } from '#lib/documents/suggestion.rules.ts';
import { notFound, TerrimedError } from '#lib/errors.ts';
import { newId } from '#lib/identifiers.ts';
import { writeAudit } from '../audit/audit.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import type { DocumentPlace } from './document.commands.ts';
import { getDocument, type DocumentSummary } from './document.queries.ts';
import { activity } from './document.tables.ts';
import { suggestion } from './suggestion.tables.ts';

/** Who proposes or decides, in which document, once it is known that they may. */
export interface SuggestionActor extends DocumentPlace {
	accountId: string;
	now: Date;
}

/** Who may comment a document may propose. @throws TerrimedError `not-found` to everybody else, and for what is frozen */
export async function authorizeProposer(
	context: Context,
	place: DocumentPlace,
): Promise<SuggestionActor & { found: DocumentSummary }> {
	const found = await getDocument(context, place.departmentCode, place.documentId);
	if (found.comments !== 'write' || context.actor.kind === 'anonymous') throw notFound();
	const { departmentCode, id: documentId } = found;
	return { departmentCode, documentId, accountId: context.actor.accountId, now: context.now(), found };
}

/** Who may write a document decides, while it can be written. @throws TerrimedError `not-found` to everybody else */
export async function authorizeDecider(context: Context, place: DocumentPlace): Promise<SuggestionActor> {
	const found = await getDocument(context, place.departmentCode, place.documentId);
	if (found.access !== 'write' || context.actor.kind === 'anonymous') throw notFound();
	const { departmentCode, id: documentId } = found;
	return { departmentCode, documentId, accountId: context.actor.accountId, now: context.now() };
}

type Suggested = Pick<
	typeof suggestion.$inferInsert,
	'kind' | 'anchor' | 'at' | 'actionId' | 'field' | 'quote' | 'proposed' | 'reason'
>;

/** Keeps a suggestion, and says so to everybody who has the document open. @returns its id */
export async function recordSuggestion(
	context: Context,
	actor: SuggestionActor,
	suggested: Suggested,
): Promise<string> {
	const { departmentCode, documentId, accountId, now } = actor;
	const id = newId(now.getTime());
	await context.db.transaction(async (transaction) => {
		await checkRoom(transaction, documentId);
		const row = { id, departmentCode, documentId, authorId: accountId, createdAt: now, ...suggested };
		await transaction.insert(suggestion).values(row);
		await tellActivity(transaction, actor, 'suggestion-made');
		await auditSuggestion(transaction, actor, { action: 'suggestion.make', id });
	});
	context.events.publish({ type: 'comments-changed', documentId });
	return id;
}

async function checkRoom(transaction: Database, documentId: string): Promise<void> {
	const [open] = await transaction
		.select({ count: count() })
		.from(suggestion)
		.where(and(eq(suggestion.documentId, documentId), eq(suggestion.state, 'open')));
	if ((open?.count ?? 0) < OPEN_AT_MOST) return;
	throw new TerrimedError(
		'conflict',
		`${OPEN_AT_MOST} propositions attendent déjà dans ce document. Décidez-en quelques-unes avant d’en ajouter.`,
	);
}

/** One line for a decision on many: the sitting says it once. */
export async function tellActivity(
	transaction: Database,
	{ departmentCode, documentId, accountId, now }: SuggestionActor,
	verb: ActivityVerb,
): Promise<void> {
	const id = newId(now.getTime());
	await transaction
		.insert(activity)
		.values({ id, departmentCode, accountId, documentId, verb, happenedAt: now });
}

export function auditSuggestion(
	transaction: Database,
	actor: SuggestionActor,
	done: { action: string; id: string; seq?: number },
): Promise<void> {
	const document = actor.documentId;
	return writeAudit(transaction, {
		chain: actor.departmentCode,
		actorId: actor.accountId,
		action: done.action,
		subjectType: 'suggestion',
		subjectId: done.id,
		details: done.seq === undefined ? { document } : { document, seq: done.seq },
		happenedAt: actor.now,
	});
}
