import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildMember, seenBy, type BuiltMember } from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { openSpaces } from '../../../../tests/support/spaces.ts';
import { auditEvent } from '../audit/audit.tables.ts';
import { organisation } from '../committee/committee.tables.ts';
import type { OpenDatabase } from '../database/database.ts';
import { listFigures } from '../figures/figure.queries.ts';
import { getEntryGrid } from './entry-grid.queries.ts';
import { getIndicator } from './indicator.queries.ts';
import { getRegionPicture, listOwnRegions } from './region.queries.ts';
import { indicatorValue } from './indicator.tables.ts';
import { previewValueImport } from './value-import.queries.ts';
import { enterValues, type ValueEntry } from './value.commands.ts';

let database: OpenDatabase;
let context: TestContext;
let people: Record<'member' | 'maite' | 'evaluator', BuiltMember>;
const as = (who: keyof typeof people): Promise<TestContext> => seenBy(context, people[who]);
const grid = async (asked: { frequency?: string; until?: string } = {}) =>
	getEntryGrid(await as('maite'), '64', { frequency: asked.frequency ?? null, until: asked.until ?? null });

const entry = (changes: Partial<ValueEntry>): ValueEntry => ({
	...{ code: 'I5.2', period: '2026-T3', value: 63, state: 'provisional', source: '', comment: '' },
	...{ replaces: null, ...changes },
});
const csv = (text: string) => ({ name: 'valeurs.csv', bytes: new TextEncoder().encode(text) });

beforeAll(async () => {
	database = await openTestDatabase();
	context = buildContext({ db: database.db, clock: new Date('2026-11-22T10:00:00Z') });
	await openSpaces(context, '64', '40');
	const bodies = await context.db.select().from(organisation).where(eq(organisation.regionCode, '75'));
	const regional = (role: 'urps' | 'ars', displayName: string) =>
		buildMember(context, { role, regionCode: '75', organisationName: bodies[0]!.name, displayName });
	people = {
		member: await buildMember(context, { role: 'member', departmentCode: '64' }),
		maite: await regional('urps', 'Maïté Irigoyen'),
		evaluator: await regional('ars', 'Hélène Castaing'),
	};
});
afterAll(() => database.close());

describe('the grid', () => {
	test('shows six periods of one rhythm, and goes back and forth with one of them kept in sight', async () => {
		const now = await grid();
		expect(now.periods.map(({ key }) => key)).toEqual([
			...['2025-T3', '2025-T4', '2026-T1', '2026-T2', '2026-T3', '2026-T4'],
		]);
		expect(now.later).toBeNull();
		const before = await grid({ until: now.earlier });
		expect(before.periods.at(-1)?.key).toBe('2025-T3');
		expect(before.later).toBe('2026-T4');
		expect((await grid({ frequency: 'yearly' })).periods.at(-1)?.key).toBe('2026');
		expect((await grid({ frequency: 'yearly', until: '2026-T1' })).periods.at(-1)?.key).toBe('2026');
		expect((await grid({ until: '2031-T1' })).periods.at(-1)?.key).toBe('2026-T4');
		const counts = now.frequencies.reduce((sum, { count }) => sum + count, 0);
		expect(counts).toBe(45);
	});

	test('holds the values in their places, and the one before the first period shown', async () => {
		await enterValues(await as('maite'), '64', [
			entry({ period: '2025-T1', value: 12 }),
			entry({ period: '2026-T3', value: 63, source: 'Enquête', comment: 'Relance de juin' }),
		]);
		const row = (await grid()).rows.find(({ code }) => code === 'I5.2');
		expect(row?.before).toBe(12);
		expect(row?.cells.map((cell) => cell?.value ?? null)).toEqual([null, null, null, null, 63, null]);
	});

	test('the same value, now validated, keeps its source and its note; nothing to write writes nothing', async () => {
		const held = (await grid()).rows.find(({ code }) => code === 'I5.2')?.cells[4];
		await enterValues(await as('maite'), '64', [entry({ state: 'validated', replaces: held!.id })]);
		const { values } = await getIndicator(await as('member'), '64', 'I5.2');
		expect(values.at(-1)).toMatchObject({
			...{ value: 63, state: 'validated', source: 'Enquête', comment: 'Relance de juin', version: 2 },
		});
		expect(await enterValues(await as('maite'), '64', [])).toEqual({ outcome: 'written', ids: [] });
	});

	test('is open to whoever enters values, and to nobody else', async () => {
		for (const who of ['member', 'evaluator'] as const) {
			const asked = getEntryGrid(await as(who), '64', { frequency: null, until: null });
			await expect(asked).rejects.toMatchObject({ code: 'not-found' });
			await expect(enterValues(await as(who), '64', [])).rejects.toMatchObject({ code: 'not-found' });
		}
	});
});

