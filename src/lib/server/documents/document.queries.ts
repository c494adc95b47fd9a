import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import type { Access } from '#lib/collaboration/protocol.ts';
import {
	DOCUMENT_KINDS,
	DOCUMENT_STATES,
	fitsFilter,
	type DocumentFilter,
	type DocumentKind,
	type DocumentState,
} from '#lib/documents/document.rules.ts';
import { outlineOf, contentOf, type OutlineEntry } from '#lib/documents/document.content.ts';
import { documentSchema } from '#lib/documents/document.schema.ts';
import { fillFigures, figuresById } from '#lib/documents/figure.tree.ts';
import { textTreeOf, type TextTree } from '#lib/documents/document.tree.ts';
import { notFound } from '#lib/errors.ts';
import { isId } from '#lib/identifiers.ts';
import { account } from '../accounts/account.tables.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context, PersonHere } from '../context/context.ts';
import {
	actionOn,
	can,
	commentAccess,
	documentAccess,
	mayChangeState,
	type DepartmentSubject,
} from '../policies/policy.ts';
import { valuesIn } from './figure-values.queries.ts';
import { clientKeyOf } from './client-key.ts';
import { loadCopy } from './document.log.ts';
import { document, documentVersion } from './document.tables.ts';

/** What the lists and the pages know of a document, with what the actor may do to it. */
export interface DocumentSummary {
	id: string;
	departmentCode: string;
	kind: DocumentKind;
	title: string;
	state: DocumentState;
	access: Access;
	/** What the actor's pages make their Yjs client ids of. */
	clientKey: string;
	/** What the actor may do with its comments. */
	comments: Access;
	/** The states the actor may bring it to, now. */
	nextStates: DocumentState[];
	/** Whether the actor names, adopts and restores versions. */
	managesVersions: boolean;
	/** The version that the committee adopted last; what is written since is a draft. */
	adopted: AdoptedVersion | null;
	lastChangeAt: Date | null;
	/** Name of the person who changed it last; null when the server did. */
	lastChangeBy: string | null;
}

export interface AdoptedVersion {
	id: string;
	name: string;
	at: Date;
	/** Whether anything was written since. */
	isCurrent: boolean;
}

export interface ListedDocument extends DocumentSummary {
	/** Who has it open now, one entry per account. */
	people: readonly PersonHere[];
}

/** A document with its text, for the first view of its page. */
export interface DocumentText {
	text: TextTree[];
	outline: OutlineEntry[];
}

type DocumentRow = Omit<
	DocumentSummary,
	'access' | 'comments' | 'nextStates' | 'managesVersions' | 'adopted'
> & {
	lastSeq: number;
};

const COLUMNS = {
	id: document.id,
	departmentCode: document.departmentCode,
	kind: document.kind,
	title: document.title,
	state: document.state,
	clientKey: document.clientKey,
	lastSeq: document.lastSeq,
	lastChangeAt: document.lastChangeAt,
	lastChangeBy: account.displayName,
};

async function summarize(
	context: Context,
	space: DepartmentSubject,
	rows: readonly DocumentRow[],
): Promise<DocumentSummary[]> {
	const adopted = await lastAdopted(context, rows);
	const { departmentCode, regionCode } = space;
	const managesVersions = can(context.actor, 'version.manage', space);
	const { actor } = context;
	const accountId = actor.kind === 'anonymous' ? '' : actor.accountId;
	return rows.map(({ lastSeq: _, clientKey, ...row }) => {
		const subject = { departmentCode, regionCode, kind: row.kind, state: row.state };
		return {
			...row,
			access: documentAccess(actor, subject) ?? 'read',
			clientKey: clientKeyOf(clientKey, accountId),
			comments: commentAccess(actor, subject) ?? 'read',
			nextStates: DOCUMENT_STATES.filter((to) => mayChangeState(actor, subject, to)),
			managesVersions,
			adopted: adopted.get(row.id) ?? null,
		};
	});
}

