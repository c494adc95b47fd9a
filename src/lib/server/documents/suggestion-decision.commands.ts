import { and, eq, inArray, isNotNull, isNull, lt, or } from 'drizzle-orm';
import type { DecisionInput } from '#lib/documents/suggestion.input.ts';
import type { DecidedSuggestion, SuggestionOutcome } from '#lib/documents/suggestion.rules.ts';
import { notFound, TerrimedError } from '#lib/errors.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import type { DocumentPlace } from './document.commands.ts';
import { acceptSuggestions, type SuggestionApplier } from './suggestion-accept.commands.ts';
import {
	auditSuggestion,
	authorizeDecider,
	authorizeProposer,
	tellActivity,
	type SuggestionActor,
} from './suggestion-record.commands.ts';
import { suggestion } from './suggestion.tables.ts';

/** Which suggestions are decided here, of words or of fields, and how one is written into the document. */
export interface SuggestionTarget {
	of: 'words' | 'fields';
	apply: SuggestionApplier;
	/** Said when what one suggestion quotes is no longer there. */
	changed: string;
}

/**
 * Accepts, refuses or withdraws. What is asked about one suggestion and does not come about is an error; about many, each is told.
 * @throws TerrimedError `not-found`; `conflict` when one suggestion's words have changed, or somebody else has decided
 */
export async function decideSuggestions(
	context: Context,
	place: DocumentPlace,
	asked: { input: DecisionInput; target: SuggestionTarget },
): Promise<DecidedSuggestion[]> {
	const { input, target } = asked;
	switch (input.do) {
		case 'withdraw':
			return only(await withdraw(context, place, { id: input.suggestionId, target }), target);
		case 'accept':
			return only(await accept(context, place, { ids: [input.suggestionId], target }), target);
		case 'refuse':
			return only(await refuse(context, place, { ...input, ids: [input.suggestionId], target }), target);
		case 'accept-all':
			return accept(context, place, { ids: input.ids, target });
		case 'refuse-all':
			return refuse(context, place, { ...input, target });
	}
}

function only(decided: DecidedSuggestion[], target: SuggestionTarget): DecidedSuggestion[] {
	const [one] = decided;
	if (one === undefined) throw notFound();
	if (one.outcome === 'changed') throw new TerrimedError('conflict', target.changed);
	if (one.outcome === 'decided') {
		throw new TerrimedError('conflict', 'Quelqu’un d’autre vient de décider de cette proposition.');
	}
	return decided;
}

async function accept(
	context: Context,
	place: DocumentPlace,
	asked: { ids: readonly string[]; target: SuggestionTarget },
): Promise<DecidedSuggestion[]> {
	const actor = await authorizeDecider(context, place);
	const ids = await ownIds(context.db, actor, asked);
	const { claimed, written } = await acceptSuggestions(context, actor, { ids, apply: asked.target.apply });
	if (written.size > 0) context.events.publish({ type: 'comments-changed', documentId: actor.documentId });
	const outcomeOf = (id: string): SuggestionOutcome =>
		written.has(id) ? 'accepted' : claimed.has(id) ? 'changed' : 'decided';
	return ids.map((id) => ({ id, outcome: outcomeOf(id) }));
}

async function refuse(
	context: Context,
	place: DocumentPlace,
	asked: { ids: readonly string[]; sentence: string; target: SuggestionTarget },
): Promise<DecidedSuggestion[]> {
	const actor = await authorizeDecider(context, place);
	const ids = await ownIds(context.db, actor, asked);
	const refused = await close(context, actor, { ids, state: 'refused', refusal: asked.sentence });
	return ids.map((id) => ({ id, outcome: refused.has(id) ? 'refused' : 'decided' }));
}

/** One's own, as long as nobody has decided. */
async function withdraw(
	context: Context,
	place: DocumentPlace,
	asked: { id: string; target: SuggestionTarget },
): Promise<DecidedSuggestion[]> {
	const actor = await authorizeProposer(context, place);
	const { target } = asked;
	const ids = await ownIds(context.db, actor, { ids: [asked.id], target, authorId: actor.accountId });
	const withdrawn = await close(context, actor, { ids, state: 'withdrawn', refusal: '' });
	return ids.map((id) => ({ id, outcome: withdrawn.has(id) ? 'withdrawn' : 'decided' }));
}

/** Those of these ids that are suggestions of this document and of this sort, in the order in which they were asked. */
async function ownIds(
	db: Database,
	{ documentId }: SuggestionActor,
	asked: { ids: readonly string[]; target: SuggestionTarget; authorId?: string },
): Promise<string[]> {
	const { ids, target, authorId } = asked;
	const rows = await db
		.select({ id: suggestion.id })
		.from(suggestion)
		.where(
			and(
				inArray(suggestion.id, [...ids]),
				eq(suggestion.documentId, documentId),
				target.of === 'fields' ? isNotNull(suggestion.field) : isNull(suggestion.field),
				authorId === undefined ? undefined : eq(suggestion.authorId, authorId),
			),
		);
	const known = new Set(rows.map(({ id }) => id));
	return [...new Set(ids)].filter((id) => known.has(id));
}

/** Ends open suggestions that nobody is accepting, without touching the document. @returns those that were ended */
async function close(
	context: Context,
	actor: SuggestionActor,
	end: { ids: string[]; state: 'refused' | 'withdrawn'; refusal: string },
): Promise<Set<string>> {
	if (end.ids.length === 0) return new Set();
	const { state, refusal } = end;
	const closed = await context.db.transaction(async (transaction) => {
		const rows = await transaction
			.update(suggestion)
			.set({ state, refusal, decidedAt: actor.now, decidedBy: actor.accountId, claimedUntil: null })
			.where(
				and(
					inArray(suggestion.id, end.ids),
					eq(suggestion.state, 'open'),
					or(isNull(suggestion.claimedUntil), lt(suggestion.claimedUntil, actor.now)),
				),
			)
			.returning({ id: suggestion.id });
		if (rows.length > 0 && state === 'refused') await tellActivity(transaction, actor, 'suggestion-refused');
		const action = state === 'refused' ? 'suggestion.refuse' : 'suggestion.withdraw';
		for (const { id } of rows) await auditSuggestion(transaction, actor, { action, id });
		return rows;
	});
	if (closed.length > 0) context.events.publish({ type: 'comments-changed', documentId: actor.documentId });
	return new Set(closed.map(({ id }) => id));
}
