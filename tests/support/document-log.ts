import { eq, sql } from 'drizzle-orm';
import * as Y from 'yjs';
import type { DocumentKind } from '#lib/documents/document.rules.ts';
import { newId } from '#lib/identifiers.ts';
import { account } from '#lib/server/accounts/account.tables.ts';
import { committee } from '#lib/server/committee/committee.tables.ts';
import type { Database } from '#lib/server/database/database.ts';
import { document, documentUpdate } from '#lib/server/documents/document.tables.ts';
import { department, region } from '#lib/server/territory/territory.tables.ts';

const START = new Date('2026-11-22T09:00:00Z');

/** The rows a document needs around it, without the commands that make them in the product. */
export async function buildDocument(
	db: Database,
	options: { departmentCode: string; kind: DocumentKind; title?: string; createdBy?: string },
): Promise<string> {
	const { departmentCode, kind } = options;
	const id = newId();
	await db.insert(region).values({ code: '75', name: 'Nouvelle-Aquitaine' }).onConflictDoNothing();
	await db
		.insert(department)
		.values({ code: departmentCode, name: `Département ${departmentCode}`, regionCode: '75' })
		.onConflictDoNothing();
	await db.insert(committee).values({ departmentCode, createdAt: START }).onConflictDoNothing();
	await db.insert(document).values({
		id,
		departmentCode,
		kind,
		title: options.title ?? kind,
		state: 'writing',
		schemaVersion: 1,
		createdAt: START,
		createdBy: options.createdBy ?? null,
	});
	return id;
}

export async function buildAccount(db: Database, displayName: string): Promise<string> {
	const id = newId();
	await db.insert(account).values({ id, email: `${id}@exemple.test`, displayName, createdAt: START });
	return id;
}

/** Appends what a change does to `doc`, as the co-editing server would. */
export async function appendChange(
	db: Database,
	change: {
		documentId: string;
		doc: Y.Doc;
		accountId: string | null;
		at: Date;
		change: (doc: Y.Doc) => void;
	},
): Promise<void> {
	const { documentId, doc, accountId, at } = change;
	const before = Y.encodeStateVector(doc);
	doc.transact(() => change.change(doc));
	const bytes = Y.encodeStateAsUpdate(doc, before);
	await db.transaction(async (transaction) => {
		const [row] = await transaction
			.update(document)
			.set({ lastSeq: sql`${document.lastSeq} + 1`, lastChangeAt: at, lastChangeBy: accountId })
			.where(eq(document.id, documentId))
			.returning({ seq: document.lastSeq });
		if (row === undefined) throw new Error('no such document');
		await transaction
			.insert(documentUpdate)
			.values({ documentId, seq: row.seq, bytes, accountId, clientId: doc.clientID, createdAt: at });
	});
}
