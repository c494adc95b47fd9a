import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { differenceOf } from '#lib/documents/difference.rules.ts';
import { compareTexts } from '#lib/documents/history.view.ts';
import { textOf } from '#lib/documents/passage.content.ts';
import { findAction, removeAction, setField } from './plan.content.ts';
import { createAction } from './plan.new-action.content.ts';
import { planTextOf } from './plan-passages.content.ts';
import { applyDifference } from '../../../tests/support/apply-difference.ts';

const nameOf = (id: string) => ({ '64430': 'Orthez' })[id] ?? id;

test('the difference of two plans is told by action and by field, with who wrote each', () => {
	const plan = new Y.Doc();
	const kept = createAction(
		plan,
		{ proposition: 5, title: 'Ouvrir une maison', communeCodes: ['64430'], dueOn: '2027-03-31' },
		null,
	);
	const gone = createAction(plan, { proposition: 6, title: 'Loger les internes' }, null);
	const next = new Y.Doc();
	Y.applyUpdate(next, Y.encodeStateAsUpdate(plan));
	setField(next, { id: kept, field: 'status', value: 'late' }, null);
	findAction(next, kept)?.set('progress', 40);
	removeAction(next, gone, null);
	const [before, after] = [planTextOf(plan, nameOf), planTextOf(next, nameOf)];
	expect(before.passages.map(textOf)).toContain('Communes\u00a0: Orthez');
	const difference = differenceOf(before.passages, after.passages);
	expect(applyDifference(before.passages, difference).map(textOf)).toEqual(after.passages.map(textOf));
	const { sections } = compareTexts(
		{ before, after, difference },
		{ authorOf: (client) => (client === next.clientID ? 'claire' : 'maite'), removerOf: () => 'claire' },
	);
	expect(
		sections.map(({ number, title, isThere, changes }) => [number, title, isThere, changes > 0]),
	).toEqual([
		['5.1', 'Ouvrir une maison', true, true],
		['6.1', 'Loger les internes', false, true],
	]);
	const status = sections[0]?.rows.find((row) =>
		row.after?.segments.some(({ text }) => text.includes('retard')),
	);
	expect(status?.before?.segments.map(({ text }) => text).join('')).toBe('Statut\u00a0: Proposée');
	expect(status?.after?.segments.find(({ change }) => change === 'inserted')?.author).toBe('claire');
});
