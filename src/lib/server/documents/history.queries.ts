import { and, asc, count, desc, eq, gte, isNotNull, lte, max, min, ne, sql } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import type * as Y from 'yjs';
import { canonicalContent } from '#lib/documents/canonical.content.ts';
import { differenceOf } from '#lib/documents/difference.rules.ts';
import { contentOf, outlineOf } from '#lib/documents/document.content.ts';
import { documentSchema } from '#lib/documents/document.schema.ts';
import { textTreeOf, type TextTree } from '#lib/documents/document.tree.ts';
import { foldWriting, type Moment } from '#lib/documents/history.rules.ts';
import {
	authoredLines,
	compareTexts,
	type Comparison,
	type DocumentAuthor,
	type Line,
	type ReadText,
} from '#lib/documents/history.view.ts';
import { passagesOf } from '#lib/documents/passage.content.ts';
import { notFound } from '#lib/errors.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { actionOn } from '../policies/policy.ts';
import { accountsOfClients, listAuthors } from './author.queries.ts';
import { readDocumentAt } from './document-reader.ts';
import { activity, documentUpdate, documentVersion } from './document.tables.ts';
import type { DocumentSummary } from './document.queries.ts';
import { readRemovals } from './removals.queries.ts';

/** A named or adopted version, without its content. */
export interface VersionSummary {
	id: string;
	name: string;
	adopted: boolean;
	seq: number;
	hash: string;
	at: Date;
	by: DocumentAuthor | null;
}

/** One person writing without a long pause. */
export interface SittingSummary {
	from: Date;
	until: Date;
	by: DocumentAuthor | null;
	/** Headings of the parts written in: « 2.1 Une génération qui part ». */
	parts: string[];
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

/** The past of a document is read by whoever reads the document. @throws TerrimedError `not-found` */
async function authorizeReader(context: Context, found: DocumentSummary): Promise<void> {
	await authorizeInSpace(context, actionOn(found.kind, 'read'), found.departmentCode);
}

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
	const versions = await selectVersions(db, found.id);
	const people = await listAuthors(db, found.departmentCode, [
		...shown.map(({ accountId }) => accountId),
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
				ne(activity.verb, 'document-created'),
			),
		)
		.orderBy(asc(activity.happenedAt));
	// Of a text, the heading after its number; of an action, what it is called.
	return rows.map(({ verb, subject, label, ...row }) => ({
		...row,
		title: verb === 'text-edited' ? `${label} ${subject}`.trim() : label,
	}));
}

function selectVersions(db: Database, documentId: string) {
	const { id, name, adopted, seq, hash, createdAt, createdBy } = documentVersion;
	return db
		.select({ id, name, adopted, seq, hash, at: createdAt, createdBy })
		.from(documentVersion)
		.where(eq(documentVersion.documentId, documentId))
		.orderBy(desc(createdAt), desc(id));
}

/** A moment found in the log. */
export interface FoundMoment {
	moment: Moment;
	seq: number;
	/** When the last edit it holds was made; null for an empty document. */
	at: Date | null;
	version: VersionSummary | null;
}

/** Where a moment is in the log. @throws TerrimedError `not-found` for a version of another document */
export async function findMoment(db: Database, documentId: string, moment: Moment): Promise<FoundMoment> {
	if (moment.kind === 'version') {
		const version = (await selectVersions(db, documentId)).find(({ id }) => id === moment.id);
		if (version === undefined) throw notFound();
		return { moment, seq: version.seq, at: version.at, version: { ...version, by: null } };
	}
	const until = moment.kind === 'instant' ? lte(documentUpdate.createdAt, moment.at) : undefined;
	const [last] = await db
		.select({ seq: documentUpdate.seq, at: documentUpdate.createdAt })
		.from(documentUpdate)
		.where(and(eq(documentUpdate.documentId, documentId), until))
		.orderBy(desc(documentUpdate.seq))
		.limit(1);
	return { moment, seq: last?.seq ?? 0, at: last?.at ?? null, version: null };
}

