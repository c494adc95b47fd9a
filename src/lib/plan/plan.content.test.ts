import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { newId } from '#lib/identifiers.ts';
import { compareActions, numberActions, type Action } from './action.rules.ts';
import {
	actionsOf,
	findAction,
	readAction,
	readActions,
	readDescription,
	removeAction,
	setField,
	type ScalarField,
} from './plan.content.ts';
import { createAction } from './plan.new-action.content.ts';
import {
	addMilestone,
	moveMilestone,
	removeMilestone,
	setMember,
	setMilestone,
} from './plan.lists.content.ts';
import { moveAction, shiftAction } from './plan.order.content.ts';
import { actionIn, exchange, replicas } from '../../../tests/support/plan-replicas.ts';

const ORIGIN = Symbol('test');

const VALUES: { [F in ScalarField]: readonly [Action[F], Action[F]] } = {
	proposition: [2, 7],
	rank: ['A', 'B'],
	title: ['Ouvrir un guichet', 'Tenir le registre'],
	measure: ['P5.1', 'P5.2'],
	objective: ['Garder dix médecins', 'Garder vingt médecins'],
	leadOrganisationId: [newId(1), newId(2)],
	responsibleAccountId: [newId(3), newId(4)],
	staffingHundredths: [50, 150],
	decisionId: [newId(5), newId(6)],
	startsOn: ['2026-01-01', '2026-02-01'],
	dueOn: ['2027-01-01', '2027-02-01'],
	status: ['late', 'done'],
	progress: [10, 90],
	budgetCents: [100, 200],
	staffing: ['0,5 ETP', '1 ETP'],
	obstacles: ['Locaux', 'Recrutement'],
};
const FIELDS = Object.keys(VALUES) as ScalarField[];
const field = fc.constantFrom(...FIELDS);

describe('two people on the same action', () => {
	test('different fields never disturb each other', () => {
		fc.assert(
			fc.property(field, field, (first, second) => {
				fc.pre(first !== second);
				const { left, right, ids } = replicas(1);
				const id = ids[0]!;
				setField(left, { id, field: first, value: VALUES[first][0] }, ORIGIN);
				setField(right, { id, field: second, value: VALUES[second][1] }, ORIGIN);
				exchange(left, right);
				for (const doc of [left, right]) {
					expect(actionIn(doc, id)[first]).toBe(VALUES[first][0]);
					expect(actionIn(doc, id)[second]).toBe(VALUES[second][1]);
				}
			}),
		);
	});

	test('the same field ends the same for both, on one of the two values', () => {
		fc.assert(
			fc.property(field, (name) => {
				const { left, right, ids } = replicas(1);
				const id = ids[0]!;
				setField(left, { id, field: name, value: VALUES[name][0] }, ORIGIN);
				setField(right, { id, field: name, value: VALUES[name][1] }, ORIGIN);
				exchange(left, right);
				expect(actionIn(left, id)).toEqual(actionIn(right, id));
				expect(VALUES[name]).toContain(actionIn(left, id)[name]);
			}),
		);
	});

	test('one after the other on the same field, the last wins', () => {
		const { left, right, ids } = replicas(1);
		const id = ids[0]!;
		setField(left, { id, field: 'status', value: 'late' }, ORIGIN);
		exchange(left, right);
		setField(right, { id, field: 'status', value: 'done' }, ORIGIN);
		exchange(left, right);
		expect(actionIn(left, id).status).toBe('done');
	});

	test('additions to a set, milestones and fields of a milestone merge', () => {
		const { left, right, ids } = replicas(1);
		const id = ids[0]!;
		const milestoneId = addMilestone(left, { id, title: 'Recruter' }, ORIGIN)!;
		exchange(left, right);
		setMember(left, { id, field: 'communeCodes', key: '64445', member: true }, ORIGIN);
		setMember(right, { id, field: 'communeCodes', key: '64102', member: true }, ORIGIN);
		setMilestone(left, { id, milestoneId, values: { done: true } }, ORIGIN);
		setMilestone(right, { id, milestoneId, values: { title: 'Recruter deux personnes' } }, ORIGIN);
		addMilestone(right, { id, title: 'Rendre compte', dueOn: '2027-03-31' }, ORIGIN);
		exchange(left, right);
		expect(actionIn(left, id)).toEqual(actionIn(right, id));
		expect(actionIn(left, id).communeCodes).toEqual(['64102', '64445']);
		expect(actionIn(left, id).milestones).toMatchObject([
			{ title: 'Recruter deux personnes', done: true, dueOn: null },
			{ title: 'Rendre compte', done: false, dueOn: '2027-03-31' },
		]);
	});

	test('an action removed by one while the other edits it is gone for both', () => {
		const { left, right, ids } = replicas(2);
		removeAction(left, ids[0]!, ORIGIN);
		setField(right, { id: ids[0]!, field: 'title', value: 'Encore là' }, ORIGIN);
		exchange(left, right);
		expect(readActions(left)).toEqual(readActions(right));
		expect(readActions(left).map((action) => action.id)).toEqual([ids[1]]);
	});
});

