import { readMoment } from '#lib/documents/history.rules.ts';
import { restoreDocument } from '#lib/documents/restore.content.ts';
import type { RestoreInput } from '#lib/documents/version.input.ts';
import { notFound, TerrimedError } from '#lib/errors.ts';
import { writeAudit } from '../audit/audit.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import type { DocumentPlace } from './document.commands.ts';
import { readDocumentAt } from './document-reader.ts';
import { findMoment } from './moment.queries.ts';
import { authorizeManager } from './version.commands.ts';

/**
 * Brings a document, or one part of it, back to what it said at a moment: a new edit like any other, by the person who asks, made
 * and shown through the co-editing server. Nothing leaves the history; what others write meanwhile merges with it.
 * @returns whether anything had to change
 * @throws TerrimedError `not-found`, or `conflict` when the document is frozen or the part was not there
 */
export async function restoreMoment(
	context: Context,
	place: DocumentPlace,
	input: RestoreInput,
): Promise<{ changed: boolean }> {
	const { found, accountId } = await authorizeManager(context, place);
	if (found.access !== 'write') {
		throw new TerrimedError(
			'conflict',
			'Ce document est figé. Ouvrez d’abord une nouvelle version de travail.',
		);
	}
	const moment = readMoment(input.moment);
	if (moment === null) throw notFound();
	const { db } = context;
	const { seq } = await findMoment(db, found.id, moment);
	const section = input.section ?? null;
	const update = await editBack(db, { documentId: found.id, seq, section });
	if (update === null) return { changed: false };
	try {
		await context.live.append({ documentId: found.id, update, accountId });
	} catch {
		throw new TerrimedError('conflict', 'Le texte n’a pas pu être rétabli. Il est intact\u00a0: réessayez.');
	}
	await db.transaction((transaction) =>
		writeAudit(transaction, {
			chain: found.departmentCode,
			actorId: accountId,
			action: 'version.restore',
			subjectType: 'document',
			subjectId: found.id,
			details: { seq, section },
			happenedAt: context.now(),
		}),
	);
	return { changed: true };
}

/** The edit that is needed, under a client id that nobody has used; null when the text says that already. */
async function editBack(
	db: Database,
	target: { documentId: string; seq: number; section: string | null },
): Promise<Uint8Array | null> {
	const { documentId, seq, section } = target;
	const past = await readDocumentAt(db, documentId, seq);
	const current = await readDocumentAt(
		db,
		documentId,
		(await findMoment(db, documentId, { kind: 'now' })).seq,
	);
	try {
		let update: Uint8Array | null = null;
		current.on('update', (bytes: Uint8Array) => (update = bytes));
		const isThere = current.transact(() => restoreDocument(current, past, section));
		if (!isThere) {
			throw new TerrimedError('conflict', 'Cette partie n’existait pas à ce moment. Rien n’a changé.');
		}
		return update;
	} finally {
		past.destroy();
		current.destroy();
	}
}
