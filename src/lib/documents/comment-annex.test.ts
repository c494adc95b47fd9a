import { expect, test } from 'vitest';
import { commentAnnex, threadsAt } from './comment-annex.content.ts';
import type { ThreadView } from './comment.rules.ts';

const said = (body: string, createdAt: string, isRemoved = false): ThreadView['comments'][number] => ({
	id: createdAt,
	authorId: 'a',
	authorName: 'Claire Dufau',
	body,
	mentions: [],
	createdAt,
	editedAt: null,
	isRemoved,
	isOwn: false,
	isUnread: true,
});

const thread = (values: Partial<ThreadView> = {}): ThreadView => ({
	id: 't',
	anchor: '',
	quote: '238 médecins',
	createdAt: '2026-11-20T10:00:00.000Z',
	resolvedAt: null,
	resolvedBy: null,
	concernsReader: false,
	comments: [
		said('D’où vient\nce nombre ?', '2026-11-20T10:00:00.000Z'),
		said('', '2026-11-21T10:00:00.000Z', true),
	],
	...values,
});

test('each passage is followed by what was said of it, withdrawn comments left out', () => {
	const blocks = commentAnnex([thread({ resolvedAt: '2026-11-21T09:00:00.000Z', resolvedBy: 'Xabi Garat' })]);
	expect(blocks).toEqual([
		{ kind: 'heading', level: 1, runs: [{ text: 'Commentaires' }] },
		{ kind: 'quote', blocks: [{ kind: 'paragraph', runs: [{ text: '238 médecins', italic: true }] }] },
		{
			kind: 'paragraph',
			runs: [
				{ text: 'Claire Dufau, 20 novembre 2026 à 11:00\u00a0: ', bold: true },
				{ text: 'D’où vient' },
				{ text: '\n' },
				{ text: 'ce nombre ?' },
			],
		},
		{
			kind: 'paragraph',
			runs: [{ text: 'Résolu par Xabi Garat, 21 novembre 2026 à 10:00.', italic: true }],
		},
	]);
});

test('without a comment there is no annex', () => {
	expect(commentAnnex([])).toEqual([]);
	expect(commentAnnex([thread({ comments: [said('', '2026-11-20T10:00:00.000Z', true)] })])).toEqual([]);
});

test('at a past instant, what came later had not been said, nor resolved', () => {
	const later = thread({ createdAt: '2026-11-22T10:00:00.000Z' });
	const resolved = thread({
		resolvedAt: '2026-11-22T10:00:00.000Z',
		comments: [said('Un', '2026-11-20T10:00:00.000Z'), said('Deux', '2026-11-22T10:00:00.000Z')],
	});
	const then = threadsAt([resolved, later], new Date('2026-11-21T00:00:00Z'));
	expect(then).toHaveLength(1);
	expect(then[0]).toMatchObject({ resolvedAt: null, comments: [{ body: 'Un' }] });
});
