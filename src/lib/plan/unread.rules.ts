import { decodeActionAnchor } from '#lib/documents/action-anchor.rules.ts';
import { isUnread, type ThreadView } from '#lib/documents/comment.rules.ts';

/** How many open threads of each action their reader has not read; actions without such a thread are left out. */
export function unreadByAction(threads: readonly ThreadView[]): Record<string, number> {
	const unread: Record<string, number> = {};
	for (const thread of threads) {
		const id = decodeActionAnchor(thread.anchor)?.actionId;
		if (id === undefined || thread.resolvedAt !== null || !isUnread(thread)) continue;
		unread[id] = (unread[id] ?? 0) + 1;
	}
	return unread;
}
