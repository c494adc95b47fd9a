import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { newId } from '#lib/identifiers.ts';
import { cyclesOf, waitGraph } from './dependency.rules.ts';
import { findAction, readActions } from './plan.content.ts';
import { PlanEditor } from './plan.editor.ts';
import { addEntry, removeEntry, setEntry, setWait } from './plan.entry-edits.content.ts';
import { entryKey, fieldOfKey } from './plan.keys.rules.ts';
import { PlanRows } from './plan.rows.ts';
import { actionIn, exchange, replicas } from '../../../tests/support/plan-replicas.ts';

const ORIGIN = Symbol('test');
const LINE = { year: 2027, funder: 'ARS', plannedCents: 100_00, committedCents: null, spentCents: null };

describe('two people at once', () => {
	test('each adds the first line of an older action: both stay', () => {
		const { left, right, ids } = replicas(1);
		const id = ids[0]!;
		addEntry(left, { id, field: 'budgetLines', values: LINE }, ORIGIN);
		addEntry(right, { id, field: 'budgetLines', values: { ...LINE, funder: 'FEDER' } }, ORIGIN);
		exchange(left, right);
		expect(
			actionIn(left, id)
				.budgetLines.map(({ funder }) => funder)
				.sort(),
		).toEqual(['ARS', 'FEDER']);
		expect(actionIn(right, id)).toEqual(actionIn(left, id));
	});

	test('each writes another amount of the same line: both stay', () => {
		const { left, right, ids } = replicas(1);
		const id = ids[0]!;
		const entryId = addEntry(left, { id, field: 'budgetLines', values: LINE }, ORIGIN)!;
		exchange(left, right);
		setEntry(left, { id, field: 'budgetLines', entryId, values: { committedCents: 5 } }, ORIGIN);
		setEntry(right, { id, field: 'budgetLines', entryId, values: { spentCents: 3 } }, ORIGIN);
		exchange(left, right);
		expect(actionIn(right, id).budgetLines[0]).toMatchObject({ committedCents: 5, spentCents: 3 });
	});

	test('each writes half of a ring: it is seen, the same on both sides, and undone by taking one half away', () => {
		const { left, right, ids } = replicas(2);
		const [first, second] = [ids[0]!, ids[1]!];
		setWait(left, { id: first, on: second, waits: true }, ORIGIN);
		setWait(right, { id: second, on: first, waits: true }, ORIGIN);
		exchange(left, right);
		for (const doc of [left, right]) {
			expect(cyclesOf(waitGraph(readActions(doc))).map((ring) => [...ring].sort())).toEqual([
				[first, second].sort(),
			]);
		}
		setWait(left, { id: first, on: second, waits: false }, ORIGIN);
		exchange(left, right);
		expect(cyclesOf(waitGraph(readActions(right)))).toEqual([]);
	});
});

describe('what is written', () => {
	test('an obstacle, what was done, then nothing', () => {
		const { left, ids } = replicas(1);
		const id = ids[0]!;
		const field = 'obstacleList';
		const entryId = addEntry(
			left,
			{ id, field, values: { text: 'Pas de local', answer: '', lifted: false } },
			ORIGIN,
		)!;
		setEntry(
			left,
			{ id, field, entryId, values: { answer: 'Une commune en prête un', lifted: true } },
			ORIGIN,
		);
		expect(actionIn(left, id).obstacleList).toEqual([
			{ id: entryId, text: 'Pas de local', answer: 'Une commune en prête un', lifted: true },
		]);
		expect(removeEntry(left, { id, field, entryId }, ORIGIN)).toBe(true);
		expect(actionIn(left, id).obstacleList).toEqual([]);
	});

	test('nothing waits for itself, nor for what is no id', () => {
		const { left, ids } = replicas(1);
		const id = ids[0]!;
		expect(setWait(left, { id, on: id, waits: true }, ORIGIN)).toBe(false);
		expect(setWait(left, { id, on: '__proto__', waits: true }, ORIGIN)).toBe(false);
	});

	test('both dates are one edit, undone by one key', () => {
		const { left, ids } = replicas(1);
		const id = ids[0]!;
		const editor = new PlanEditor({ doc: left, rows: new PlanRows(left), onReplaced: () => undefined });
		let updates = 0;
		left.on('update', () => (updates += 1));
		editor.setDates({ id, startsOn: '2027-01-01', dueOn: '2027-06-30' });
		expect(updates).toBe(1);
		editor.undo();
		expect(actionIn(left, id)).toMatchObject({ startsOn: null, dueOn: null });
		editor.close();
	});

	test('a change of an entry is a change of its field', () => {
		expect(fieldOfKey(entryKey('waitsFor', newId()))).toBe('waitsFor');
		expect(fieldOfKey('title')).toBe('title');
		const { left, ids } = replicas(1);
		const rows = new PlanRows(left);
		const keys: string[] = [];
		rows.onFields((change) => keys.push(...change.keys));
		addEntry(left, { id: ids[0]!, field: 'budgetLines', values: LINE }, ORIGIN);
		expect(keys).toEqual(['budgetLines']);
		rows.close();
	});
});

test('whatever stands in the place of an entry, reading it never throws', () => {
	fc.assert(
		fc.property(
			fc.constantFrom('budgetLines', 'obstacleList', 'waitsFor'),
			fc.jsonValue({ maxDepth: 3 }),
			fc.dictionary(fc.constantFrom('year', 'funder', 'plannedCents', 'text', 'lifted'), fc.jsonValue()),
			(field, value, inside) => {
				const { left, ids } = replicas(1);
				const map = findAction(left, ids[0]!)!;
				map.set(`${field}/${newId()}`, value);
				map.set(`${field}/${newId()}`, new Y.Map(Object.entries(inside)));
				map.set(`${field}/nothing`, true);
				const read = actionIn(left, ids[0]!);
				for (const line of read.budgetLines) expect(line.plannedCents ?? 0).toBeGreaterThanOrEqual(0);
				expect(read.waitsFor.every((id) => /^[0-9a-f-]{36}$/.test(id))).toBe(true);
			},
		),
	);
});
