import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findCatalogueIndicator } from '#lib/indicators/indicator.catalogue.ts';
import type { Definition } from '#lib/indicators/indicator.rules.ts';
import { buildMember, seenBy, type BuiltMember } from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { openSpaces } from '../../../../tests/support/spaces.ts';
import { findAuditFault } from '../audit/audit.ts';
import { auditEvent } from '../audit/audit.tables.ts';
import { organisation } from '../committee/committee.tables.ts';
import type { OpenDatabase } from '../database/database.ts';
import { answerObjection, contestValue, defineIndicator } from './indicator.commands.ts';
import { getIndicator, listIndicators, listRegionIndicators } from './indicator.queries.ts';
import {
	indicatorDefinition,
	indicatorObjection,
	indicatorObjectionAnswer,
	indicatorValue,
} from './indicator.tables.ts';
import { enterValues, validateValue, type ValueEntry } from './value.commands.ts';

let database: OpenDatabase;
let context: TestContext;
let people: Record<'claire' | 'maite' | 'other' | 'evaluator' | 'neighbour', BuiltMember>;
type Person = keyof typeof people;
const as = (who: Person): Promise<TestContext> => seenBy(context, people[who]);

const entry = (changes: Partial<ValueEntry> = {}): ValueEntry => ({
	...{ code: 'I5.2', period: '2026-T3', value: 63, state: 'provisional', source: '', comment: '' },
	...{ replaces: null, ...changes },
});
const enter = async (...changes: Partial<ValueEntry>[]): Promise<string> => {
	const entered = await enterValues(await as('maite'), '64', changes.map(entry));
	if (entered.outcome === 'conflict') throw new Error('a value was there');
	return entered.ids[0]!;
};
const written = async (): Promise<string> =>
	JSON.stringify([
		await context.db.select().from(indicatorValue),
		await context.db.select().from(indicatorDefinition),
		await context.db.select().from(indicatorObjection),
		await context.db.select().from(indicatorObjectionAnswer),
		await context.db.select().from(auditEvent),
	]);
const definition = (changes: Partial<Definition> = {}): Definition => ({
	...findCatalogueIndicator('I5.2')!.definition,
	baseline: { on: '2025-12-31', value: 0 },
	targets: [{ on: '2027-12-31', value: 80 }],
	...changes,
});

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db });
	await openSpaces(context, '64', '40', '12');
	const bodies = await context.db.select().from(organisation).where(eq(organisation.regionCode, '75'));
	const organisationName = bodies[0]!.name;
	const regional = (role: 'urps' | 'ars', displayName: string) =>
		buildMember(context, { role, regionCode: '75', organisationName, displayName });
	people = {
		claire: await buildMember(context, { role: 'member', departmentCode: '64', displayName: 'Claire Dufau' }),
		maite: await regional('urps', 'Maïté Irigoyen'),
		other: await regional('urps', 'Pascal Lacoste'),
		evaluator: await regional('ars', 'Hélène Castaing'),
		neighbour: await buildMember(context, { role: 'member', departmentCode: '12' }),
	};
});
afterAll(() => database.close());

test('a committee that has touched nothing shows the catalogue, each indicator without a value', async () => {
	const listed = await listIndicators(await as('claire'), '64');
	expect(listed).toHaveLength(45);
	expect(new Set(listed.map(({ judgement }) => judgement.status))).toEqual(new Set(['no-data']));
	expect(listed.map(({ code }) => code).slice(-3)).toEqual(['I10.1', 'I10.2', 'I10.3']);
	expect(await context.db.select().from(indicatorDefinition)).toEqual([]);
});