/** The last adopted version of each document that has one. */
async function lastAdopted(
	context: Context,
	rows: readonly { id: string; lastSeq: number }[],
): Promise<Map<string, AdoptedVersion>> {
	if (rows.length === 0) return new Map();
	const { id, documentId, name, createdAt, seq, adopted } = documentVersion;
	const versions = await context.db
		.select({ id, documentId, name, at: createdAt, seq })
		.from(documentVersion)
		.where(
			and(
				inArray(
					documentId,
					rows.map((row) => row.id),
				),
				adopted,
			),
		)
		.orderBy(asc(createdAt), asc(id));
	const lastSeqs = new Map(rows.map((row) => [row.id, row.lastSeq]));
	return new Map(
		versions.map((version) => [
			version.documentId,
			{
				id: version.id,
				name: version.name,
				at: version.at,
				isCurrent: version.seq === lastSeqs.get(version.documentId),
			},
		]),
	);
}

const kindOrder = (kind: DocumentKind): number => DOCUMENT_KINDS.indexOf(kind);

const EVERYTHING: DocumentFilter = { title: '', kind: null, archived: false };

/** The documents of a space that the actor may read, by kind: the two that every committee has first; then last changed first. */
export async function listDocuments(
	context: Context,
	departmentCode: string,
	filter: DocumentFilter = EVERYTHING,
): Promise<ListedDocument[]> {
	const space = await authorizeInSpace(context, 'document.read', departmentCode);
	const rows = await context.db
		.select(COLUMNS)
		.from(document)
		.leftJoin(account, eq(account.id, document.lastChangeBy))
		.where(eq(document.departmentCode, departmentCode))
		.orderBy(desc(document.lastChangeAt), desc(document.id));
	const readable = rows.filter(
		(row) => fitsFilter(row, filter) && can(context.actor, actionOn(row.kind, 'read'), space),
	);
	const people = context.live.peopleIn(readable.map((row) => row.id));
	return (await summarize(context, space, readable))
		.map((summary) => ({ ...summary, people: people.get(summary.id) ?? [] }))
		.sort((one, other) => kindOrder(one.kind) - kindOrder(other.kind));
}

/** The document of a kind of which a committee has one. @throws TerrimedError `not-found` */
export async function getDocumentByKind(
	context: Context,
	departmentCode: string,
	kind: 'diagnosis' | 'plan',
): Promise<DocumentSummary> {
	const space = await authorizeInSpace(context, actionOn(kind, 'read'), departmentCode);
	const [row] = await context.db
		.select(COLUMNS)
		.from(document)
		.leftJoin(account, eq(account.id, document.lastChangeBy))
		.where(and(eq(document.departmentCode, departmentCode), eq(document.kind, kind)));
	return onlyOne(await summarize(context, space, row === undefined ? [] : [row]));
}

function onlyOne([summary]: readonly DocumentSummary[]): DocumentSummary {
	if (summary === undefined) throw notFound();
	return summary;
}

/** A document by its id; one of another département is not found. @throws TerrimedError `not-found` */
export async function getDocument(
	context: Context,
	departmentCode: string,
	documentId: string,
): Promise<DocumentSummary> {
	if (!isId(documentId)) throw notFound();
	const [row] = await context.db
		.select(COLUMNS)
		.from(document)
		.leftJoin(account, eq(account.id, document.lastChangeBy))
		.where(and(eq(document.id, documentId), eq(document.departmentCode, departmentCode)));
	if (row === undefined) throw notFound();
	const space = await authorizeInSpace(context, actionOn(row.kind, 'read'), departmentCode);
	return onlyOne(await summarize(context, space, [row]));
}

/** A document by its id alone, as programs name it. @throws TerrimedError `not-found` */
export async function getDocumentById(context: Context, documentId: string): Promise<DocumentSummary> {
	if (!isId(documentId)) throw notFound();
	const [row] = await context.db
		.select({ departmentCode: document.departmentCode })
		.from(document)
		.where(eq(document.id, documentId));
	if (row === undefined) throw notFound();
	return getDocument(context, row.departmentCode, documentId);
}

/** The text of a document that the actor may read, as its page shows it before any script. */
export async function getDocumentText(context: Context, summary: DocumentSummary): Promise<DocumentText> {
	await authorizeInSpace(context, actionOn(summary.kind, 'read'), summary.departmentCode);
	const copy = await loadCopy(context.db, summary.id);
	try {
		// The outline first: it reads the shared text as it is.
		const outline = outlineOf(contentOf(copy));
		const text = textTreeOf(copy, documentSchema());
		fillFigures(text, figuresById(await valuesIn(context, summary.departmentCode, copy)));
		return { outline, text };
	} finally {
		copy.destroy();
	}
}
