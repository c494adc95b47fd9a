import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { nothingUnknown, totalUnknown } from '#lib/documents/unknown.content.ts';
import { newId } from '#lib/identifiers.ts';
import { actionsOf, findAction, removeAction, setField } from '#lib/plan/plan.content.ts';
import { createAction } from '#lib/plan/plan.new-action.content.ts';
import { addMilestone } from '#lib/plan/plan.lists.content.ts';
import { moveAction } from '#lib/plan/plan.order.content.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { committee } from '../committee/committee.tables.ts';
import type { OpenDatabase } from '../database/database.ts';
import { document } from '../documents/document.tables.ts';
import type { Actor } from '../policies/policy.ts';
import { department, region } from '../territory/territory.tables.ts';
import { planProjection } from './plan.projection.ts';
import { listPlanActions, planSummary } from './plan.queries.ts';
import { planAction } from './plan.tables.ts';

const TARGET = { id: newId(), departmentCode: '64' };
const CREATED = new Date('2026-11-01T00:00:00Z');

function member(departmentCode: string): Actor {
	const grant = {
		role: 'member' as const,
		departmentCode,
		regionCode: null,
		mandateId: newId(),
		organisationId: newId(),
		organisationName: 'CPTS du Béarn',
		endsOn: '2027-12-31',
		communeCodes: [],
	};
	return {
		kind: 'account',
		accountId: newId(),
		sessionId: 'a',
		displayName: 'Claire Dufau',
		email: 'claire@exemple.test',
		isAdministrator: false,
		grants: [grant],
	};
}

let database: OpenDatabase;
let context: TestContext;
let doc: Y.Doc;

beforeAll(async () => {
	database = await openTestDatabase();
	const { db } = database;
	await db.insert(region).values({ code: '75', name: 'Nouvelle-Aquitaine' });
	for (const code of ['64', '40']) {
		await db.insert(department).values({ code, name: `Département ${code}`, regionCode: '75' });
		await db.insert(committee).values({ departmentCode: code, createdAt: CREATED });
	}
	await db.insert(document).values({
		...TARGET,
		kind: 'plan',
		title: 'Plan',
		state: 'writing',
		schemaVersion: 1,
		createdAt: CREATED,
	});
	context = buildContext({ db, actor: member('64') });
});
afterAll(() => database.close());
beforeEach(async () => {
	await database.db.delete(planAction);
	doc = new Y.Doc();
});

async function project(): Promise<void> {
	const { db } = database;
	await db.transaction((transaction) =>
		planProjection.write(transaction, { ...TARGET, title: 'Plan', doc }, planProjection.summarize(doc)),
	);
}

describe('rows', () => {
	test('an action comes back from SQL as it is in the document', async () => {
		const id = createAction(
			doc,
			{
				proposition: 5,
				title: 'Tenir le registre',
				measure: 'P5.1',
				leadOrganisationId: newId(),
				partnerOrganisationIds: [newId()],
				communeCodes: ['64445', '64102'],
				intercommunalityCodes: ['200067106'],
				startsOn: '2026-09-01',
				dueOn: '2027-03-31',
				status: 'on-track',
				progress: 40,
				budgetCents: 1_200_050,
				responsibleAccountId: newId(),
				budgetLines: [
					{ year: 2027, funder: 'FEDER', plannedCents: 900_050, committedCents: 300_000, spentCents: null },
				],
				staffingHundredths: 50,
				staffing: '0,5 ETP',
				obstacleList: [{ text: 'Aucun local libre.', answer: 'Une commune en prête un.', lifted: true }],
				waitsFor: [newId()],
				decisionId: newId(),
				milestones: [{ title: 'Recruter', dueOn: '2026-09-12', done: true }],
				indicators: ['I5.1'],
				description: ['Une seule personne appelle.'],
			},
			null,
		);
		await project();
		const [described] = planProjection.summarize(doc);
		expect(await listPlanActions(context, '64')).toEqual([{ ...described, number: '5.1' }]);
		expect(described?.id).toBe(id);
		expect(described?.description).toBe('Une seule personne appelle.');
	});

	test('changes, moves and removals replace what was there, and nothing else', async () => {
		const ids = [1, 2, 3].map((index) =>
			createAction(doc, { proposition: 5, title: `Action ${index}` }, null),
		);
		await project();
		moveAction(doc, { id: ids[2]!, proposition: 5, index: 0 }, null);
		removeAction(doc, ids[0]!, null);
		setField(doc, { id: ids[1]!, field: 'title', value: 'Autre titre' }, null);
		await project();
		await project();
		const rows = await listPlanActions(context, '64');
		expect(rows.map(({ number, title }) => `${number} ${title}`)).toEqual([
			'5.1 Action 3',
			'5.2 Autre titre',
		]);
	});

	test('signs that a database refuses do not stop the projection', async () => {
		const id = createAction(doc, { proposition: 5, title: 'x' }, null);
		const map = findAction(doc, id)!;
		map.set('title', 'Avant\0après \ud800');
		map.set('milestones', new Y.Map([[newId(), new Y.Map([['title', 'Avant\0après \ud800']])]]));
		actionsOf(doc).set('__proto__', new Y.Map());
		await project();
		const [row] = await listPlanActions(context, '64');
		expect(row?.title).toBe('Avantaprès \ufffd');
		expect(row?.milestones[0]?.title).toBe('Avantaprès \ufffd');
	});

	test('a plan of 500 actions is written in one go', async () => {
		for (let index = 0; index < 500; index += 1) {
			createAction(
				doc,
				{ proposition: (index % 10) + 1, title: `Action ${index}`, rank: `V${index % 9}1` },
				null,
			);
		}
		await project();
		expect(await listPlanActions(context, '64')).toHaveLength(500);
	});

	test('another committee is not told that the plan exists', async () => {
		await expect(listPlanActions(context.as(member('40')), '64')).rejects.toMatchObject({
			code: 'not-found',
		});
		await expect(planSummary(context.as({ kind: 'anonymous' }), '64')).rejects.toMatchObject({
			code: 'not-found',
		});
	});
});