describe('order', () => {
	const moves = fc.array(
		fc.record({ which: fc.nat(), to: fc.nat(), proposition: fc.constantFrom(5, 5, 5, 3) }),
		{
			maxLength: 12,
		},
	);

	test('concurrent moves end in one order, the same for both, without losing an action', () => {
		fc.assert(
			fc.property(moves, moves, (mine, theirs) => {
				const { left, right, ids } = replicas(6);
				for (const [doc, list] of [
					[left, mine],
					[right, theirs],
				] as const) {
					for (const { which, to, proposition } of list) {
						moveAction(doc, { id: ids[which % 6]!, proposition, index: to % 7 }, ORIGIN);
					}
				}
				exchange(left, right);
				const order = readActions(left);
				expect(order).toEqual(readActions(right));
				expect(order.map((action) => action.id).sort()).toEqual([...ids].sort());
				expect(order).toEqual([...order].sort(compareActions));
			}),
		);
	});

	test('a move puts the action exactly where it was dropped, whatever came before', () => {
		fc.assert(
			fc.property(moves, fc.nat(), fc.nat(), (before, which, to) => {
				const { left, right, ids } = replicas(6);
				for (const move of before) {
					const doc = move.to % 2 === 0 ? left : right;
					moveAction(doc, { id: ids[move.which % 6]!, proposition: 5, index: move.to % 6 }, ORIGIN);
				}
				exchange(left, right);
				const id = ids[which % 6]!;
				moveAction(left, { id, proposition: 5, index: to % 6 }, ORIGIN);
				expect(readActions(left).findIndex((action) => action.id === id)).toBe(to % 6);
			}),
		);
	});

	test('up and down stop at the ends of the proposition', () => {
		const { left, ids } = replicas(3);
		expect(shiftAction(left, { id: ids[0]!, by: -1 }, ORIGIN)).toBe(false);
		expect(shiftAction(left, { id: ids[0]!, by: 1 }, ORIGIN)).toBe(true);
		expect(readActions(left).map((action) => action.title)).toEqual(['Action 1', 'Action 0', 'Action 2']);
		expect(numberActions(readActions(left)).get(ids[0]!)).toBe('5.2');
	});

	test('milestones move too, even when two drew the same rank', () => {
		const { left, right, ids } = replicas(1);
		const id = ids[0]!;
		addMilestone(left, { id, title: 'A' }, ORIGIN);
		addMilestone(right, { id, title: 'B' }, ORIGIN);
		exchange(left, right);
		const third = addMilestone(left, { id, title: 'C' }, ORIGIN)!;
		moveMilestone(left, { id, milestoneId: third, index: 1 }, ORIGIN);
		expect(actionIn(left, id).milestones[1]?.title).toBe('C');
		removeMilestone(left, { id, milestoneId: third }, ORIGIN);
		expect(
			actionIn(left, id)
				.milestones.map(({ title }) => title)
				.sort(),
		).toEqual(['A', 'B']);
	});
});

describe('writing', () => {
	test('every write is one transaction with the given origin', () => {
		const doc = new Y.Doc();
		const origins: unknown[] = [];
		doc.on('afterTransaction', (transaction: Y.Transaction) => {
			if (transaction.changed.size > 0) origins.push(transaction.origin);
		});
		const id = createAction(
			doc,
			{
				proposition: 5,
				title: 'Tenir le registre',
				partnerOrganisationIds: [newId()],
				communeCodes: ['64445'],
				milestones: [{ title: 'Recruter', dueOn: '2026-09-12', done: true }],
				description: ['Une seule personne appelle.', 'Aucun rendez-vous sans accord.'],
			},
			ORIGIN,
		);
		moveAction(doc, { id, proposition: 3, index: 0 }, ORIGIN);
		setField(doc, { id, field: 'title', value: 'Autre' }, ORIGIN);
		expect(origins).toEqual([ORIGIN, ORIGIN, ORIGIN]);
		expect(readDescription(findAction(doc, id))).toBe(
			'Une seule personne appelle.\nAucun rendez-vous sans accord.',
		);
	});

	test('writing what is already there writes nothing', () => {
		const doc = new Y.Doc();
		const id = createAction(doc, { proposition: 5, title: 'Tenir le registre' }, ORIGIN);
		const before = Y.encodeStateVector(doc);
		expect(setField(doc, { id, field: 'title', value: 'Tenir le registre' }, ORIGIN)).toBe(false);
		expect(setMember(doc, { id, field: 'communeCodes', key: '64445', member: false }, ORIGIN)).toBe(false);
		expect(moveAction(doc, { id, proposition: 5, index: 0 }, ORIGIN)).toBe(false);
		expect(Y.encodeStateVector(doc)).toEqual(before);
	});

	test('an action that is gone is refused, not made anew', () => {
		const doc = new Y.Doc();
		const id = newId();
		expect(setField(doc, { id, field: 'title', value: 'x' }, ORIGIN)).toBe(false);
		expect(addMilestone(doc, { id, title: 'x' }, ORIGIN)).toBe(null);
		expect(removeAction(doc, id, ORIGIN)).toBe(false);
		expect(actionsOf(doc).size).toBe(0);
	});
});

