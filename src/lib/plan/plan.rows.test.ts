import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { descriptionOf, findAction, removeAction, setField } from './plan.content.ts';
import { createAction } from './plan.new-action.content.ts';
import { PlanEditor, type Replacement } from './plan.editor.ts';
import { addMilestone, setMember, setMilestone } from './plan.lists.content.ts';
import { moveAction } from './plan.order.content.ts';
import { PlanRows } from './plan.rows.ts';

const THEIRS = Symbol('their page');

/** Two people's copies of one plan; `send` carries to the other what one has done, as the server would. */
function twoPeople(count: number): { mine: Y.Doc; theirs: Y.Doc; ids: string[]; send(): void } {
	const theirs = new Y.Doc();
	const ids = Array.from({ length: count }, (_, index) =>
		createAction(theirs, { proposition: (index % 10) + 1, title: `Action ${index}`, rank: 'V' }, THEIRS),
	);
	const mine = new Y.Doc();
	Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs));
	const send = (): void => {
		Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs, Y.encodeStateVector(mine)));
		Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mine, Y.encodeStateVector(theirs)));
	};
	return { mine, theirs, ids, send };
}

/** Counts what each row, and the list, would draw again. */
function countDrawings(rows: PlanRows): { drawn: Map<string, number>; lists: () => number } {
	const drawn = new Map<string, number>();
	let lists = 0;
	for (const row of rows.order) {
		row.onChange(() => drawn.set(row.id, (drawn.get(row.id) ?? 0) + 1));
	}
	rows.onOrder(() => (lists += 1));
	return { drawn, lists: () => lists };
}

describe('rows of the live plan', () => {
	test('one remote change among 500 actions draws one row again, once, and not the list', () => {
		const { mine, theirs, ids, send } = twoPeople(500);
		const rows = new PlanRows(mine);
		const { drawn, lists } = countDrawings(rows);
		const id = ids[250]!;
		const before = new Map(rows.order.map((row) => [row.id, row.action]));
		setField(theirs, { id, field: 'status', value: 'late' }, THEIRS);
		send();
		expect([...drawn]).toEqual([[id, 1]]);
		expect(lists()).toBe(0);
		for (const row of rows.order) expect(row.action === before.get(row.id)).toBe(row.id !== id);
		expect(rows.get(id)?.action.status).toBe('late');
	});

	test('what is inside an action (a set, a milestone, a field of it) draws its row; its description does not', () => {
		const { mine, theirs, ids, send } = twoPeople(3);
		const rows = new PlanRows(mine);
		const { drawn } = countDrawings(rows);
		const id = ids[1]!;
		const milestoneId = addMilestone(theirs, { id, title: 'Recruter' }, THEIRS)!;
		send();
		setMilestone(theirs, { id, milestoneId, values: { done: true } }, THEIRS);
		send();
		setMember(theirs, { id, field: 'communeCodes', key: '64445', member: true }, THEIRS);
		send();
		expect([...drawn]).toEqual([[id, 3]]);
		const paragraph = new Y.XmlElement('paragraph');
		descriptionOf(findAction(theirs, id))!.insert(0, [paragraph]);
		paragraph.insert(0, [new Y.XmlText('Une seule personne appelle.')]);
		send();
		expect([...drawn]).toEqual([[id, 3]]);
		expect(rows.get(id)?.action.milestones[0]?.done).toBe(true);
	});

	test('the list hears of what comes, goes and moves, and keeps the other rows as they are', () => {
		const { mine, theirs, ids, send } = twoPeople(12);
		const rows = new PlanRows(mine);
		const { lists } = countDrawings(rows);
		const kept = rows.get(ids[3]!);
		const added = createAction(theirs, { proposition: 1, title: 'Ajoutée' }, THEIRS);
		send();
		expect(rows.order.map((row) => row.id)).toContain(added);
		removeAction(theirs, ids[0]!, THEIRS);
		send();
		expect(rows.get(ids[0]!)).toBeUndefined();
		moveAction(theirs, { id: ids[4]!, proposition: 1, index: 0 }, THEIRS);
		send();
		expect(lists()).toBe(3);
		expect(rows.numbers.get(ids[4]!)).toBe('1.1');
		expect(rows.get(ids[3]!)).toBe(kept);
	});

	test('entries that are no action are no row, and a row that is replaced is a new one', () => {
		const { mine, theirs, ids, send } = twoPeople(1);
		const rows = new PlanRows(mine);
		theirs.getMap('actions').set('__proto__', new Y.Map());
		theirs.getMap('actions').set(ids[0]!, new Y.Map([['title', 'Autre']]));
		send();
		expect(rows.order.map((row) => row.action.title)).toEqual(['Autre']);
	});

	test('after close nothing is heard', () => {
		const { mine, theirs, ids, send } = twoPeople(2);
		const rows = new PlanRows(mine);
		const { drawn, lists } = countDrawings(rows);
		rows.close();
		setField(theirs, { id: ids[0]!, field: 'proposition', value: 9 }, THEIRS);
		send();
		expect(drawn.size + lists()).toBe(0);
	});
});

