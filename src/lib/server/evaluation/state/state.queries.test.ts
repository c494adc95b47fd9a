import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { stateAt, titleAt } from '#lib/evaluation/state/state.rules.ts';
import { findCatalogueIndicator } from '#lib/indicators/indicator.catalogue.ts';
import { newId } from '#lib/identifiers.ts';
import { buildMember, seenBy, type BuiltMember } from '../../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../../tests/support/context.ts';
import { appendChange } from '../../../../../tests/support/document-log.ts';
import { openSpaces } from '../../../../../tests/support/spaces.ts';
import { organisation } from '../../committee/committee.tables.ts';
import { endMandate } from '../../committee/mandate.commands.ts';
import type { OpenDatabase } from '../../database/database.ts';
import { changeDocumentState, createDocument, renameDocument } from '../../documents/document.commands.ts';
import { document } from '../../documents/document.tables.ts';
import { getContentAt } from '../../documents/history.queries.ts';
import { getDocument } from '../../documents/document.queries.ts';
import { adoptVersion } from '../../documents/version.commands.ts';
import { answerObjection, contestValue, defineIndicator } from '../../indicators/indicator.commands.ts';
import { enterValues } from '../../indicators/value.commands.ts';
import { readStateAt, readStateOn } from './state.queries.ts';

let database: OpenDatabase;
let context: TestContext;
let people: Record<'claire' | 'anton' | 'maite' | 'evaluator' | 'neighbour', BuiltMember>;
const as = (who: keyof typeof people): Promise<TestContext> => seenBy(context, people[who]);
const at = (text: string): Date => (context.clock = new Date(text));
const read = async (text: string) => readStateAt(await as('evaluator'), '64', new Date(text));

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db, clock: new Date('2026-01-05T09:00:00Z') });
	await openSpaces(context, '64', '12');
	const bodies = await context.db.select().from(organisation).where(eq(organisation.regionCode, '75'));
	const regional = { regionCode: '75', organisationName: bodies[0]!.name };
	people = {
		claire: await buildMember(context, {
			...{ role: 'facilitator', departmentCode: '64', displayName: 'Claire Dufau' },
		}),
		anton: await buildMember(context, { role: 'member', departmentCode: '64', endsOn: '2026-06-30' }),
		maite: await buildMember(context, { role: 'urps', ...regional, displayName: 'Maïté Irigoyen' }),
		evaluator: await buildMember(context, { role: 'ars', ...regional, displayName: 'Hélène Castaing' }),
		neighbour: await buildMember(context, { role: 'member', departmentCode: '12' }),
	};
});
afterAll(() => database.close());