describe('hostile shapes', () => {
	const EMPTY = {
		title: '',
		proposition: 1,
		status: 'proposed',
		progress: 0,
		budgetCents: null,
		milestones: [],
	};
	const anything = fc.oneof(
		fc.string(),
		fc.double(),
		fc.boolean(),
		fc.constant(null),
		fc.uint8Array({ maxLength: 4 }),
		fc.dictionary(fc.constantFrom('title', '__proto__', 'length'), fc.string(), { noNullPrototype: true }),
		fc.array(fc.string()),
		fc.constantFrom('2026-02-30', '2026-13-01', '0000-00-00', 'P99.999', '-1'),
	);
	const shared = fc.constantFrom(
		() =>
			new Y.Map([
				['__proto__', true],
				['constructor', true],
				['64445', true],
				['64102', 'true'],
			]),
		() => new Y.Array(),
		() => new Y.Text('texte'),
		() => new Y.XmlElement('p'),
		() =>
			new Y.Map([
				[
					newId(),
					new Y.Map([
						['title', 3],
						['done', 'yes'],
					]),
				],
			]),
	);
	const KEYS = [...FIELDS, 'milestones', 'communeCodes', 'indicators', 'description', '__proto__', 'autre'];

	test('whatever is in the map, reading gives a well-formed action and never throws', () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.constantFrom(...KEYS), fc.oneof(anything, shared)), { maxLength: 20 }),
				(entries) => {
					const doc = new Y.Doc();
					const map = new Y.Map<unknown>();
					const id = newId();
					actionsOf(doc).set(id, map);
					for (const [key, value] of entries) map.set(key, typeof value === 'function' ? value() : value);
					const action = readAction(id, map);
					expect(action.proposition).toBeGreaterThanOrEqual(1);
					expect(action.proposition).toBeLessThanOrEqual(10);
					expect(Number.isInteger(action.progress)).toBe(true);
					expect(action.dueOn === null || !Number.isNaN(Date.parse(action.dueOn))).toBe(true);
					for (const key of action.communeCodes) expect(key).toMatch(/^[0-9AB]{5}$/);
					expect(typeof readDescription(map)).toBe('string');
					expect(JSON.parse(JSON.stringify(readActions(doc)))).toEqual(readActions(doc));
					expect(Object.prototype).not.toHaveProperty('title');
				},
			),
		);
	});

	test('anything else instead of the map reads as an empty action', () => {
		for (const source of [undefined, null, 3, 'x', {}, new Y.Array(), new Map([['title', 'x']])]) {
			expect(readAction('a', source)).toMatchObject(EMPTY);
		}
	});

	test('entries of the plan that are no action are left out', () => {
		const doc = new Y.Doc();
		const actions = actionsOf(doc);
		actions.set('__proto__', new Y.Map());
		actions.set('constructor', new Y.Map());
		actions.set(newId(), 'texte');
		actions.set(newId(), new Y.Array());
		const id = newId();
		actions.set(id, new Y.Map());
		expect(readActions(doc).map((action) => action.id)).toEqual([id]);
		expect(findAction(doc, '__proto__')).toBe(null);
	});

	test('a root of another type reads as an empty plan', () => {
		const foreign = new Y.Doc();
		foreign.getArray('actions').push(['x']);
		const doc = new Y.Doc();
		Y.applyUpdate(doc, Y.encodeStateAsUpdate(foreign));
		expect(readActions(doc)).toEqual([]);
	});

	test('a sub-map replaced by a text is made again at the next addition', () => {
		const { left, ids } = replicas(1);
		const id = ids[0]!;
		findAction(left, id)!.set('communeCodes', 'texte');
		findAction(left, id)!.set('milestones', 3);
		setMember(left, { id, field: 'communeCodes', key: '64445', member: true }, ORIGIN);
		addMilestone(left, { id, title: 'Recruter' }, ORIGIN);
		expect(actionIn(left, id).communeCodes).toEqual(['64445']);
		expect(actionIn(left, id).milestones).toHaveLength(1);
	});

	test('too long, too large and too many are cut to what a sheet holds', () => {
		const doc = new Y.Doc();
		const id = createAction(doc, { proposition: 99, title: 'x'.repeat(1000) }, ORIGIN);
		const map = findAction(doc, id)!;
		map.set('progress', 1e9);
		map.set('budgetCents', -3);
		map.set('rank', 'z'.repeat(64));
		expect(actionIn(doc, id)).toMatchObject({ proposition: 10, progress: 100, budgetCents: 0 });
		expect(actionIn(doc, id).title).toHaveLength(300);
		const next = createAction(doc, { proposition: 10, title: 'Suivante' }, ORIGIN);
		// Equal ranks fall back on the ids, which two actions of one millisecond have in any order.
		expect(readActions(doc).map((action) => action.id)).toEqual([id, next].sort());
	});
});
