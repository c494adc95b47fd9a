import type { WriteCommentInput } from './comment.input.ts';
import type { CommentView, ThreadView } from './comment.rules.ts';

/** Where what was asked is done, among threads as they are now; null when it is not. @param known the comments of before */
export function findWritten(
	threads: readonly ThreadView[],
	input: WriteCommentInput,
	known: ReadonlySet<string>,
): { threadId: string } | null {
	const found = threads.find((thread) => isWrittenIn(thread, input, known));
	return found === undefined ? null : { threadId: found.id };
}

function isWrittenIn(thread: ThreadView, input: WriteCommentInput, known: ReadonlySet<string>): boolean {
	const { id, anchor, resolvedAt, comments } = thread;
	const holds = (isIt: (one: CommentView) => boolean): boolean =>
		comments.some((one) => one.isOwn && isIt(one));
	switch (input.do) {
		case 'start':
		case 'reply': {
			const isHere = input.do === 'start' ? anchor === input.anchor : id === input.threadId;
			return isHere && holds((one) => !known.has(one.id) && one.body === input.body.trim());
		}
		case 'edit':
			return holds((one) => one.id === input.commentId && one.body === input.body.trim());
		case 'remove':
			return holds((one) => one.id === input.commentId && one.isRemoved);
		default:
			return id === input.threadId && (input.do === 'resolve') === (resolvedAt !== null);
	}
}