describe('summary', () => {
	test('counts by shown status and proposition, and what is late, the longest overdue first', async () => {
		createAction(doc, { proposition: 5, title: 'Récente', status: 'on-track', dueOn: '2026-11-01' }, null);
		createAction(doc, { proposition: 5, title: 'Ancienne', dueOn: '2026-01-01', budgetCents: 100 }, null);
		createAction(doc, { proposition: 2, title: 'Finie', status: 'done', dueOn: '2026-01-01' }, null);
		await project();
		const summary = await planSummary(context, '64');
		expect(summary.count).toBe(3);
		expect(summary.byStatus).toEqual({ proposed: 0, 'on-track': 0, 'at-risk': 0, late: 2, done: 1 });
		expect(summary.byProposition[4]).toMatchObject({ proposition: 5, count: 2, budgetCents: 100 });
		expect(summary.late.map(({ title }) => title)).toEqual(['Ancienne', 'Récente']);
	});
});

describe('activity', () => {
	test('tells what was added, removed and changed, with the status before and after', () => {
		const kept = createAction(doc, { proposition: 5, title: 'Gardée' }, null);
		const removed = createAction(doc, { proposition: 5, title: 'Retirée' }, null);
		const before = planProjection.summarize(doc);
		expect(planProjection.changes(before, planProjection.summarize(doc))).toEqual([]);
		const added = createAction(doc, { proposition: 2, title: 'Ajoutée' }, null);
		removeAction(doc, removed, null);
		setField(doc, { id: kept, field: 'status', value: 'done' }, null);
		addMilestone(doc, { id: kept, title: 'Recruter' }, null);
		expect(planProjection.changes(before, planProjection.summarize(doc))).toEqual([
			{ verb: 'action-added', subject: added, label: 'Ajoutée', before: null, after: null },
			{
				verb: 'action-field-changed',
				subject: kept,
				label: 'Gardée',
				field: 'status',
				before: 'proposed',
				after: 'done',
			},
			{
				verb: 'action-field-changed',
				subject: kept,
				label: 'Gardée',
				field: 'milestones',
				before: null,
				after: null,
			},
			{ verb: 'action-removed', subject: removed, label: 'Retirée', before: null, after: null },
		]);
	});

	test('a place in the list is no news', () => {
		const ids = [1, 2].map((index) => createAction(doc, { proposition: 5, title: `Action ${index}` }, null));
		const before = planProjection.summarize(doc);
		moveAction(doc, { id: ids[1]!, proposition: 5, index: 0 }, null);
		expect(planProjection.changes(before, planProjection.summarize(doc))).toEqual([]);
	});

	test('reading a document never changes it', () => {
		createAction(doc, { proposition: 5, title: 'Gardée' }, null);
		const state = Y.encodeStateAsUpdate(doc);
		planProjection.summarize(doc);
		expect(Y.encodeStateAsUpdate(doc)).toEqual(state);
	});
});

describe('content that is none of the plan', () => {
	const planWithOne = () => {
		const doc = new Y.Doc();
		const id = createAction(doc, { proposition: 1, title: 'Une action', description: ['Un texte.'] }, null);
		return { doc, id };
	};

	test('GUARD-12 finds nothing in actions as the page makes them', () => {
		expect(totalUnknown(planProjection.unknown?.(planWithOne().doc) ?? nothingUnknown())).toBe(0);
		expect(planProjection.unknown).toBeDefined();
	});

	test('GUARD-12 counts fields, entries, roots and nodes that nothing reads', () => {
		const { doc, id } = planWithOne();
		const action = doc.getMap<Y.Map<unknown>>('actions').get(id);
		action?.set('secret', 1);
		(action?.get('description') as Y.XmlFragment).insert(0, [new Y.XmlElement('script')]);
		doc.getMap('actions').set('not an id', new Y.Map());
		doc.getText('content').insert(0, 'x');
		expect(planProjection.unknown?.(doc)).toEqual({ ...nothingUnknown(), fields: 2, nodes: 1, roots: 1 });
	});
});