describe('values', () => {
	test('a value is provisional, then corrected, then validated: every row stays, the last one holds', async () => {
		const first = await enter({ value: 60 });
		const second = await enter({ value: 63, replaces: first, comment: 'Trois réponses de plus' });
		await validateValue(await as('maite'), '64', { code: 'I5.2', valueId: second });
		const one = await getIndicator(await as('claire'), '64', 'I5.2');
		expect(one.values).toHaveLength(1);
		expect(one.values[0]).toMatchObject({
			value: 63,
			state: 'validated',
			version: 3,
			source: 'URPS, enquête',
		});
		expect(one.history.map(({ value, state, isCurrent }) => [value, state, isCurrent])).toEqual([
			[63, 'validated', true],
			[63, 'provisional', false],
			[60, 'provisional', false],
		]);
		expect(one.history[0]?.authorName).toBe('Maïté Irigoyen');
		const again = validateValue(await as('maite'), '64', { code: 'I5.2', valueId: one.values[0]!.id });
		await expect(again).rejects.toMatchObject({ code: 'conflict' });
	});

	test('a value written meanwhile is refused with both, and nothing of the lot is written', async () => {
		const id = await enter({ code: 'I5.5', value: 58 });
		const before = await written();
		const entered = await enterValues(await as('other'), '64', [
			entry({ code: 'I5.7', value: 4 }),
			entry({ code: 'I5.5', value: 57 }),
		]);
		expect(entered).toMatchObject({
			outcome: 'conflict',
			conflicts: [{ code: 'I5.5', yours: 57, current: { id, value: 58, authorName: 'Maïté Irigoyen' } }],
		});
		expect(await written()).toBe(before);
		const corrected = await enterValues(await as('other'), '64', [
			entry({ code: 'I5.5', value: 57, replaces: id }),
		]);
		expect(corrected.outcome).toBe('written');
		const late = await enterValues(await as('maite'), '64', [
			entry({ code: 'I5.5', value: 56, replaces: id }),
		]);
		expect(late).toMatchObject({ outcome: 'conflict', conflicts: [{ current: { value: 57 } }] });
	});

	test('two people at the same moment: one is written, the other sees it', async () => {
		const [left, right] = await Promise.all(
			(['maite', 'other'] as const).map(async (who, index) =>
				enterValues(await as(who), '64', [entry({ code: 'I4.1', value: 30 + index })]),
			),
		);
		expect([left?.outcome, right?.outcome].sort()).toEqual(['conflict', 'written']);
	});

	test.each([
		['of another rhythm', { period: '2026' }, 'invalid-input'],
		['that has not begun', { period: '2027-T1' }, 'invalid-input'],
		['of no indicator of ours', { code: 'L1' }, 'not-found'],
		[
			'that corrects a value that never was',
			{ period: '2025-T1', replaces: '01900000-0000-7000-8000-000000000001' },
			'not-found',
		],
	])('a value %s is refused', async (_name, changes, code) => {
		await expect(enter(changes)).rejects.toMatchObject({ code });
	});

	test('zero is a value, and a period without one is missing', async () => {
		await enter({ code: 'I7.4', period: '2024', value: 0 }, { code: 'I7.4', period: '2026', value: 2 });
		const one = await getIndicator(await as('claire'), '64', 'I7.4');
		expect(one.values.map(({ period, value }) => [period, value])).toEqual([
			['2024', 0],
			['2026', 2],
		]);
	});

	test('rows cannot be changed nor taken away', async () => {
		await expect(context.db.update(indicatorValue).set({ value: 1 })).rejects.toThrow();
		await expect(context.db.delete(indicatorValue)).rejects.toThrow();
		await expect(context.db.delete(indicatorObjection)).rejects.toThrow();
	});

	test('texts that show figures are told', async () => {
		context.published.length = 0;
		await enter({ code: 'I8.4', value: 12 });
		expect(context.published).toEqual([{ type: 'figures-changed', departmentCode: '64' }]);
	});
});

describe('definitions', () => {
	test('a path is a new version, and old values keep theirs', async () => {
		await enter({ code: 'I5.6', value: 40 });
		const made = { code: 'I5.6', basedOn: 1, definition: definition({ ownerId: people.maite.id }) };
		await defineIndicator(await as('maite'), '64', made);
		const one = await getIndicator(await as('claire'), '64', 'I5.6');
		expect(one).toMatchObject({ version: 2, ownerName: 'Maïté Irigoyen', judgement: { status: 'on-path' } });
		expect(one.history[0]?.definitionVersion).toBe(1);
		expect(one.versions.map(({ version, authorName }) => [version, authorName])).toEqual([
			[2, 'Maïté Irigoyen'],
			[1, null],
		]);
		await expect(defineIndicator(await as('other'), '64', made)).rejects.toMatchObject({ code: 'conflict' });
		expect((await listIndicators(await as('maite'), '40')).find(({ code }) => code === 'I5.6')?.version).toBe(
			1,
		);
	});

	test('the committee’s own are numbered, and last in their proposition', async () => {
		const own = { code: null, basedOn: null, definition: definition({ name: 'Logements prêts' }) };
		expect(await defineIndicator(await as('maite'), '64', own)).toEqual({ code: 'L1' });
		expect(await defineIndicator(await as('maite'), '64', own)).toEqual({ code: 'L2' });
		const codes = (await listIndicators(await as('claire'), '64'))
			.filter((one) => one.definition.proposition === 5)
			.map(({ code }) => code);
		expect(codes.slice(-3)).toEqual(['I5.7', 'L1', 'L2']);
		await enter({ code: 'L1', value: 3 });
	});

	test.each<[string, Partial<Definition>, string]>([
		['a path that goes back', { targets: [{ on: '2025-01-01', value: 3 }] }, 'targets'],
		['an owner who does not sit here', { ownerId: '01900000-0000-7000-8000-000000000001' }, 'ownerId'],
	])('%s is refused', async (_name, changes, field) => {
		const change = { code: 'I1.1', basedOn: 1, definition: definition(changes) };
		const refusal = defineIndicator(await as('maite'), '64', change);
		await expect(refusal).rejects.toMatchObject({
			code: 'invalid-input',
			fields: { [field]: expect.any(String) },
		});
	});

	test('a change of rhythm leaves the old values in the history and out of the path', async () => {
		await enter({ code: 'I4.3', value: 20 });
		await defineIndicator(await as('maite'), '64', {
			code: 'I4.3',
			basedOn: 1,
			definition: definition({ frequency: 'half-yearly' }),
		});
		const one = await getIndicator(await as('claire'), '64', 'I4.3');
		expect([one.values.length, one.history.length, one.judgement.status]).toEqual([0, 1, 'no-data']);
	});
});

