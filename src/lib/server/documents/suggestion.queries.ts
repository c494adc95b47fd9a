import { and, asc, desc, eq, ne } from 'drizzle-orm';
import type { DocumentAuthor } from '#lib/documents/history.view.ts';
import {
	DECIDED_TOLD,
	OPEN_AT_MOST,
	type FieldValue,
	type SuggestionView,
} from '#lib/documents/suggestion.rules.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { listAuthors } from './author.queries.ts';
import { getDocument, getDocumentById, type DocumentSummary } from './document.queries.ts';
import { suggestion } from './suggestion.tables.ts';

export type SuggestionRow = typeof suggestion.$inferSelect;

/** The suggestions of a document that the actor may read: those that wait, oldest first, then the last decided. @throws `not-found` */
export async function listSuggestions(
	context: Context,
	place: { departmentCode: string; documentId: string },
): Promise<SuggestionView[]> {
	return suggestionsOf(context, await getDocument(context, place.departmentCode, place.documentId));
}

/** The same for a document named by its id alone. @throws `not-found` */
export async function listSuggestionsById(context: Context, documentId: string): Promise<SuggestionView[]> {
	return suggestionsOf(context, await getDocumentById(context, documentId));
}

/** Whoever reads the comments of a document reads its suggestions. */
async function suggestionsOf(context: Context, found: DocumentSummary): Promise<SuggestionView[]> {
	await authorizeInSpace(context, 'comment.read', found.departmentCode);
	const { db } = context;
	const ofDocument = eq(suggestion.documentId, found.id);
	const open = await db
		.select()
		.from(suggestion)
		.where(and(ofDocument, eq(suggestion.state, 'open')))
		.orderBy(asc(suggestion.createdAt), asc(suggestion.id))
		.limit(OPEN_AT_MOST);
	const decided = await db
		.select()
		.from(suggestion)
		.where(and(ofDocument, ne(suggestion.state, 'open')))
		.orderBy(desc(suggestion.decidedAt), desc(suggestion.id))
		.limit(DECIDED_TOLD);
	const rows = [...open, ...decided];
	const people = rows.flatMap(({ authorId, decidedBy }) => [authorId, decidedBy]);
	const authors = await listAuthors(db, found.departmentCode, people);
	return rows.map((row) => viewOf(row, { authors, reader: context }));
}

function viewOf(
	row: SuggestionRow,
	known: { authors: ReadonlyMap<string, DocumentAuthor>; reader: Context },
): SuggestionView {
	const { actor } = known.reader;
	const author = known.authors.get(row.authorId);
	const told = {
		id: row.id,
		reason: row.reason,
		authorId: row.authorId,
		authorName: author?.name ?? '',
		organisation: author?.organisation ?? '',
		initials: author?.initials ?? '',
		color: author?.color ?? 1,
		isOwn: actor.kind === 'account' && actor.accountId === row.authorId,
		createdAt: row.createdAt.toISOString(),
		state: row.state,
		decidedBy: row.decidedBy === null ? null : (known.authors.get(row.decidedBy)?.name ?? ''),
		decidedAt: row.decidedAt?.toISOString() ?? null,
		refusal: row.refusal,
	};
	const { kind, quote, proposed, at } = row;
	if (kind !== 'value') return { ...told, kind, anchor: row.anchor ?? '', quote, at, proposed };
	return {
		...told,
		kind,
		actionId: row.actionId ?? '',
		field: row.field ?? '',
		from: valueOf(quote),
		to: valueOf(proposed),
	};
}

/** A value of a field as it was stored by us. */
export function valueOf(json: string): FieldValue {
	const value: unknown = JSON.parse(json);
	return typeof value === 'string' || typeof value === 'number' ? value : null;
}
