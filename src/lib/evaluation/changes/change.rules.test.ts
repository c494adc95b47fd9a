import { describe, expect, test } from 'vitest';
import {
	buildDocument,
	buildIndicator,
	buildObjection,
	buildPlan,
	buildSeat,
	buildState,
} from '../../../../tests/support/space-state.ts';
import { RULES_BY_IMPORTANCE, type ChangeRule } from './change.catalogue.ts';
import { bySubject, changesBetween, groupChanges, propositionMoves, reviewFigures } from './change.rules.ts';
import { standingMoves } from './standing.rules.ts';
import type { ActionState, SpaceState, ValueState } from '../state/state.ts';

const SPRING = '2026-06-30';
const AUTUMN = '2026-11-19';

/** What is told of a change, without whom it is of. */
const told = (before: SpaceState, after: SpaceState): (string | null)[][] =>
	changesBetween(before, after).map(({ rule, label, before: was, after: is }) => [rule, label, was, is]);

function actionMoved(before: Partial<ActionState>, after: Partial<ActionState>): (string | null)[][] {
	return told(
		buildState(SPRING, { plan: buildPlan(SPRING, [before]) }),
		buildState(AUTUMN, { plan: buildPlan(AUTUMN, [after]) }),
	);
}

const milestone = { id: 'j1', title: 'Convention signée', dueOn: '2026-09-01', done: false };
const obstacle = { id: 'o1', text: 'Pas de local', answer: '', lifted: false };
const line = {
	...{ id: 'b1', year: 2026, funder: 'ARS', plannedCents: 100_000, committedCents: null, spentCents: null },
};

const CASES: [string, Partial<ActionState>, Partial<ActionState>, (string | null)[][]][] = [
	['nothing', {}, {}, []],
	[
		'a due date that passed',
		{ dueOn: '2026-10-01' },
		{ dueOn: '2026-10-01' },
		[['action-late', 'Statut', 'Dans les temps', 'En retard']],
	],
	[
		'done',
		{},
		{ status: 'done', progress: 100 },
		[
			['action-done', 'Statut', 'Dans les temps', 'Terminée'],
			['progress-changed', 'Avancement', '0\u00a0%', '100\u00a0%'],
		],
	],
	[
		'opened again',
		{ status: 'done' },
		{ status: 'at-risk' },
		[['action-reopened', 'Statut', 'Terminée', 'À surveiller']],
	],
	['watched', {}, { status: 'at-risk' }, [['standing-changed', 'Statut', 'Dans les temps', 'À surveiller']]],
	[
		'a status that does not show',
		{ dueOn: '2026-01-01' },
		{ dueOn: '2026-01-01', status: 'at-risk' },
		[['status-entered', 'Statut saisi', 'Dans les temps', 'À surveiller']],
	],
	[
		'a due date put back',
		{ dueOn: '2026-12-01' },
		{ dueOn: '2027-02-01' },
		[['due-put-back', 'Échéance', '1er\u00a0déc. 2026', '1er\u00a0févr. 2027']],
	],
	[
		'a due date brought forward',
		{ dueOn: '2027-02-01' },
		{ dueOn: '2026-12-01' },
		[['due-set', 'Échéance', '1er\u00a0févr. 2027', '1er\u00a0déc. 2026']],
	],
	['a due date set', {}, { dueOn: '2026-12-01' }, [['due-set', 'Échéance', null, '1er\u00a0déc. 2026']]],
	[
		'a due date cleared',
		{ dueOn: '2026-12-01' },
		{},
		[['due-cleared', 'Échéance', '1er\u00a0déc. 2026', null]],
	],
	[
		'a lead, by its name',
		{ leadOrganisationId: 'amf' },
		{ leadOrganisationId: 'urps' },
		[['lead-changed', 'Chef de file', 'AMF 64', 'URPS médecins']],
	],
	['a budget', {}, { budgetCents: 0 }, [['budget-changed', 'Budget', null, '0\u00a0€']]],
	[
		'a line of the budget',
		{ budgetLines: [line] },
		{ budgetLines: [{ ...line, spentCents: 5_000 }] },
		[
			[
				'budget-changed',
				'Budget',
				'2026, ARS, prévu 1\u00a0000\u00a0€',
				'2026, ARS, prévu 1\u00a0000\u00a0€, dépensé 50\u00a0€',
			],
		],
	],
	[
		'a milestone reached',
		{ milestones: [milestone] },
		{ milestones: [{ ...milestone, done: true }] },
		[
			[
				'milestone-reached',
				'Jalon',
				'Convention signée, 1er\u00a0sept. 2026',
				'Convention signée, 1er\u00a0sept. 2026, fait',
			],
		],
	],
	[
		'a milestone put back',
		{ milestones: [milestone] },
		{ milestones: [{ ...milestone, dueOn: '2027-01-05' }] },
		[
			[
				'milestone-reached',
				'Jalon',
				'Convention signée, 1er\u00a0sept. 2026',
				'Convention signée, 5\u00a0janv. 2027',
			],
		],
	],
	[
		'a milestone added',
		{},
		{ milestones: [milestone] },
		[['milestone-planned', 'Jalon', null, 'Convention signée, 1er\u00a0sept. 2026']],
	],
	[
		'a milestone taken out',
		{ milestones: [milestone] },
		{},
		[['milestone-reached', 'Jalon', 'Convention signée, 1er\u00a0sept. 2026', null]],
	],
	[
		'an obstacle lifted',
		{ obstacleList: [obstacle] },
		{ obstacleList: [{ ...obstacle, lifted: true }] },
		[['obstacle-changed', 'Obstacle', 'Pas de local', 'Pas de local, levé']],
	],
	[
		'an answer to an obstacle',
		{ obstacleList: [obstacle] },
		{ obstacleList: [{ ...obstacle, answer: 'Demandé' }] },
		[['obstacle-answered', 'Obstacle', 'Pas de local', 'Pas de local, Demandé']],
	],
	[
		'an indicator linked',
		{},
		{ indicators: ['I5.2'] },
		[['indicator-linked', 'Indicateurs liés', null, 'I5.2']],
	],
	[
		'one unlinked, another linked',
		{ indicators: ['I5.2'] },
		{ indicators: ['I5.1'] },
		[['indicator-unlinked', 'Indicateurs liés', 'I5.2', 'I5.1']],
	],
	['the same list in another order', { communeCodes: ['1', '2'] }, { communeCodes: ['2', '1'] }, []],
	[
		'another proposition',
		{ proposition: 5 },
		{ proposition: 4 },
		[
			[
				'proposition-changed',
				'Proposition',
				'5. Médecins proches de la retraite',
				'4. Statuts souples avant l’installation',
			],
		],
	],
	[
		'a long text, where nobody looks',
		{ objective: `${'a '.repeat(100)}b` },
		{ objective: `${'a '.repeat(100)}c` },
		[['objective-changed', 'Objectif', `${'a '.repeat(80).trim()}…`, `${'a '.repeat(80).trim()}…`]],
	],
	['a title', { title: '' }, { title: 'Recenser' }, [['wording-changed', 'Titre', null, 'Recenser']]],
];