describe('a file of values', () => {
	test('is compared and writes nothing; what it proposes is written by the command of the grid', async () => {
		const maite = await as('maite');
		const counts = async (): Promise<number[]> => [
			(await context.db.select().from(indicatorValue)).length,
			(await context.db.select().from(auditEvent)).length,
		];
		const before = await counts();
		const file = csv('Indicateur;T2 2026;T3 2026\nI5.2;50;63\nI5.5;"1 200";x\nZ9;1;\n');
		const table = await previewValueImport(maite, '64', file);
		expect(await counts()).toEqual(before);
		expect(table.same).toBe(1);
		expect(table.written.map(({ code, period, value }) => [code, period, value])).toEqual([
			['I5.2', '2026-T2', 50],
			['I5.5', '2026-T2', 1200],
		]);
		expect(table.refused.map(({ line }) => line)).toEqual([3, 4]);
		const entries = table.written.map((one) => entry(one));
		const picked = entries.map(({ code, period, value, state, source, comment, replaces }) => ({
			...{ code, period, value, state, source, comment, replaces },
		}));
		expect(await enterValues(maite, '64', picked)).toMatchObject({ outcome: 'written' });
		expect(await enterValues(maite, '64', picked)).toMatchObject({
			outcome: 'conflict',
			conflicts: [{ code: 'I5.2', period: '2026-T2' }, { code: 'I5.5' }],
		});
	});

	test('that has neither form, or is no file of rows, is refused with a sentence', async () => {
		const maite = await as('maite');
		const strange = previewValueImport(maite, '64', csv('Nom;Prénom\nOli;Anne\n'));
		await expect(strange).rejects.toMatchObject({ code: 'invalid-input' });
		const image = { name: 'valeurs.csv', bytes: new Uint8Array([0x89, 0x50, 0, 0, 1, 2, 3]) };
		await expect(previewValueImport(maite, '64', image)).rejects.toMatchObject({
			code: 'unsupported-media-type',
		});
		const long = csv(`Indicateur;2026\n${'I10.2;1\n'.repeat(2_100)}`);
		await expect(previewValueImport(maite, '64', long)).rejects.toMatchObject({ code: 'file-unreasonable' });
		const asked = previewValueImport(await as('evaluator'), '64', csv('x'));
		await expect(asked).rejects.toMatchObject({ code: 'not-found' });
	});
});

test('a text may show the last validated value of an indicator, with its period; a provisional one is not offered', async () => {
	const figures = (await listFigures(await as('member'), '64')).filter(({ key }) => key === 'indicateur');
	expect(figures).toMatchObject([
		{ of: 'I5-2', label: 'Réponses à l’enquête seniors, 3e trimestre 2026', text: '63\u00a0%' },
	]);
});

test('a region is seen whole by its URPS and its ARS, with the départements that have no committee; by nobody else', async () => {
	for (const who of ['maite', 'evaluator'] as const) {
		const { name, departments } = await getRegionPicture(await as(who), '75');
		expect(name).toBe('Nouvelle-Aquitaine');
		expect(
			departments.map(({ code, hasCommittee, indicators }) => [code, hasCommittee, indicators.length]),
		).toEqual([
			['33', false, 0],
			['40', true, 45],
			['64', true, 45],
		]);
		expect(await listOwnRegions(await as(who))).toEqual([{ code: '75', name: 'Nouvelle-Aquitaine' }]);
		await expect(getRegionPicture(await as(who), '76')).rejects.toMatchObject({ code: 'not-found' });
	}
	expect(await listOwnRegions(await as('member'))).toEqual([]);
	for (const somebody of [await as('member'), context]) {
		await expect(getRegionPicture(somebody, '75')).rejects.toMatchObject({ code: 'not-found' });
	}
});
