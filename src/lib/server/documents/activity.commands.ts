import { and, eq, gte, inArray } from 'drizzle-orm';
import { foldKey, SITTING_PAUSE_MINUTES, type ActivityDraft } from '#lib/documents/activity.rules.ts';
import { newId } from '#lib/identifiers.ts';
import type { Database } from '../database/database.ts';
import { activity } from './document.tables.ts';

/** Rows per statement: an import of a plan may add hundreds of actions at once. */
const CHUNK = 500;

/** What one person did at one time. */
export interface DoneActivity {
	departmentCode: string;
	accountId: string;
	documentId: string | null;
	happenedAt: Date;
	drafts: readonly ActivityDraft[];
}

/**
 * Keeps what a person did, inside the caller's transaction. What continues a change of the same sitting
 * moves its row on, so that an hour of writing in one section is one row and not one per second.
 */
export async function recordActivity(transaction: Database, done: DoneActivity): Promise<void> {
	const { departmentCode, accountId, documentId, happenedAt } = done;
	const known = new Map<string, ActivityRow>();
	if (documentId !== null) {
		for (const row of await listRecent(transaction, { ...done, documentId })) known.set(foldKey(row), row);
	}
	const begun = new Map<string, typeof activity.$inferInsert>();
	for (const draft of done.drafts) {
		const row = known.get(foldKey(draft));
		if (row === undefined) {
			begun.set(foldKey(draft), {
				id: newId(),
				departmentCode,
				accountId,
				documentId,
				happenedAt,
				...draft,
			});
			continue;
		}
		const { subject, label, after } = draft;
		await transaction
			.update(activity)
			.set({ subject, label, after, happenedAt })
			.where(eq(activity.id, row.id));
	}
	const rows = [...begun.values()];
	for (let start = 0; start < rows.length; start += CHUNK) {
		await transaction.insert(activity).values(rows.slice(start, start + CHUNK));
	}
}

type ActivityRow = ActivityDraft & { id: string };

async function listRecent(
	transaction: Database,
	done: { accountId: string; documentId: string; happenedAt: Date; drafts: readonly ActivityDraft[] },
): Promise<ActivityRow[]> {
	const verbs = [...new Set(done.drafts.map((draft) => draft.verb))];
	const since = new Date(done.happenedAt.getTime() - SITTING_PAUSE_MINUTES * 60_000);
	if (verbs.length === 0) return [];
	return transaction
		.select({
			id: activity.id,
			verb: activity.verb,
			subject: activity.subject,
			label: activity.label,
			field: activity.field,
			before: activity.before,
			after: activity.after,
		})
		.from(activity)
		.where(
			and(
				eq(activity.accountId, done.accountId),
				eq(activity.documentId, done.documentId),
				inArray(activity.verb, verbs),
				gte(activity.happenedAt, since),
			),
		)
		.orderBy(activity.happenedAt);
}
