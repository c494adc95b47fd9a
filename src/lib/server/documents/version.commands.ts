import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import * as Y from 'yjs';
import { canonicalContent } from '#lib/documents/canonical.content.ts';
import type { DocumentState } from '#lib/documents/document.rules.ts';
import type { AdoptVersionInput, NameVersionInput } from '#lib/documents/version.input.ts';
import { notFound, TerrimedError } from '#lib/errors.ts';
import { newId } from '#lib/identifiers.ts';
import { writeAudit } from '../audit/audit.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import type { DocumentPlace } from './document.commands.ts';
import { readDocumentAt } from './document-reader.ts';
import { valuesIn } from './figure-values.queries.ts';
import { getDocument, type DocumentSummary } from './document.queries.ts';
import { document, documentVersion } from './document.tables.ts';

/** What a version holds, read once and never again. */
interface Captured {
	seq: number;
	content: string;
	bytes: Uint8Array;
	hash: string;
}

/** Keeps the document as it is now under a name. @returns the version's id @throws TerrimedError `not-found`, `conflict` */
export async function nameVersion(
	context: Context,
	place: DocumentPlace,
	input: NameVersionInput,
): Promise<{ id: string }> {
	const { found, accountId } = await authorizeManager(context, place);
	const captured = await capture(context, found, await lastSeqOf(context.db, found.id));
	const id = await context.db.transaction((transaction) =>
		insertVersion(transaction, { context, found, accountId, name: input.name, adopted: false, captured }),
	);
	context.events.publish({ type: 'document-changed', documentId: found.id });
	return { id };
}

/**
 * Adopts the document as it is now, or a version named before. The working copy goes on as a new draft, or is frozen: only what
 * is the adopted text itself can be.
 * @returns the id of the adopted version
 * @throws TerrimedError `not-found`, `conflict`
 */
export async function adoptVersion(
	context: Context,
	place: DocumentPlace,
	input: AdoptVersionInput,
): Promise<{ id: string }> {
	const { found, accountId } = await authorizeManager(context, place);
	if (found.state === 'archived' || found.state === 'adopted') throw notFound();
	const { db } = context;
	const named = input.versionId ? await findVersion(db, found.id, input.versionId) : null;
	const captured = named ?? (await capture(context, found, await lastSeqOf(db, found.id)));
	const id = await db.transaction(async (transaction) => {
		const freezes = input.then === 'freeze';
		await settle(transaction, { found, seq: captured.seq, state: freezes ? 'adopted' : 'writing' });
		const { name } = input;
		return insertVersion(transaction, { context, found, accountId, name, adopted: true, captured });
	});
	context.events.publish({ type: 'document-changed', documentId: found.id });
	return { id };
}

/** Under the row's lock, which the log's writing takes too: a text that is frozen is the one that was adopted. */
async function settle(
	transaction: Database,
	change: { found: DocumentSummary; seq: number; state: DocumentState },
): Promise<void> {
	const { found, seq, state } = change;
	const [row] = await transaction
		.select({ state: document.state, lastSeq: document.lastSeq })
		.from(document)
		.where(eq(document.id, found.id))
		.for('no key update');
	if (row?.state !== found.state) {
		throw new TerrimedError('conflict', 'Ce document vient de changer. Rechargez la page.');
	}
	if (state === 'adopted' && row.lastSeq !== seq) {
		throw new TerrimedError(
			'conflict',
			'Le texte a changé depuis. Il ne peut être figé que tel qu’il est adopté\u00a0: recommencez, ou laissez la rédaction continuer.',
		);
	}
	await transaction.update(document).set({ state }).where(eq(document.id, found.id));
}

/** The document, if the actor is the one who keeps its versions. */
export async function authorizeManager(
	context: Context,
	place: DocumentPlace,
): Promise<{ found: DocumentSummary; accountId: string }> {
	const found = await getDocument(context, place.departmentCode, place.documentId);
	if (!found.managesVersions || context.actor.kind !== 'account') throw notFound();
	return { found, accountId: context.actor.accountId };
}

async function lastSeqOf(db: Database, documentId: string): Promise<number> {
	const [row] = await db.select({ seq: document.lastSeq }).from(document).where(eq(document.id, documentId));
	return row?.seq ?? 0;
}

/** Figures are frozen with what they say to whoever freezes them: a version says one thing to all its readers. */
async function capture(context: Context, found: DocumentSummary, seq: number): Promise<Captured> {
	const doc = await readDocumentAt(context.db, found.id, seq);
	try {
		const content = canonicalContent(doc, await valuesIn(context, found.departmentCode, doc));
		const hash = createHash('sha256').update(content, 'utf8').digest('hex');
		return { seq, content, bytes: Y.encodeStateAsUpdate(doc), hash };
	} finally {
		doc.destroy();
	}
}

async function findVersion(db: Database, documentId: string, versionId: string): Promise<Captured> {
	const { seq, content, bytes, hash, id } = documentVersion;
	const [row] = await db
		.select({ seq, content, bytes, hash })
		.from(documentVersion)
		.where(and(eq(documentVersion.documentId, documentId), eq(id, versionId)));
	if (row === undefined) throw notFound();
	return row;
}

async function insertVersion(
	transaction: Database,
	made: {
		context: Context;
		found: DocumentSummary;
		accountId: string;
		name: string;
		adopted: boolean;
		captured: Captured;
	},
): Promise<string> {
	const { context, found, accountId, name, adopted, captured } = made;
	const now = context.now();
	const id = newId(now.getTime());
	const inserted = await transaction
		.insert(documentVersion)
		.values({ id, documentId: found.id, name, adopted, ...captured, createdAt: now, createdBy: accountId })
		.onConflictDoNothing()
		.returning({ id: documentVersion.id });
	if (inserted.length === 0) {
		const sentence = 'Une version porte déjà ce nom. Donnez-en un autre.';
		throw new TerrimedError('conflict', sentence, { name: sentence });
	}
	await writeAudit(transaction, {
		chain: found.departmentCode,
		actorId: accountId,
		action: adopted ? 'version.adopt' : 'version.name',
		subjectType: 'document',
		subjectId: found.id,
		details: { version: id, seq: captured.seq, hash: captured.hash },
		happenedAt: now,
	});
	return id;
}