describe('objections', () => {
	test('a member objects, the coordinator answers once, and both stay after a correction', async () => {
		const valueId = await enter({ code: 'I7.2', value: 90 });
		const reason = 'Les patients de la maison de santé n’y sont pas.';
		const { id: objectionId } = await contestValue(await as('claire'), '64', {
			code: 'I7.2',
			valueId,
			reason,
		});
		expect(
			(await listIndicators(await as('claire'), '64')).find(({ code }) => code === 'I7.2')?.openObjections,
		).toBe(1);
		const answer = { code: 'I7.2', objectionId, answer: 'Corrigé à 104.' };
		await answerObjection(await as('maite'), '64', answer);
		await expect(answerObjection(await as('other'), '64', answer)).rejects.toMatchObject({
			code: 'conflict',
		});
		await enter({ code: 'I7.2', value: 104, replaces: valueId });
		const { objections, openObjections } = await getIndicator(await as('evaluator'), '64', 'I7.2');
		expect(openObjections).toBe(0);
		expect(objections).toMatchObject([
			{
				value: 90,
				reason,
				authorName: 'Claire Dufau',
				answer: { text: 'Corrigé à 104.', authorName: 'Maïté Irigoyen' },
			},
		]);
	});
});

test('whoever may not finds nothing, and nothing is written nor audited', async () => {
	const valueId = await enter({ code: 'I9.1', value: 80 });
	const before = await written();
	const closed = { code: 'not-found' };
	const change = { code: null, basedOn: null, definition: definition() };
	for (const who of ['claire', 'evaluator', 'neighbour'] as const) {
		const seen = await as(who);
		await expect(enterValues(seen, '64', [entry()])).rejects.toMatchObject(closed);
		await expect(validateValue(seen, '64', { code: 'I9.1', valueId })).rejects.toMatchObject(closed);
		await expect(defineIndicator(seen, '64', change)).rejects.toMatchObject(closed);
		await expect(
			answerObjection(seen, '64', { code: 'I9.1', objectionId: valueId, answer: 'x' }),
		).rejects.toMatchObject(closed);
	}
	for (const who of ['maite', 'evaluator', 'neighbour'] as const) {
		const objection = contestValue(await as(who), '64', { code: 'I9.1', valueId, reason: 'x' });
		await expect(objection).rejects.toMatchObject(closed);
	}
	await expect(listIndicators(await as('neighbour'), '64')).rejects.toMatchObject(closed);
	await expect(listRegionIndicators(await as('claire'), '75')).rejects.toMatchObject(closed);
	await expect(enterValues(await as('maite'), '12', [entry()])).rejects.toMatchObject(closed);
	expect(await written()).toBe(before);
	expect(await findAuditFault(context.db, '64')).toBeNull();
});

test('a value of one committee is not reached through another', async () => {
	const valueId = await enter({ code: 'I9.3', value: 50 });
	await expect(validateValue(await as('maite'), '40', { code: 'I9.3', valueId })).rejects.toMatchObject({
		code: 'not-found',
	});
	const corrected = enterValues(await as('maite'), '40', [entry({ code: 'I9.3', replaces: valueId })]);
	await expect(corrected).rejects.toMatchObject({ code: 'not-found' });
});

test('the region shows its committees, the same indicators in each, their own beside', async () => {
	for (const who of ['maite', 'evaluator'] as const) {
		const rows = await listRegionIndicators(await as(who), '75');
		expect(rows.map(({ departmentCode }) => departmentCode)).toEqual(['40', '64']);
		expect(rows.map(({ indicators }) => indicators.filter(({ isOwn }) => !isOwn).length)).toEqual([45, 45]);
		expect(rows[1]?.indicators.filter(({ isOwn }) => isOwn)).toHaveLength(2);
	}
});
