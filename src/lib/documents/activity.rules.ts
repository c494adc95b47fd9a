/** What somebody did in a space, as it is kept; put in words by `activity-sentence.rules.ts`. */
export type ActivityVerb =
	| 'text-edited'
	| 'action-added'
	| 'action-removed'
	| 'action-field-changed'
	| 'document-created'
	| 'document-commented'
	| 'suggestion-made'
	| 'suggestion-accepted'
	| 'suggestion-refused'
	| 'member-joined'
	| 'mandate-ended';

/** One thing done, without who and when. */
export interface ActivityDraft {
	verb: ActivityVerb;
	/** Where: the id of an action, the heading of a section; empty for the whole. */
	subject: string;
	/** What it is called at that time: the title of an action, the number of a section (« 2.1 »). */
	label: string;
	/** The field of an action that changed; absent for what is not told field by field. */
	field?: string | null;
	/** Its value before and after; null for what changes without one that can be quoted. */
	before: string | null;
	after: string | null;
}

/** One thing done, with who, where and when. */
export interface ActivityEntry extends ActivityDraft {
	accountId: string;
	/** Null for what happens outside documents. */
	documentId: string | null;
	happenedAt: Date;
}

/** A longer pause makes another sitting. */
export const SITTING_PAUSE_MINUTES = 30;

/** What one person did in one document without a long pause; entries in the order of time. */
export interface Sitting<Entry extends ActivityEntry = ActivityEntry> {
	accountId: string;
	documentId: string | null;
	endedAt: Date;
	entries: Entry[];
}

/** Gathers entries, in any order, by person, document and sitting; the sitting that ended last comes first. */
export function foldSittings<Entry extends ActivityEntry>(entries: readonly Entry[]): Sitting<Entry>[] {
	const sittings: Sitting<Entry>[] = [];
	const open = new Map<string, Sitting<Entry>>();
	const inOrder = [...entries].sort((left, right) => left.happenedAt.getTime() - right.happenedAt.getTime());
	for (const entry of inOrder) {
		const key = `${entry.accountId} ${entry.documentId ?? ''}`;
		const current = open.get(key);
		if (current !== undefined && isSameSitting(current.endedAt, entry.happenedAt)) {
			current.entries.push(entry);
			current.endedAt = entry.happenedAt;
			continue;
		}
		const { accountId, documentId, happenedAt } = entry;
		const started = { accountId, documentId, endedAt: happenedAt, entries: [entry] };
		open.set(key, started);
		sittings.push(started);
	}
	return sittings.sort((left, right) => right.endedAt.getTime() - left.endedAt.getTime());
}

/** Whether something done at `later` continues what was done at `earlier`. */
export function isSameSitting(earlier: Date, later: Date): boolean {
	return later.getTime() - earlier.getTime() <= SITTING_PAUSE_MINUTES * 60_000;
}

/** A sitting's entries reduced to one per verb and subject: the first value before, the last one after. */
export interface FoldedChange extends ActivityDraft {
	happenedAt: Date;
}

/**
 * What remains of a sitting: repeated changes are one, an action made and removed leaves nothing, what
 * happens to an action or in a document just made belongs to its making, a status put back has not changed.
 */
export function foldChanges(entries: readonly ActivityEntry[]): FoldedChange[] {
	const changes = new Map<string, FoldedChange>();
	for (const entry of entries) {
		const key = tellKey(entry);
		const known = changes.get(key);
		const { verb, subject, label, happenedAt } = entry;
		// Of the fields of an action, the status alone is told with its values; the others are one change.
		const values = isStatusChange(entry)
			? { field: 'status', before: known?.before ?? entry.before, after: entry.after }
			: { before: null, after: null };
		changes.delete(key);
		changes.set(key, { verb, subject, label, happenedAt, ...values });
	}
	const of = (verb: ActivityVerb): Set<string> =>
		new Set([...changes.values()].filter((change) => change.verb === verb).map((change) => change.subject));
	const added = of('action-added');
	const removed = of('action-removed');
	const isNew = of('document-created').size > 0;
	return [...changes.values()].filter((change) => {
		if (change.verb === 'action-added') return !removed.has(change.subject);
		if (change.verb === 'action-removed') return !added.has(change.subject);
		if (change.verb === 'text-edited') return !isNew;
		if (change.verb !== 'action-field-changed') return true;
		if (added.has(change.subject) || removed.has(change.subject)) return false;
		return change.after === null || change.before !== change.after;
	});
}

/** What is kept as one row while a sitting lasts: each field of an action by itself. */
export function foldKey(draft: ActivityDraft): string {
	return `${tellKey(draft)} ${draft.field ?? ''}`;
}

/** What is told as one: changes of status stay apart from other changes of an action; a section is known by its number. */
function tellKey(draft: ActivityDraft): string {
	if (draft.verb === 'text-edited') return `${draft.verb} ${draft.label || draft.subject}`;
	return `${draft.verb} ${draft.subject} ${isStatusChange(draft) ? 'status' : ''}`;
}

/** Whether a change of an action says its status before and after; of old entries, those with a value are. */
export function isStatusChange(draft: ActivityDraft): boolean {
	const field = draft.field ?? (draft.after === null ? null : 'status');
	return draft.verb === 'action-field-changed' && field === 'status';
}