export interface ComparedMoments {
	from: FoundMoment;
	to: FoundMoment;
	comparison: Comparison;
	people: DocumentAuthor[];
}

/** How a document is read to be compared: rich text, or what another concept makes of its kind. */
export type ReadTextOf = (doc: Y.Doc) => ReadText;

const readRichText: ReadTextOf = (doc) => ({
	passages: passagesOf(contentOf(doc)),
	outline: outlineOf(contentOf(doc)),
});

/** The difference of two moments of a document, the earlier one first whatever the order asked. */
export async function compareMoments(
	context: Context,
	found: DocumentSummary,
	moments: { from: Moment; to: Moment; readText?: ReadTextOf | undefined },
): Promise<ComparedMoments> {
	await authorizeReader(context, found);
	const { db } = context;
	const [one, other] = [
		await findMoment(db, found.id, moments.from),
		await findMoment(db, found.id, moments.to),
	];
	const [from, to] = one.seq <= other.seq ? [one, other] : [other, one];
	const read = (seq: number) =>
		readTextAt(db, { documentId: found.id, seq }, moments.readText ?? readRichText);
	const [before, after] = [await read(from.seq), await read(to.seq)];
	const difference = differenceOf(before.passages, after.passages);
	const accounts = await accountsOfClients(db, found.id);
	const removals = await readRemovals(db, { documentId: found.id, after: from.seq, until: to.seq });
	const comparison = compareTexts(
		{ before, after, difference },
		{ authorOf: (client) => accounts.get(client) ?? null, removerOf: removals },
	);
	const people = await listAuthors(db, found.departmentCode, comparison.authors);
	return { from, to, comparison, people: [...people.values()] };
}

async function readTextAt(
	db: Database,
	point: { documentId: string; seq: number },
	readText: ReadTextOf,
): Promise<ReadText> {
	const doc = await readDocumentAt(db, point.documentId, point.seq);
	try {
		return readText(doc);
	} finally {
		doc.destroy();
	}
}

/** A document as it was, to be read, with who wrote what. */
export interface PastDocument {
	found: FoundMoment;
	/** As the document's page draws it; empty for a kind that is read line by line. */
	text: TextTree[];
	lines: Line[];
	people: DocumentAuthor[];
}

export async function getPastDocument(
	context: Context,
	summary: DocumentSummary,
	asked: { moment: Moment; readText?: ReadTextOf | undefined },
): Promise<PastDocument> {
	await authorizeReader(context, summary);
	const { db } = context;
	const found = await findMoment(db, summary.id, asked.moment);
	const doc = await readDocumentAt(db, summary.id, found.seq);
	try {
		const accounts = await accountsOfClients(db, summary.id);
		// As it is first: reading a text through the editor's schema may mend it.
		const text = (asked.readText ?? readRichText)(doc);
		const lines = authoredLines(text, (client) => accounts.get(client) ?? null);
		const writers = lines.flatMap(({ segments }) => segments.map(({ author }) => author));
		const people = await listAuthors(db, summary.departmentCode, writers);
		const tree = asked.readText === undefined ? textTreeOf(doc, documentSchema()) : [];
		return { found, lines, text: tree, people: [...people.values()] };
	} finally {
		doc.destroy();
	}
}

/** The canonical content of a document at a moment, with its hash: of a version, the very text that was kept. */
export async function getContentAt(
	context: Context,
	summary: DocumentSummary,
	moment: Moment,
): Promise<{ seq: number; at: Date | null; sha256: string; content: string }> {
	await authorizeReader(context, summary);
	const { db } = context;
	const { seq, at } = await findMoment(db, summary.id, moment);
	const doc = await readDocumentAt(db, summary.id, seq);
	try {
		const content = canonicalContent(doc);
		return { seq, at, content, sha256: createHash('sha256').update(content, 'utf8').digest('hex') };
	} finally {
		doc.destroy();
	}
}
