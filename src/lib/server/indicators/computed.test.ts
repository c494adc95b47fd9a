import { and, asc, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMPUTATIONS, FORMULAS, type Computation } from '#lib/indicators/computation.rules.ts';
import { newId } from '#lib/identifiers.ts';
import { buildMember, seenBy, type BuiltMember } from '../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../tests/support/context.ts';
import { fictionalRpps } from '../../../../tests/support/seniors.ts';
import { openSpaces } from '../../../../tests/support/spaces.ts';
import { auditEvent } from '../audit/audit.tables.ts';
import { findAuditFault } from '../audit/audit.ts';
import { organisation } from '../committee/committee.tables.ts';
import type { OpenDatabase } from '../database/database.ts';
import { document } from '../documents/document.tables.ts';
import { intern } from '../interns/intern.tables.ts';
import { job } from '../jobs/job.tables.ts';
import { planAction } from '../plan/plan.tables.ts';
import { seniorDoctor } from '../senior-doctors/senior-doctor.tables.ts';
import { commune, communeZoning } from '../territory/territory.tables.ts';
import { findComputation } from './computation.queries.ts';
import { queueComputations, runComputeIndicators } from './computed.commands.ts';
import { defineIndicator } from './indicator.commands.ts';
import { getIndicator } from './indicator.queries.ts';
import { indicatorValue } from './indicator.tables.ts';
import { enterValues } from './value.commands.ts';

let database: OpenDatabase;
let context: TestContext;
let people: Record<'member' | 'maite' | 'evaluator', BuiltMember>;
const codes = new Map<Computation, string>();
const as = (who: keyof typeof people): Promise<TestContext> => seenBy(context, people[who]);
const run = () => runComputeIndicators({ context, input: { departmentCode: '64' } });

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
	await fill();
	for (const computation of COMPUTATIONS) {
		const { code } = await defineIndicator(await as('maite'), '64', {
			...{ code: null, basedOn: null },
			definition: {
				...{ name: computation, proposition: 5, unit: FORMULAS[computation].unit, direction: 'up' },
				...{ formula: 'essai', source: 'registre', frequency: 'half-yearly', baseline: null, targets: [] },
				...{ watchFrom: 5, lateFrom: 25, isPublic: false, ownerId: null, computation },
			},
		});
		codes.set(computation, code);
	}
});
afterAll(() => database.close());

const TODAY = '2026-11-22';
const stamp = { createdAt: new Date('2026-01-01T00:00:00Z'), updatedAt: new Date('2026-01-01T00:00:00Z') };
const turn = <Value>(values: readonly Value[], index: number): Value => values[index % values.length]!;

/** Doctors, interns, actions and zones whose every field takes its turn, so that no two formulas count the same rows. */
async function fill(): Promise<void> {
	const { db } = context;
	await db.insert(seniorDoctor).values(
		Array.from({ length: 60 }, (_, index) => ({
			...{
				id: newId(),
				departmentCode: index < 56 ? '64' : '40',
				regionCode: '75',
				rpps: fictionalRpps(index),
			},
			...{ lastName: `Nom${index}`, firstName: 'Odile', birthYear: 1940 + (index % 27) },
			...{ specialty: 'medecine-generale' as const, communeCode: index < 56 ? '64371' : '64430' },
			practiceMode: turn(['liberal', null, 'mixed', 'liberal'] as const, index),
			placeKind: turn(['msp', 'practice', null] as const, index),
			activity: turn(['regular', 'occasional', null, 'regular', 'regular'] as const, index),
			departureYear: turn([null, 2025, 2026, 2027, 2029, 2030], index),
			successor: turn([null, 'found', 'sought', 'not-yet', 'found'] as const, index),
			hostDoctor: turn([true, false, null], index),
			lastContactOn: turn(['2026-02-28', null, null], index),
			opposedAt: index % 11 === 0 ? stamp.createdAt : null,
			...{ sources: {}, sortName: `nom${index} odile`, searched: '', ...stamp },
		})),
	);
	await db.insert(intern).values(
		Array.from({ length: 60 }, (_, index) => ({
			...{
				id: newId(),
				departmentCode: '64',
				regionCode: '75',
				communeCode: turn(['64371', '64430'], index),
			},
			level: turn(['intern', 'junior-doctor', 'intern', 'extern'] as const, index),
			startsOn: turn(['2026-11-02', '2026-05-04', '2026-07-01', '2025-11-03'], Math.floor(index / 4)),
			endsOn: turn(['2027-04-30', '2026-10-31', '2026-12-31', '2026-06-30'], Math.floor(index / 4)),
			housing: turn(['found', 'sought', 'own', null, 'temporary'] as const, index),
			opposedAt: index % 13 === 0 ? stamp.createdAt : null,
			...{ sources: {}, sortName: '', searched: '', searchedPlace: '', ...stamp },
		})),
	);
	await db.update(commune).set({ population: 3_000 }).where(eq(commune.code, '64371'));
	await db.update(commune).set({ population: 11_000 }).where(eq(commune.code, '64430'));
	await db.insert(communeZoning).values([
		{
			communeCode: '64371',
			zone: 'ZIP',
			source: 'arrêté',
			decidedOn: '2026-01-01',
			updatedAt: stamp.updatedAt,
		},
		{
			communeCode: '64430',
			zone: 'none',
			source: 'arrêté',
			decidedOn: '2026-01-01',
			updatedAt: stamp.updatedAt,
		},
	]);
	const [plan] = await db
		.select({ id: document.id })
		.from(document)
		.where(and(eq(document.departmentCode, '64'), eq(document.kind, 'plan')));
	await db.insert(planAction).values(
		Array.from({ length: 30 }, (_, index) => ({
			...{ documentId: plan!.id, actionId: `a${index}`, departmentCode: '64', number: `5.${index + 1}` },
			...{ rank: `r${index}`, title: `Action ${index}`, proposition: 5, measure: '', objective: '' },
			...{ partnerOrganisationIds: [], communeCodes: [], intercommunalityCodes: [] },
			status: turn(['done', 'late', 'proposed', 'done', 'at-risk'] as const, index),
			dueOn: turn([TODAY, '2026-11-23', null, '2026-03-31'], index),
			...{ progress: 0, staffing: '', obstacles: '', milestones: [], indicators: [], description: '' },
		})),
	);
}

