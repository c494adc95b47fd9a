import { z } from 'zod';
import { exact, lines } from '#lib/text.input.ts';
import { decodeActionAnchor } from './action-anchor.rules.ts';
import { ANCHOR_LONGEST, decodeAnchor } from './comment-anchor.content.ts';
import { COMMENT_LONGEST, MENTIONS_AT_MOST, THREADS_AT_MOST } from './comment.rules.ts';

const body = lines()
	.min(1, 'Écrivez votre commentaire.')
	.max(COMMENT_LONGEST, `Un commentaire compte au plus ${COMMENT_LONGEST} caractères.`);

const mentions = z
	.array(z.strictObject({ kind: z.enum(['person', 'organisation']), id: z.uuid() }))
	.max(MENTIONS_AT_MOST, `Citez au plus ${MENTIONS_AT_MOST} personnes ou structures.`);

/** An encoded anchor, of a passage or of an action, read to its end: nothing else is stored. */
const anchor = exact()
	.max(ANCHOR_LONGEST)
	.refine(
		(text) => decodeAnchor(text) !== null || decodeActionAnchor(text) !== null,
		'Choisissez un autre passage.',
	);

const written = { body, mentions };

const startThreadInput = z.strictObject({ do: z.literal('start'), anchor, ...written });
const replyInput = z.strictObject({ do: z.literal('reply'), threadId: z.uuid(), ...written });
const editCommentInput = z.strictObject({ do: z.literal('edit'), commentId: z.uuid(), ...written });
const removeCommentInput = z.strictObject({ do: z.literal('remove'), commentId: z.uuid() });
const resolveThreadInput = z.strictObject({
	do: z.enum(['resolve', 'reopen']),
	threadId: z.uuid(),
});

/** What a page asks to be written. */
export const writeCommentInput = z.discriminatedUnion('do', [
	startThreadInput,
	replyInput,
	editCommentInput,
	removeCommentInput,
	resolveThreadInput,
]);

/** Threads that somebody has seen, up to the last comment that was there. */
export const readThreadsInput = z.strictObject({
	threads: z
		.array(z.strictObject({ id: z.uuid(), until: z.iso.datetime() }))
		.min(1)
		.max(THREADS_AT_MOST),
});

export type StartThreadInput = z.infer<typeof startThreadInput>;
export type ReplyInput = z.infer<typeof replyInput>;
export type EditCommentInput = z.infer<typeof editCommentInput>;
export type RemoveCommentInput = z.infer<typeof removeCommentInput>;
export type ResolveThreadInput = z.infer<typeof resolveThreadInput>;
export type WriteCommentInput = z.infer<typeof writeCommentInput>;
export type ReadThreadsInput = z.infer<typeof readThreadsInput>;
