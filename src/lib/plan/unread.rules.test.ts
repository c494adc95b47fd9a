import { expect, test } from 'vitest';
import { encodeActionAnchor } from '#lib/documents/action-anchor.rules.ts';
import type { ThreadView } from '#lib/documents/comment.rules.ts';
import { textOfRuns, type Block } from '#lib/documents/portable.content.ts';
import { newId } from '#lib/identifiers.ts';
import { planAnnex } from './plan-annex.content.ts';
import { unreadByAction } from './unread.rules.ts';

const [first, second, gone] = [newId(), newId(), newId()];

function thread(actionId: string, values: Partial<ThreadView> & { isUnread?: boolean } = {}): ThreadView {
	const { isUnread = true, ...said } = values;
	const comment = {
		...{
			id: newId(),
			authorId: newId(),
			authorName: 'Claire Dufau',
			body: 'Qui s’en charge ?',
			mentions: [],
		},
		...{ createdAt: '2026-11-22T10:00:00Z', editedAt: null, isRemoved: false, isOwn: false, isUnread },
	};
	return {
		id: newId(),
		anchor: encodeActionAnchor({ actionId, field: null }),
		quote: 'Un titre d’alors',
		createdAt: '2026-11-22T10:00:00Z',
		resolvedAt: null,
		resolvedBy: null,
		concernsReader: false,
		comments: [comment],
		...said,
	};
}

test('open threads with something unread are counted by action', () => {
	const threads = [
		thread(first),
		thread(first, { anchor: encodeActionAnchor({ actionId: first, field: 'dueOn' }) }),
		thread(second, { isUnread: false }),
		thread(second, { resolvedAt: '2026-11-22T11:00:00Z' }),
		thread(first, { anchor: 'no action' }),
	];
	expect(unreadByAction(threads)).toEqual({ [first]: 2 });
});

const quotes = (blocks: readonly Block[]): string[] =>
	blocks.flatMap((block) =>
		block.kind === 'quote'
			? block.blocks.flatMap((inner) => (inner.kind === 'paragraph' ? textOfRuns(inner.runs) : []))
			: [],
	);

test('the annex of a plan follows the order of its actions, and names the field that is spoken of', () => {
	const actions = [
		{ id: first, number: '5.1', title: 'Rencontrer' },
		{ id: second, number: '9.1', title: 'Réunir' },
	];
	const threads = [
		thread(gone),
		thread(second),
		thread(first, { anchor: encodeActionAnchor({ actionId: first, field: 'dueOn' }) }),
	];
	expect(quotes(planAnnex(threads, actions))).toEqual([
		'5.1 Rencontrer. À propos de\u00a0: Échéance',
		'9.1 Réunir',
		'Un titre d’alors',
	]);
	expect(planAnnex([], actions)).toEqual([]);
});