type Question = {
	from: typeof seniorDoctor | typeof intern | typeof planAction | typeof commune;
	ask: ReturnType<typeof sql<number | null>>;
};
const SEEN = sql`department_code = '64' and opposed_at is null`;
const share = (part: ReturnType<typeof sql>, whole: ReturnType<typeof sql>) =>
	sql<
		number | null
	>`round(100.0 * sum(case when ${part} then 1 else 0 end) / nullif(sum(case when ${whole} then 1 else 0 end), 0), 2)`;
/** People are counted by five. */
const count = (part: ReturnType<typeof sql>) =>
	sql<number | null>`5 * round(sum(case when ${part} then 1 else 0 end) / 5.0)`;
const shareOfPeople = (part: ReturnType<typeof sql>, whole: ReturnType<typeof sql>) =>
	sql<number | null>`round(100.0 * ${count(part)} / nullif(${count(whole)}, 0))`;
const NEAR = sql`${SEEN} and departure_year between 2026 and 2029`;
const ARRIVES = sql`${SEEN} and starts_on between '2026-07-01' and '2026-12-31'`;
const OVERLAPS = sql`${SEEN} and level = 'intern' and daterange(starts_on, ends_on, '[]') && daterange('2026-07-01', '2026-12-31', '[]')`;
const HERE = sql`department_code = '64'`;

/** Each formula again, as SQL, by somebody who has not read the other one. */
const QUESTIONS: Record<Computation, Question> = {
	'registry-complete': {
		from: seniorDoctor,
		ask: shareOfPeople(sql`${SEEN} and practice_mode is not null and place_kind is not null`, SEEN),
	},
	'doctors-kept': {
		from: seniorDoctor,
		ask: count(sql`${SEEN} and activity is not null and 2026 - birth_year between 65 and 80`),
	},
	'departures-without-successor': {
		from: seniorDoctor,
		ask: count(sql`${NEAR} and successor is distinct from 'found'`),
	},
	'successors-found': { from: seniorDoctor, ask: shareOfPeople(sql`${NEAR} and successor = 'found'`, NEAR) },
	'doctors-followed': {
		from: seniorDoctor,
		ask: shareOfPeople(sql`${SEEN} and last_contact_on is not null`, SEEN),
	},
	'host-doctors': { from: seniorDoctor, ask: count(sql`${SEEN} and host_doctor`) },
	'regular-activity': {
		from: seniorDoctor,
		ask: shareOfPeople(sql`${SEEN} and activity = 'regular'`, sql`${SEEN} and activity is not null`),
	},
	'junior-doctors': {
		from: intern,
		ask: count(sql`${SEEN} and level = 'junior-doctor' and date '2026-11-22' between starts_on and ends_on`),
	},
	'intern-arrivals': { from: intern, ask: count(ARRIVES) },
	'interns-housed': {
		from: intern,
		ask: shareOfPeople(sql`${ARRIVES} and housing in ('found', 'hospital-lodging', 'own')`, ARRIVES),
	},
	'interns-underserved': {
		from: intern,
		ask: shareOfPeople(
			sql`${OVERLAPS} and commune_code in (select z.commune_code from commune_zoning z where z.zone in ('ZIP', 'ZAC'))`,
			OVERLAPS,
		),
	},
	'actions-on-time': {
		from: planAction,
		ask: share(
			sql`${HERE} and due_on <= '2026-11-22' and status = 'done'`,
			sql`${HERE} and due_on <= '2026-11-22'`,
		),
	},
	'actions-done': { from: planAction, ask: share(sql`${HERE} and status = 'done'`, HERE) },
	'population-underserved': {
		from: commune,
		ask: sql<
			number | null
		>`(select round(100.0 * sum(case when z.zone in ('ZIP', 'ZAC') then c.population else 0 end) / sum(c.population), 2) from commune c join commune_zoning z on z.commune_code = c.code where c.department_code = '64')`,
	},
};

