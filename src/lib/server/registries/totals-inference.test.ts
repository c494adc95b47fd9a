import { afterAll, beforeAll, expect, test } from 'vitest';
import { LEVELS } from '#lib/interns/intern.values.rules.ts';
import { ROUNDING, SMALLEST_GROUP } from '#lib/registries/aggregate.rules.ts';
import { SPECIALTY_CODES } from '#lib/senior-doctors/specialty.catalogue.ts';
import { buildAccount } from '../../../../tests/support/accounts.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { buildIntern } from '../../../../tests/support/interns.ts';
import { buildSeniorDoctor } from '../../../../tests/support/seniors.ts';
import { buildActor, openSpaces } from '../../../../tests/support/spaces.ts';
import type { OpenDatabase } from '../database/database.ts';
import { INTERN_GROUPINGS, listInternAggregates } from '../interns/intern-aggregate.queries.ts';
import { getInternsPage } from '../interns/intern-page.queries.ts';
import { GROUPINGS, listAggregates } from '../senior-doctors/aggregate.queries.ts';
import { getRegistryPage } from '../senior-doctors/registry-page.queries.ts';
import { commune, intercommunality } from '../territory/territory.tables.ts';

const COMMUNES = ['64001', '64002', '64003', '64004', '64005', '64006'];
const ADDRESS = { q: '', filters: '', sort: '', columns: '', doctorId: null, internId: null, asTable: true };

let database: OpenDatabase;
let urps: TestContext;
let member: TestContext;
let evaluator: TestContext;
/** What there really is, kept by the test: `registry by code` → people. */
const truth = new Map<string, number>();

beforeAll(async () => {
	database = await openTestDatabase();
	const context = buildContext({ db: database.db });
	await openSpaces(context, '64');
	const groups = ['e1', 'e2', 'e3'].map((code) => ({ code, name: `EPCI ${code}`, kind: 'CC' }));
	await context.db.insert(intercommunality).values(groups);
	await context.db.insert(commune).values(
		COMMUNES.map((code, nth) => ({
			...{
				code,
				departmentCode: '64',
				name: `Commune ${nth}`,
				searchName: `commune ${nth}`,
				postcodes: ['64000'],
			},
			intercommunalityCode: epciOf(nth),
		})),
	);
	const someone = async (): Promise<string> => (await buildAccount(context)).id;
	urps = context.as(buildActor(await someone(), 'urps'));
	member = context.as(buildActor(await someone(), 'member'));
	evaluator = context.as(buildActor(await someone(), 'ars'));
});
afterAll(() => database.close());

const epciOf = (nth: number): string => `e${(nth % 3) + 1}`;

function count(...groups: string[]): void {
	for (const group of groups) truth.set(group, (truth.get(group) ?? 0) + 1);
}

/** One more person in each registry, in places and kinds that fill up unevenly. */
async function addPeople(nth: number): Promise<void> {
	const at = [0, 0, 1, 0, 2, 1, 3, 0, 4, 1, 2, 5][nth % 12] ?? 0;
	const communeCode = COMMUNES[at] ?? '';
	const specialty = SPECIALTY_CODES[(nth * nth) % 4] ?? 'medecine-generale';
	const [departureYear, certainty] = [
		2027 + (nth % 5),
		nth % 3 === 0 ? ('declared' as const) : ('estimated' as const),
	];
	await buildSeniorDoctor(urps, { communeCode, specialty, departureYear, departureCertainty: certainty });
	count('doctors', `doctors epci ${epciOf(at)}`, `doctors commune ${communeCode}`);
	count(`doctors specialty ${specialty}`, `doctors year ${departureYear} ${certainty}`);
	const level = LEVELS[nth % 7 === 0 ? 2 : 1] ?? 'intern';
	const placementKind = nth % 4 === 0 ? ('saspas' as const) : ('hospital' as const);
	await buildIntern(urps, {
		communeCode,
		level,
		placementKind,
		startsOn: '2026-11-01',
		endsOn: '2027-04-30',
	});
	count('interns', `interns epci ${epciOf(at)}`, `interns commune ${communeCode}`);
	count(`interns level ${level}`, `interns kind ${placementKind}`);
}

/** Every figure that somebody who reads totals can ask for, of both registries, by each grouping and by both pages. */
async function figuresOf(reader: TestContext): Promise<Map<string, number>> {
	const figures = new Map<string, number>();
	const add = (
		registry: string,
		answers: readonly {
			by: string;
			total: number | null;
			groups: readonly { code: string; count: number }[];
		}[],
	): void => {
		for (const { by, total, groups } of answers) {
			if (total !== null) figures.set(registry, total);
			for (const { code, count: said } of groups) figures.set(`${registry} ${by} ${code}`, said);
		}
	};
	for (const by of GROUPINGS) add('doctors', [await listAggregates(reader, '64', by)]);
	for (const by of INTERN_GROUPINGS) add('interns', [await listInternAggregates(reader, '64', by)]);
	const asked = new Map(figures);
	const [doctors, interns] = [
		await getRegistryPage(reader, '64', ADDRESS),
		await getInternsPage(reader, '64', ADDRESS),
	];
	if (doctors.reads !== 'totals' || interns.reads !== 'totals') throw new Error('they read totals');
	add('doctors', doctors.totals);
	add('interns', interns.totals);
	// The pages say nothing that the questions do not.
	expect(figures).toEqual(asked);
	return figures;
}

test('no figure, and no difference of two or three of them or of two days, tells of a group under five', async () => {
	const days: Map<string, number>[] = [];
	for (let nth = 0; nth < 36; nth += 1) {
		await addPeople(nth);
		const figures = await figuresOf(member);
		if (nth % 9 === 0) expect(await figuresOf(evaluator)).toEqual(figures);
		days.push(figures);
		for (const [group, said] of figures) {
			expect(truth.get(group) ?? 0, group).toBeGreaterThanOrEqual(SMALLEST_GROUP);
			expect(said % ROUNDING, group).toBe(0);
			expect(said, group).toBeGreaterThanOrEqual(SMALLEST_GROUP);
		}
	}
	const all = [...new Set(days.flatMap((figures) => [...figures.values()]))];
	for (const one of all) {
		for (const two of all) {
			expect(isFew(one - two)).toBe(false);
			for (const three of all) expect(isFew(one - two - three)).toBe(false);
		}
	}
	// A group is either shown or not there: nothing tells a small one from an empty one.
	expect([...(days[0] ?? [])]).toEqual([]);
});

const isFew = (difference: number): boolean => difference !== 0 && Math.abs(difference) < SMALLEST_GROUP;