describe('one person among others', () => {
	function openEditor(doc: Y.Doc): { editor: PlanEditor; told: Replacement[]; clock: { now: number } } {
		const told: Replacement[] = [];
		const clock = { now: 0 };
		const rows = new PlanRows(doc);
		const editor = new PlanEditor({
			doc,
			rows,
			onReplaced: (replacement) => told.push(replacement),
			now: () => clock.now,
		});
		return { editor, told, clock };
	}

	test('is told who replaced their value, and by what', () => {
		const { mine, theirs, ids, send } = twoPeople(1);
		const { editor, told } = openEditor(mine);
		const id = ids[0]!;
		editor.setField({ id, field: 'title', value: 'Mon titre' });
		send();
		setField(theirs, { id, field: 'title', value: 'Leur titre' }, THEIRS);
		send();
		expect(told).toEqual([
			{ actionId: id, field: 'title', mine: 'Mon titre', theirs: 'Leur titre', clientId: theirs.clientID },
		]);
	});

	test('is told at once when both wrote at the same time and the other one stays', () => {
		const { mine, theirs, ids, send } = twoPeople(1);
		const ours = openEditor(mine);
		const others = openEditor(theirs);
		const id = ids[0]!;
		ours.editor.setField({ id, field: 'status', value: 'done' });
		others.editor.setField({ id, field: 'status', value: 'late' });
		send();
		expect(ours.told.length + others.told.length).toBe(1);
		const [told] = [...ours.told, ...others.told];
		expect(told?.theirs).toBe(findAction(mine, id)?.get('status'));
		expect(findAction(theirs, id)?.get('status')).toBe(told?.theirs);
	});

	test('is told nothing of another field, of the same value, nor long afterwards', () => {
		const { mine, theirs, ids, send } = twoPeople(1);
		const { editor, told, clock } = openEditor(mine);
		const id = ids[0]!;
		editor.setField({ id, field: 'title', value: 'Mon titre' });
		editor.setField({ id, field: 'progress', value: 50 });
		editor.setField({ id, field: 'staffing', value: '1 ETP' });
		send();
		setField(theirs, { id, field: 'status', value: 'late' }, THEIRS);
		send();
		clock.now = 11 * 60_000;
		setField(theirs, { id, field: 'title', value: 'Leur titre' }, THEIRS);
		send();
		expect(told).toEqual([]);
	});

	test('undoes their own edits only, and may do them again', () => {
		const { mine, theirs, ids, send } = twoPeople(1);
		const { editor } = openEditor(mine);
		const id = ids[0]!;
		editor.setField({ id, field: 'progress', value: 50 });
		send();
		setField(theirs, { id, field: 'staffing', value: '1 ETP' }, THEIRS);
		send();
		expect(editor.undo()).toBe(true);
		expect(findAction(mine, id)?.get('progress')).toBe(0);
		expect(findAction(mine, id)?.get('staffing')).toBe('1 ETP');
		expect(editor.undo()).toBe(false);
		expect(editor.redo()).toBe(true);
		expect(findAction(mine, id)?.get('progress')).toBe(50);
	});

	test('brings back an action they removed, whole', () => {
		const { mine, ids } = twoPeople(1);
		const { editor } = openEditor(mine);
		const id = ids[0]!;
		editor.addMilestone({ id, title: 'Recruter' });
		editor.setMembers({ id, field: 'communeCodes', keys: ['64445', '64102'] });
		editor.remove(id);
		expect(findAction(mine, id)).toBe(null);
		editor.create({ proposition: 2, title: 'Autre chose entre-temps' });
		expect(editor.restore(id)).toBe(true);
		const rows = new PlanRows(mine);
		expect(rows.get(id)?.action).toMatchObject({
			title: 'Action 0',
			communeCodes: ['64102', '64445'],
			milestones: [{ title: 'Recruter' }],
		});
	});

	test('brings back the one of several removed actions that is asked for, once, and no other with it', () => {
		const { mine, ids } = twoPeople(3);
		const { editor } = openEditor(mine);
		const [first, second, third] = ids as [string, string, string];
		for (const id of [first, second, third]) editor.remove(id);
		const left = () => ids.filter((id) => findAction(mine, id) !== null);
		expect(editor.restore(second)).toBe(true);
		expect(left()).toEqual([second]);
		expect(editor.restore(second)).toBe(true);
		expect(left()).toEqual([second]);
		// The keyboard's way back knows of removals too, the last first.
		expect(editor.undo()).toBe(true);
		expect(editor.restore(first)).toBe(true);
		editor.remove(first);
		expect(editor.restore(first)).toBe(true);
		expect(findAction(mine, first)?.get('title')).toBe('Action 0');
		expect(editor.restore('unknown')).toBe(false);
	});

	test('changing several codes of a set is one edit', () => {
		const { mine, ids } = twoPeople(1);
		const { editor } = openEditor(mine);
		const id = ids[0]!;
		editor.setMembers({ id, field: 'communeCodes', keys: ['64445', '64102'] });
		editor.setMembers({ id, field: 'communeCodes', keys: ['64102', '64122'] });
		expect(new PlanRows(mine).get(id)?.action.communeCodes).toEqual(['64102', '64122']);
		editor.undo();
		expect(new PlanRows(mine).get(id)?.action.communeCodes).toEqual(['64102', '64445']);
	});
});
