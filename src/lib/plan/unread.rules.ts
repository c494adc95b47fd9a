import { decodeActionAnchor } from '#lib/documents/action-anchor.rules.ts';
import { isUnread, type ThreadView } from '#lib/documents/comment.rules.ts';

/** How many open threads of each action their reader has not read; actions without such a thread are left out. */
export function unreadByAction(threads: readonly ThreadView[]): Record<string, number> {
	const unread = threads.filter((thread) => thread.resolvedAt === null && isUnread(thread));
	return countsByAction(unread.map(({ anchor }) => ({ anchor, count: 1 })));
}

/** The counts of what is about an action or one of its fields, by action. */
export function countsByAction(
	counted: readonly { anchor: string; count: number }[],
): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { anchor, count } of counted) {
		const id = decodeActionAnchor(anchor)?.actionId;
		if (id !== undefined) counts[id] = (counts[id] ?? 0) + count;
	}
	return counts;
}
