import { createHash } from 'node:crypto';
import type * as Y from 'yjs';
import { canonicalContent } from '#lib/documents/canonical.content.ts';
import { differenceOf } from '#lib/documents/difference.rules.ts';
import { contentOf, outlineOf } from '#lib/documents/document.content.ts';
import { documentSchema } from '#lib/documents/document.schema.ts';
import { fillFigures, figuresById } from '#lib/documents/figure.tree.ts';
import { textTreeOf, type TextTree } from '#lib/documents/document.tree.ts';
import type { Moment } from '#lib/documents/history.rules.ts';
import {
	authoredLines,
	compareTexts,
	type Comparison,
	type DocumentAuthor,
	type Line,
	type ReadText,
} from '#lib/documents/history.view.ts';
import { passagesOf } from '#lib/documents/passage.content.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { accountsOfClients, listAuthors } from './author.queries.ts';
import { readDocumentAt } from './document-reader.ts';
import type { DocumentSummary } from './document.queries.ts';
import { frozenValues, valuesIn } from './figure-values.queries.ts';
import { authorizeReader, findMoment, type FoundMoment } from './moment.queries.ts';
import { readRemovals } from './removals.queries.ts';

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
		if (tree.length > 0) {
			const { version } = found;
			const frozen = version === null ? null : await frozenValues(db, summary.id, version.id);
			fillFigures(tree, figuresById(frozen ?? (await valuesIn(context, summary.departmentCode, doc))));
		}
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
	const { seq, at, version } = await findMoment(db, summary.id, moment);
	const frozen = version === null ? [] : await frozenValues(db, summary.id, version.id);
	const doc = await readDocumentAt(db, summary.id, seq);
	try {
		const content = canonicalContent(doc, frozen);
		return { seq, at, content, sha256: createHash('sha256').update(content, 'utf8').digest('hex') };
	} finally {
		doc.destroy();
	}
}