describe('the plan and the documents', () => {
	test('the plan is what its log said, judged on that day', async () => {
		const [plan] = await context.db.select().from(document).where(eq(document.kind, 'plan'));
		const shared = new Y.Doc();
		const id = newId();
		const write = (text: string, change: (doc: Y.Doc) => void) =>
			appendChange(context.db, {
				...{ documentId: plan!.id, doc: shared, accountId: people.claire.id, at: at(text), change },
			});
		await write('2026-02-01T10:00:00Z', (doc) => {
			const fields = { title: 'Ouvrir un guichet', proposition: 5, rank: 'V', dueOn: '2026-03-15' };
			const own = { leadOrganisationId: people.claire.organisationId, status: 'on-track' };
			doc.getMap('actions').set(id, new Y.Map(Object.entries({ ...fields, ...own })));
		});
		await write('2026-04-01T10:00:00Z', (doc) => {
			(doc.getMap('actions').get(id) as Y.Map<unknown>).set('status', 'done');
		});
		at('2026-05-01T10:00:00Z');
		const before = await read('2026-01-31T10:00:00Z');
		expect(before.plan).toMatchObject({ seq: 0, actions: [] });
		const [winter, spring, later] = [
			await read('2026-03-01T10:00:00Z'),
			await read('2026-03-20T10:00:00Z'),
			await read('2026-04-01T10:00:00Z'),
		];
		expect(winter.plan.actions).toMatchObject([
			{ id, number: '5.1', title: 'Ouvrir un guichet', standing: 'on-track', status: 'on-track' },
		]);
		expect(winter.names).toEqual({ [people.claire.organisationId]: expect.any(String) });
		expect(spring.plan).toMatchObject({ seq: 1, hash: winter.plan.hash, actions: [{ standing: 'late' }] });
		expect(later.plan).toMatchObject({ seq: 2, actions: [{ standing: 'done', dueOn: '2026-03-15' }] });
		expect(later.plan.hash).not.toBe(winter.plan.hash);
		const found = await getDocument(await as('claire'), '64', plan!.id);
		const content = await getContentAt(await as('claire'), found, {
			...{ kind: 'instant', at: new Date('2026-03-20T10:00:00Z') },
		});
		expect(content.sha256).toBe(spring.plan.hash);
	});

	test('a document has the state and the versions it had', async () => {
		at('2026-05-02T10:00:00Z');
		const { id } = await createDocument(await as('claire'), '64', { kind: 'project', title: 'Projet' });
		const place = { departmentCode: '64', documentId: id };
		at('2026-05-03T10:00:00Z');
		await changeDocumentState(await as('claire'), place, { state: 'review' });
		at('2026-05-04T10:00:00Z');
		const version = await adoptVersion(await as('claire'), place, { name: 'Mai', then: 'freeze' });
		at('2026-05-05T10:00:00Z');
		await changeDocumentState(await as('claire'), place, { state: 'writing' });
		const then = async (text: string) => (await read(text)).documents.find((one) => one.id === id);
		expect(await then('2026-05-01T10:00:00Z')).toBeUndefined();
		expect(await then('2026-05-02T12:00:00Z')).toMatchObject({ state: 'writing', adopted: [], seq: 1 });
		expect(await then('2026-05-03T12:00:00Z')).toMatchObject({ state: 'review', adopted: [] });
		expect(await then('2026-05-04T12:00:00Z')).toMatchObject({
			...{ state: 'adopted', adopted: [{ id: version.id, name: 'Mai', seq: 1 }] },
		});
		expect(await then('2026-05-05T10:00:00Z')).toMatchObject({ state: 'writing' });
		at('2026-05-06T10:00:00Z');
		await renameDocument(await as('claire'), place, { title: 'Projet de santé' });
		expect(await then('2026-05-05T10:00:00Z')).toMatchObject({ title: 'Projet', isTitleThen: true });
		expect(await then('2026-05-06T10:00:00Z')).toMatchObject({ title: 'Projet de santé', isTitleThen: true });
	});
});

describe('the state of a document from what the log tells', () => {
	const day = (number: number): Date => new Date(Date.UTC(2026, 0, number));
	const set = (number: number, from: 'writing' | 'review', to: 'writing' | 'review') => ({
		...{ at: day(number), from, to },
	});
	const adoption = (number: number) => ({ at: day(number), from: null, to: null });
	test.each([
		['nothing ever happened', [], 5, 'archived', 'archived'],
		['before the first change', [set(9, 'writing', 'review')], 5, 'review', 'writing'],
		['at the very instant', [set(5, 'writing', 'review')], 5, 'writing', 'review'],
		['after an adoption that froze', [adoption(4)], 5, 'adopted', 'adopted'],
		['adopted, then opened again', [adoption(4), set(9, 'review', 'writing')], 5, 'writing', 'review'],
		['adopted twice', [adoption(4), adoption(9)], 5, 'adopted', 'writing'],
		['before its first adoption', [adoption(9)], 5, 'adopted', 'writing'],
	] as const)('%s', (_case, changes, on, today, expected) => {
		expect(stateAt(changes, { at: day(on), today })).toBe(expected);
	});
});

describe('the title of a document', () => {
	const day = (number: number): Date => new Date(Date.UTC(2026, 0, number));
	test.each([
		['never renamed', null, [], 'Projet', true],
		['before it was renamed', 'Note', [day(9)], 'Note', true],
		['after it was renamed', 'Note', [day(3)], 'Projet', true],
		['at the very instant', 'Note', [day(5)], 'Projet', true],
		['between two renamings', 'Note', [day(3), day(9)], 'Projet', false],
		['before, when nothing tells the first', null, [day(9)], 'Projet', false],
	] as const)('%s', (_case, first, renamedAt, title, isTitleThen) => {
		const told = titleAt({ first, renamedAt, today: 'Projet' }, day(5));
		expect(told).toEqual({ title, isTitleThen });
	});
});