describe('an action', () => {
	test.each(CASES)('%s', (_name, before, after, wanted) => {
		expect(actionMoved(before, after)).toEqual(wanted);
	});

	test('that comes, and one that goes', () => {
		const before = buildState(SPRING, { plan: buildPlan(SPRING, [{ id: 'gone', title: 'Ancienne' }]) });
		const after = buildState(AUTUMN, { plan: buildPlan(AUTUMN, [{ id: 'come', status: 'proposed' }]) });
		expect(told(before, after)).toEqual([
			['action-removed', 'Action', 'Dans les temps', null],
			['action-added', 'Action', null, 'Proposée'],
		]);
		expect(changesBetween(before, after)[0]).toMatchObject({
			id: 'action:gone:action',
			importance: 'major',
			subject: { kind: 'action', id: 'gone', number: '5.1', name: 'Ancienne' },
			proposition: 5,
		});
	});
});

describe('an indicator', () => {
	const moved = (
		before: Parameters<typeof buildIndicator>[1],
		after: Parameters<typeof buildIndicator>[1],
	): (string | null)[][] =>
		told(
			buildState(SPRING, { indicators: [buildIndicator(SPRING, before)] }),
			buildState(AUTUMN, { indicators: [buildIndicator(AUTUMN, after)] }),
		);
	const fresh: Partial<ValueState> = { id: 'v2', version: 2, createdAt: new Date('2026-09-01T09:00:00Z') };
	const target = (value: number, on = '2026-12-31') => ({ definition: { targets: [{ on, value }] } });

	test('a first value, and the judgement that it makes', () => {
		expect(moved({}, { values: [{ ...fresh, value: 40 }] })).toEqual([
			['judgement-changed', 'Statut', 'Sans valeur', 'Dans les temps'],
			['value-entered', 'Valeur, année 2025', null, '40\u00a0%, validée'],
		]);
	});

	test.each<[Partial<ValueState>, Partial<ValueState>, ChangeRule]>([
		[{ state: 'validated', value: 40 }, { state: 'validated', value: 41 }, 'value-corrected'],
		[{ state: 'provisional', value: 40 }, { state: 'provisional', value: 41 }, 'value-adjusted'],
		[{ state: 'provisional', value: 40 }, { state: 'validated', value: 40 }, 'value-validated'],
		[{ value: 40 }, { value: 40, comment: 'Relue' }, 'value-explained'],
	])('%o then %o is %s', (before, after, rule) => {
		const changes = moved({ values: [before] }, { values: [{ ...fresh, ...after }] });
		expect(changes.map(([one]) => one)).toEqual([rule]);
	});

	test('off its path, and its target reached', () => {
		const was = { values: [{ value: 40 }] };
		expect(moved(was, { values: [{ ...fresh, value: 5 }] })[0]?.[0]).toBe('indicator-off-path');
		expect(moved(was, { values: [{ ...fresh, value: 90 }] })[0]?.[0]).toBe('indicator-reached');
	});

	test.each<[string, ReturnType<typeof target>, ReturnType<typeof target>, ChangeRule]>([
		['lower', target(80), target(60), 'target-eased'],
		['higher', target(80), target(90), 'target-raised'],
		['put back', target(80), target(80, '2027-12-31'), 'target-eased'],
		['brought forward', target(80), target(80, '2026-06-30'), 'target-raised'],
		['withdrawn', target(80), { definition: { targets: [] } }, 'target-eased'],
		['added', { definition: { targets: [] } }, target(80), 'target-raised'],
	])('a target %s', (_name, before, after, rule) => {
		expect(moved(before, after).map(([one]) => one)).toContain(rule);
	});

	test('a target to bring down is eased when it is higher', () => {
		const down = (value: number) => ({
			definition: { direction: 'down' as const, targets: [{ on: '2026-12-31', value }] },
		});
		expect(moved(down(10), down(20)).map(([rule]) => rule)).toEqual(['target-eased']);
	});

	test('a definition, an owner, a baseline', () => {
		const after = {
			definition: { source: 'CPAM', ownerId: 'claire', baseline: null },
			ownerName: 'Claire Dufau',
		};
		expect(moved({}, after)).toEqual([
			['baseline-changed', 'Valeur de départ', '0\u00a0% au 31\u00a0déc. 2024', null],
			['definition-changed', 'Source', 'URPS', 'CPAM'],
			['owner-changed', 'Responsable', null, 'Claire Dufau'],
		]);
	});

	test('a value that another rhythm brings back is no news', () => {
		expect(moved({ values: [] }, { values: [{}] }).map(([rule]) => rule)).not.toContain('value-entered');
	});

	test('an objection, then its answer', () => {
		const indicators = [buildIndicator(SPRING)];
		const answer = { text: 'Corrigé', authorName: 'Dr Lacoste', createdAt: new Date() };
		const [none, raised, answered] = [[], [buildObjection()], [buildObjection({ answer })]].map(
			(objections) => buildState(SPRING, { indicators, objections }),
		);
		const rules = (from?: SpaceState, to?: SpaceState) =>
			from && to ? changesBetween(from, to).map(({ rule }) => rule) : [];
		expect(rules(none, raised)).toEqual(['objection-raised']);
		expect(rules(raised, answered)).toEqual(['objection-answered']);
		expect(rules(none, answered)).toEqual(['objection-raised', 'objection-answered']);
		expect(rules(answered, answered)).toEqual([]);
	});
});

