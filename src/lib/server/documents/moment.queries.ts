import { and, desc, eq, lte } from 'drizzle-orm';
import type { Moment } from '#lib/documents/history.rules.ts';
import type { DocumentAuthor } from '#lib/documents/history.view.ts';
import { notFound } from '#lib/errors.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { actionOn } from '../policies/policy.ts';
import type { DocumentSummary } from './document.queries.ts';
import { documentUpdate, documentVersion } from './document.tables.ts';

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

/** The past of a document is read by whoever reads the document. @throws TerrimedError `not-found` */
export async function authorizeReader(context: Context, found: DocumentSummary): Promise<void> {
	await authorizeInSpace(context, actionOn(found.kind, 'read'), found.departmentCode);
}

/** The versions of a document, the last first. */
export function listVersions(db: Database, documentId: string) {
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
		const version = (await listVersions(db, documentId)).find(({ id }) => id === moment.id);
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