describe('indicators and objections', () => {
	test('a definition, a value, an objection count from when they were written', async () => {
		at('2026-05-10T10:00:00Z');
		const untouched = findCatalogueIndicator('I5.2')!.definition;
		const entry = { code: 'I5.2', period: '2026-T1', state: 'provisional' as const, source: '', comment: '' };
		const written = await enterValues(await as('maite'), '64', [{ ...entry, value: 40, replaces: null }]);
		if (written.outcome === 'conflict') throw new Error('a value was there');
		const valueId = written.ids[0]!;
		at('2026-05-11T10:00:00Z');
		const told = { code: 'I5.2', valueId, reason: 'Deux réponses comptées deux fois' };
		const { id: objectionId } = await contestValue(await as('claire'), '64', told);
		at('2026-05-12T10:00:00Z');
		await answerObjection(await as('maite'), '64', { code: 'I5.2', objectionId, answer: 'Corrigé' });
		await enterValues(await as('maite'), '64', [{ ...entry, value: 38, replaces: valueId }]);
		at('2026-05-13T10:00:00Z');
		const targets = [{ on: '2027-12-31', value: 80 }];
		const baseline = { on: '2025-12-31', value: 20 };
		const definition = { ...untouched, baseline, targets, ownerId: people.maite.id };
		await defineIndicator(await as('maite'), '64', { code: 'I5.2', basedOn: 1, definition });
		const then = async (text: string) => {
			const { indicators, objections } = await read(text);
			expect(indicators).toHaveLength(45);
			return { one: indicators.find(({ code }) => code === 'I5.2')!, objections };
		};
		const first = await then('2026-05-09T10:00:00Z');
		expect(first.one).toMatchObject({ version: 1, definedAt: null, definition: untouched, values: [] });
		expect(first.one.judgement.status).toBe('no-data');
		const second = await then('2026-05-10T10:00:00Z');
		expect(second.one.values).toMatchObject([{ id: valueId, value: 40, version: 1, definitionVersion: 1 }]);
		expect(second).toMatchObject({ one: { judgement: { status: 'no-path' } }, objections: [] });
		const third = await then('2026-05-11T12:00:00Z');
		expect(third.objections).toMatchObject([{ id: objectionId, code: 'I5.2', answer: null, value: 40 }]);
		const fourth = await then('2026-05-12T12:00:00Z');
		expect(fourth.objections).toMatchObject([{ answer: { text: 'Corrigé' } }]);
		expect(fourth.one.values).toMatchObject([{ value: 38, version: 2 }]);
		const last = await then('2026-05-13T10:00:00Z');
		expect(last.one).toMatchObject({ version: 2, ownerName: 'Maïté Irigoyen', definition: { baseline } });
		expect(last.one.judgement.status).toBe('on-path');
	});
});

describe('the composition', () => {
	test('a mandate counts from its entry to its end, written or early', async () => {
		const names = async (text: string) =>
			(await read(text)).composition.map(({ accountId }) => accountId).sort();
		const all = [people.claire, people.anton, people.maite, people.evaluator].map(({ id }) => id);
		at('2026-06-10T10:00:00Z');
		await endMandate(await as('claire'), { departmentCode: '64', mandateId: people.anton.mandateId });
		at('2026-07-10T10:00:00Z');
		expect(await names('2026-06-10T09:00:00Z')).toEqual([...all].sort());
		expect(await names('2026-06-10T10:00:00Z')).toEqual(all.filter((id) => id !== people.anton.id).sort());
		const state = await read('2026-06-10T09:00:00Z');
		expect(state.composition.find(({ accountId }) => accountId === people.anton.id)).toMatchObject({
			...{ role: 'member', until: '2026-06-30', seatRole: 'holder', isRegional: false },
		});
	});
});

describe('who may ask, and for when', () => {
	test('the same bytes twice, whoever reads', async () => {
		at('2026-08-01T10:00:00Z');
		const once = JSON.stringify(await read('2026-06-30T21:00:00Z'));
		at('2026-09-01T10:00:00Z');
		expect(
			JSON.stringify(await readStateAt(await as('claire'), '64', new Date('2026-06-30T21:00:00Z'))),
		).toBe(once);
	});

	test('a day is looked at as it ends in France, or now while it lasts', async () => {
		at('2026-08-01T21:59:00Z');
		const evaluator = await as('evaluator');
		expect(await readStateOn(evaluator, '64', '2026-07-31')).toMatchObject({
			...{ at: new Date('2026-07-31T21:59:59.999Z'), day: '2026-07-31' },
		});
		expect((await readStateOn(evaluator, '64', '2026-08-01')).at).toEqual(context.clock);
		await expect(readStateOn(evaluator, '64', '2026-08-02')).rejects.toMatchObject({ code: 'invalid-input' });
	});

	test('nothing before the committee, nothing for others', async () => {
		await expect(read('2026-01-05T08:59:59Z')).rejects.toMatchObject({ code: 'not-found' });
		const asked = new Date('2026-06-01T10:00:00Z');
		await expect(readStateAt(await as('neighbour'), '64', asked)).rejects.toMatchObject({
			code: 'not-found',
		});
		await expect(readStateAt(context, '64', asked)).rejects.toMatchObject({ code: 'not-found' });
	});
});