describe('what is computed', () => {
	test('is the same as the SQL of each formula', async () => {
		await run();
		for (const computation of COMPUTATIONS) {
			const { from, ask } = QUESTIONS[computation];
			const [row] = await context.db
				.select({ value: ask.mapWith(Number) })
				.from(from as typeof commune)
				.limit(1);
			const { values } = await getIndicator(await as('member'), '64', codes.get(computation)!);
			expect([computation, values.at(-1)?.value]).toEqual([computation, row!.value]);
			expect(values.at(-1)).toMatchObject({
				...{ period: '2026-S2', state: 'provisional', authorName: 'Terrimed' },
				computedFrom: { computation, day: TODAY },
			});
		}
	});

	test('writes nothing when nothing has changed, a new row when something has, and holds once its period has ended', async () => {
		const count = async () => (await context.db.select().from(indicatorValue)).length;
		const before = await count();
		expect(await run()).toEqual({ report: { written: 0 } });
		await context.db.update(planAction).set({ status: 'done' }).where(eq(planAction.actionId, 'a1'));
		expect(await run()).toEqual({ report: { written: 1 } });
		expect(await count()).toBe(before + 1);
		context.clock = new Date('2027-01-02T10:00:00Z');
		await run();
		const one = await getIndicator(await as('member'), '64', codes.get('actions-done')!);
		expect(one.values.map(({ period, state }) => [period, state])).toEqual([
			['2026-S2', 'validated'],
			['2027-S1', 'provisional'],
		]);
		context.clock = new Date('2026-11-22T10:00:00Z');
		const told = await context.db.select().from(auditEvent).where(eq(auditEvent.action, 'indicator.compute'));
		expect(told.every(({ actorId }) => actorId === null)).toBe(true);
		expect(await findAuditFault(context.db, '64')).toBeNull();
	});

	test('is not to be written over by hand, in whichever way', async () => {
		const code = codes.get('host-doctors')!;
		const entry = { code, period: '2026-S2', value: 3, state: 'validated', source: '', comment: '' } as const;
		for (const replaces of [null, (await getIndicator(await as('maite'), '64', code)).values.at(-1)!.id]) {
			const entered = enterValues(await as('maite'), '64', [{ ...entry, replaces }]);
			await expect(entered).rejects.toMatchObject({ code: 'invalid-input' });
		}
	});
});

describe('rows behind a figure', () => {
	test('of people are read by the URPS alone, those of the plan by each reader', async () => {
		const [doctors, actions] = [codes.get('host-doctors')!, codes.get('actions-done')!];
		const hosts = await findComputation(await as('maite'), '64', doctors);
		expect(hosts?.rows).toHaveLength(hosts!.counted!.part);
		expect(hosts?.rows?.[0]?.href).toMatch(/^\/64\/medecins\/[0-9a-f-]{36}$/);
		expect(JSON.stringify(hosts)).not.toContain('Nom');
		for (const who of ['member', 'evaluator'] as const) {
			expect(await findComputation(await as(who), '64', doctors)).toMatchObject({ rows: null, isFew: false });
			const told = (await findComputation(await as(who), '64', doctors))!.counted!;
			expect([told.part, told.part % 5]).toEqual([5 * Math.round(hosts!.counted!.part / 5), 0]);
			const seen = await findComputation(await as(who), '64', actions);
			expect(seen?.rows).toHaveLength(seen!.counted!.part);
		}
		expect(await findComputation(await as('member'), '64', 'I5.2')).toBeNull();
		await expect(findComputation(context, '64', doctors)).rejects.toMatchObject({ code: 'not-found' });
	});

	test('a group of fewer than five is no figure, and its count is told to nobody but the URPS', async () => {
		const code = codes.get('host-doctors')!;
		await context.db
			.update(seniorDoctor)
			.set({ hostDoctor: null })
			.where(sql`last_name not in ('Nom3', 'Nom6')`);
		expect(await run()).toEqual({ report: { written: 0 } });
		expect(await findComputation(await as('maite'), '64', code)).toMatchObject({
			isFew: true,
			counted: { part: 2 },
		});
		for (const who of ['member', 'evaluator'] as const) {
			expect(await findComputation(await as(who), '64', code)).toMatchObject({ counted: null, rows: null });
		}
	});
});

test('a change asks for one job, that of the committee that computes something', async () => {
	expect(await queueComputations(context, ['64', '40'])).toBe(1);
	expect(await queueComputations(context, ['64'])).toBe(0);
	expect(await queueComputations(context, null)).toBe(0);
	const jobs = await context.db.select().from(job).orderBy(asc(job.createdAt));
	expect(jobs).toMatchObject([{ kind: 'indicators.compute', departmentCode: '64', accountId: null }]);
	await context.db.update(job).set({ state: 'done' });
	expect(await queueComputations(context, null)).toBe(0);
	context.clock = new Date('2026-11-23T10:00:00Z');
	expect(await queueComputations(context, null)).toBe(1);
});
