import { and, asc, count, eq, gte, inArray, isNotNull, lte, max, min, sql } from 'drizzle-orm';
import { foldWriting } from '#lib/documents/history.rules.ts';
import type { DocumentAuthor } from '#lib/documents/history.view.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { listAuthors } from './author.queries.ts';
import type { DocumentSummary } from './document.queries.ts';
import { activity, documentUpdate } from './document.tables.ts';
import { authorizeReader, listVersions, type VersionSummary } from './moment.queries.ts';
import { suggestion } from './suggestion.tables.ts';

/** One person writing without a long pause. */
export interface SittingSummary {
	from: Date;
	until: Date;
	by: DocumentAuthor | null;
	/** Headings of the parts written in: « 2.1 Une génération qui part ». */
	parts: string[];
	/** Names of those whose suggestions this person accepted then. */
	proposedBy: string[];
	updates: number;
}

export interface DocumentHistory {
	versions: VersionSummary[];
	/** The last begun first. */
	sittings: SittingSummary[];
	/** Whether there are older ones. */
	hasMore: boolean;
}

/** More than a page shows at once; older ones are asked for by date. */
const SITTINGS_AT_MOST = 200;

/** Who wrote when in a document, and its versions. */
export async function getHistory(
	context: Context,
	found: DocumentSummary,
	period: { from?: Date | undefined; to?: Date | undefined } = {},
): Promise<DocumentHistory> {
	await authorizeReader(context, found);
	const { db } = context;
	const buckets = await listBuckets(db, found.id, period);
	const all = foldWriting(buckets);
	const shown = all.slice(0, SITTINGS_AT_MOST);
	const parts = await listParts(db, found.id, shown.at(-1)?.from ?? context.now());
	const versions = await listVersions(db, found.id);
	const accepted = await listAccepted(db, found.id);
	const people = await listAuthors(db, found.departmentCode, [
		...shown.map(({ accountId }) => accountId),
		...accepted.map(({ proposedBy }) => proposedBy),
		...versions.map(({ createdBy }) => createdBy),
	]);
	return {
		versions: versions.map(({ createdBy, ...version }) => ({
			...version,
			by: people.get(createdBy) ?? null,
		})),
		sittings: shown.map(({ accountId, from, until, updates }) => ({
			from,
			until,
			updates,
			by: people.get(accountId) ?? null,
			parts: parts
				.filter((part) => part.accountId === accountId && part.at >= from && part.at <= until)
				.map(({ title }) => title),
			proposedBy: [
				...new Set(
					accepted
						.filter((one) => one.accountId === accountId && one.at >= from && one.at <= until)
						.map(({ proposedBy }) => people.get(proposedBy)?.name ?? ''),
				),
			],
		})),
		hasMore: all.length > shown.length,
	};
}

/** Ten minutes of one person are counted by the database: fifty thousand rows of a log become a few hundred. */
function listBuckets(
	db: Database,
	documentId: string,
	period: { from?: Date | undefined; to?: Date | undefined },
) {
	const { accountId, createdAt, seq } = documentUpdate;
	const bucket = sql`floor(extract(epoch from ${createdAt}) / 600)`;
	return db
		.select({
			accountId: sql<string>`${accountId}`,
			from: sql<Date>`${min(createdAt)}`.mapWith(createdAt),
			until: sql<Date>`${max(createdAt)}`.mapWith(createdAt),
			firstSeq: sql<number>`${min(seq)}`.mapWith(Number),
			lastSeq: sql<number>`${max(seq)}`.mapWith(Number),
			updates: count(),
		})
		.from(documentUpdate)
		.where(
			and(
				eq(documentUpdate.documentId, documentId),
				isNotNull(accountId),
				period.from === undefined ? undefined : gte(createdAt, period.from),
				period.to === undefined ? undefined : lte(createdAt, period.to),
			),
		)
		.groupBy(accountId, bucket);
}

/** What writes in a document; comments, suggestions and its making leave no words in it. */
const WRITTEN = ['text-edited', 'action-added', 'action-removed', 'action-field-changed'] as const;

async function listParts(db: Database, documentId: string, since: Date) {
	const rows = await db
		.select({
			accountId: activity.accountId,
			at: activity.happenedAt,
			verb: activity.verb,
			subject: activity.subject,
			label: activity.label,
		})
		.from(activity)
		.where(
			and(
				eq(activity.documentId, documentId),
				gte(activity.happenedAt, since),
				inArray(activity.verb, [...WRITTEN]),
			),
		)
		.orderBy(asc(activity.happenedAt));
	// Of a text, the heading after its number; of an action, what it is called.
	return rows.map(({ verb, subject, label, ...row }) => ({
		...row,
		title: verb === 'text-edited' ? `${label} ${subject}`.trim() : label,
	}));
}

/** The edits of the log that accepted suggestions made: by whom, when, and who had proposed. */
function listAccepted(db: Database, documentId: string) {
	return db
		.select({
			accountId: documentUpdate.accountId,
			at: documentUpdate.createdAt,
			proposedBy: suggestion.authorId,
		})
		.from(suggestion)
		.innerJoin(
			documentUpdate,
			and(
				eq(documentUpdate.documentId, suggestion.documentId),
				eq(documentUpdate.seq, suggestion.appliedSeq),
			),
		)
		.where(eq(suggestion.documentId, documentId));
}
