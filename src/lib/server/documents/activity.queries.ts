import { and, desc, eq, gte, inArray } from 'drizzle-orm';
import type { ActivityEntry } from '#lib/documents/activity.rules.ts';
import type { DocumentKind } from '#lib/documents/document.rules.ts';
import { account } from '../accounts/account.tables.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { activity, document } from './document.tables.ts';

/** More than anybody reads; bounds what a page asks for after a long absence. */
const ENTRIES_AT_MOST = 400;

export interface SpaceActivity {
	/** In any order; fold them with `foldSittings`. */
	entries: ActivityEntry[];
	documents: ReadonlyMap<string, { id: string; kind: DocumentKind; title: string }>;
	/** Name of each account of the entries. */
	people: ReadonlyMap<string, string>;
}

/** What people did in the documents of a space since a date, the most recent first when there is too much. */
export async function listActivity(
	context: Context,
	departmentCode: string,
	since: Date,
): Promise<SpaceActivity> {
	await authorizeInSpace(context, 'space.read', departmentCode);
	const rows = await listEntries(context, departmentCode, since);
	const entries = rows.map(({ entry }) => entry);
	const documentIds = [...new Set(entries.flatMap(({ documentId }) => documentId ?? []))];
	const documents =
		documentIds.length === 0
			? []
			: await context.db
					.select({ id: document.id, kind: document.kind, title: document.title })
					.from(document)
					.where(inArray(document.id, documentIds));
	return {
		entries,
		documents: new Map(documents.map((found) => [found.id, found])),
		people: new Map(rows.map(({ entry, name }) => [entry.accountId, name])),
	};
}

/** What people did to one thing of a document, the latest first, with the name of each. */
export async function listSubjectActivity(
	context: Context,
	departmentCode: string,
	of: { documentId: string; subject: string },
): Promise<(ActivityEntry & { personName: string })[]> {
	await authorizeInSpace(context, 'document.read', departmentCode);
	const rows = await context.db
		.select({ row: activity, personName: account.displayName })
		.from(activity)
		.innerJoin(account, eq(account.id, activity.accountId))
		.where(
			and(
				eq(activity.departmentCode, departmentCode),
				eq(activity.documentId, of.documentId),
				eq(activity.subject, of.subject),
			),
		)
		.orderBy(desc(activity.happenedAt), desc(activity.id))
		.limit(ENTRIES_AT_MOST);
	return rows.flatMap(({ row, personName }) => {
		const { accountId } = row;
		return accountId === null ? [] : [{ ...row, accountId, personName }];
	});
}

interface NamedEntry {
	entry: ActivityEntry;
	name: string;
}

async function listEntries(context: Context, departmentCode: string, since: Date): Promise<NamedEntry[]> {
	const rows = await context.db
		.select({ row: activity, name: account.displayName })
		.from(activity)
		.innerJoin(account, eq(account.id, activity.accountId))
		.where(and(eq(activity.departmentCode, departmentCode), gte(activity.happenedAt, since)))
		.orderBy(desc(activity.happenedAt))
		.limit(ENTRIES_AT_MOST);
	return rows.flatMap(({ row, name }) => {
		const { accountId } = row;
		return accountId === null ? [] : [{ entry: { ...row, accountId }, name }];
	});
}
