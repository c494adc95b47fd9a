import { decodeActionAnchor } from '#lib/documents/action-anchor.rules.ts';
import { commentAnnex } from '#lib/documents/comment-annex.content.ts';
import type { ThreadView } from '#lib/documents/comment.rules.ts';
import type { Block } from '#lib/documents/portable.content.ts';
import { commentedField } from './action-comments.words.ts';
import { titleInWords } from './action.words.ts';
import type { ToldAction } from './plan-file.rules.ts';

/** The comments of a plan for the end of a file, in the order of its actions; those of actions that are gone come last, by their title. */
export function planAnnex(
	threads: readonly ThreadView[],
	actions: readonly Pick<ToldAction, 'id' | 'number' | 'title'>[],
): Block[] {
	const places = new Map(actions.map((action, index) => [action.id, { action, index }]));
	const told = threads.map((thread) => {
		const place = places.get(decodeActionAnchor(thread.anchor)?.actionId ?? '');
		const field = commentedField(thread.anchor);
		const title =
			place === undefined ? thread.quote : `${place.action.number} ${titleInWords(place.action.title)}`;
		const quote = field === '' ? title : `${title}. ${field}`;
		return { thread: { ...thread, quote }, index: place?.index ?? actions.length };
	});
	return commentAnnex(told.sort((one, other) => one.index - other.index).map(({ thread }) => thread));
}