test('documents: opened, adopted, put away, written in; the plan is told by its actions', () => {
	const adopted = { id: 'v1', name: 'Version du 12 octobre', seq: 2, hash: 'x', at: new Date() };
	const before = buildState(SPRING, {
		documents: [
			buildDocument(),
			buildDocument({ id: 'p', kind: 'plan' }),
			buildDocument({ id: 'n', kind: 'note' }),
		],
	});
	const after = buildState(AUTUMN, {
		documents: [
			buildDocument({ hash: 'h2', state: 'adopted', adopted: [adopted] }),
			buildDocument({ id: 'p', kind: 'plan', hash: 'h2' }),
			buildDocument({ id: 'n', kind: 'note', state: 'archived', title: 'Note' }),
			buildDocument({ id: 'c', kind: 'contract', title: 'Contrat' }),
		],
	});
	expect(told(before, after)).toEqual([
		['version-adopted', 'Version adoptée', null, 'Version du 12 octobre'],
		['document-created', 'Document', null, 'Contrat territorial de santé, en cours de rédaction'],
		['document-archived', 'État', 'En cours de rédaction', 'Archivé'],
		['document-state', 'État', 'En cours de rédaction', 'Adopté'],
		['engaging-text', 'Texte', null, null],
		['document-renamed', 'Titre', 'Diagnostic territorial de santé', 'Note'],
	]);
});

test('the composition: who came, who left, whose mandate changed', () => {
	const before = buildState(SPRING, { composition: [buildSeat(), buildSeat({ mandateId: 'm2' })] });
	const after = buildState(AUTUMN, {
		composition: [buildSeat({ until: '2029-12-31' }), buildSeat({ mandateId: 'm3', seatRole: 'substitute' })],
	});
	expect(changesBetween(before, after).map(({ rule, subject }) => [rule, subject.id])).toEqual([
		['member-joined', 'm3'],
		['member-left', 'm2'],
		['seat-changed', 'm1'],
	]);
});

test('a state compared with itself says nothing, and each rule has one weight', () => {
	const state = buildState(AUTUMN, {
		plan: buildPlan(AUTUMN, [{ dueOn: '2026-01-01', milestones: [milestone] }]),
		indicators: [buildIndicator(AUTUMN, { values: [{}] })],
		...{ objections: [buildObjection()], documents: [buildDocument()], composition: [buildSeat()] },
	});
	expect(changesBetween(state, state)).toEqual([]);
	const rules = RULES_BY_IMPORTANCE.flatMap((rank) => rank.rules.map(({ rule }) => rule));
	expect(new Set(rules).size).toBe(rules.length);
});

test('figures, bands and moves of a review', () => {
	const before = buildState(SPRING, {
		plan: buildPlan(SPRING, [
			{ id: 'a', dueOn: '2026-06-30' },
			{ id: 'b', proposition: 4, rank: 'a0', status: 'at-risk' },
			{ id: 'gone', proposition: 4, rank: 'a1' },
		]),
		indicators: [buildIndicator(SPRING, { values: [{}] })],
	});
	const after = buildState(AUTUMN, {
		plan: buildPlan(AUTUMN, [
			{ id: 'a', dueOn: '2026-10-15', obstacles: 'Le Conseil départemental cherche un local' },
			{ id: 'b', proposition: 4, rank: 'a0', status: 'done', milestones: [{ ...milestone, done: true }] },
			{ id: 'new', proposition: 5, rank: 'a1', dueOn: '2026-10-01' },
			{ id: 'calm', proposition: 5, rank: 'a2' },
		]),
		indicators: [buildIndicator(AUTUMN, { values: [{}] })],
	});
	expect(reviewFigures(before, after)).toEqual({
		done: { before: 0, after: 1 },
		late: { before: 0, after: 2 },
		upToDate: { before: 1, after: 1, followed: 1 },
		added: 2,
		removed: 1,
	});
	expect(standingMoves(before, after)).toEqual([
		{
			...{ id: 'a', number: '5.1', title: 'Rencontrer les médecins', before: 'on-track', after: 'late' },
			reason:
				'Échéance repoussée du 30\u00a0juin 2026 au 15\u00a0oct. 2026, non tenue. Le Conseil départemental cherche un local.',
		},
		{
			...{ id: 'new', number: '5.2', title: 'Rencontrer les médecins', before: null, after: 'late' },
			reason: 'Échéance du 1er\u00a0oct. 2026 dépassée.',
		},
		{
			...{ id: 'b', number: '4.1', title: 'Rencontrer les médecins', before: 'at-risk', after: 'done' },
			reason: '1 jalon fait sur 1 prévu.',
		},
	]);
	const four = propositionMoves(before, after).find(({ proposition }) => proposition === 4);
	expect(four).toMatchObject({ before: ['at-risk', 'on-track'], after: ['done'] });
	const groups = groupChanges(changesBetween(before, after));
	expect(groups.map(({ importance, count }) => [importance, count])).toEqual([
		['major', 4],
		['notable', 4],
	]);
	expect(groups[0]?.groups.map(({ proposition }) => proposition)).toEqual([4, 5]);
	const five = bySubject(groups[0]?.groups[1]?.changes ?? []);
	expect(five.map(({ subject, changes }) => [subject.id, changes.map(({ rule }) => rule)])).toEqual([
		['a', ['action-late', 'due-put-back']],
	]);
});
