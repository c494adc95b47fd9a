import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SpaceState } from '#lib/evaluation/state/state.ts';
import { buildMember, seenBy } from '../../../../../tests/support/committee.ts';
import { buildContext, openTestDatabase, type TestContext } from '../../../../../tests/support/context.ts';
import { liveYear, type SeenState } from '../../../../../tests/support/seeded-year.ts';
import { organisation } from '../../committee/committee.tables.ts';
import type { OpenDatabase } from '../../database/database.ts';
import { readStateAt } from './state.queries.ts';

/** Other years than the one of every run: `GOLDEN_SEED=7 GOLDEN_EDITS=50000 GOLDEN_LOOKS=200`. */
const SEED = Number(process.env['GOLDEN_SEED'] ?? 2026);
const EDITS = Number(process.env['GOLDEN_EDITS'] ?? 10_000);
const LOOKS = Number(process.env['GOLDEN_LOOKS'] ?? 50);

let database: OpenDatabase;
let evaluator: TestContext;
let seen: SeenState[];

beforeAll(async () => {
	database = await openTestDatabase();
	const context = buildContext({ db: database.db });
	seen = await liveYear(context, { seed: SEED, edits: EDITS, looks: LOOKS });
	const [body] = await context.db.select().from(organisation).where(eq(organisation.regionCode, '75'));
	const person = await buildMember(context, {
		...{ role: 'ars', regionCode: '75', organisationName: body?.name ?? '' },
	});
	evaluator = await seenBy(context, person);
});
afterAll(() => database.close());

/** What is compared of a document. */
function textOf(state: SpaceState, kind: 'plan' | 'diagnosis') {
	const found = state.documents.find((one) => one.kind === kind);
	if (found === undefined) throw new Error(`no ${kind}`);
	const { seq, hash, adopted } = found;
	return { seq, hash, state: found.state, adopted: adopted.map(({ name }) => name) };
}

/** What is compared of the rest, in the form in which it was seen. */
function spaceOf(state: SpaceState): Omit<SeenState['space'], 'texts'> {
	const indicators = state.indicators.map(({ code, version, definition, values, judgement }) => [
		code,
		{
			...{ version, targets: definition.targets, status: judgement.status },
			values: Object.fromEntries(values.map((one) => [one.period, `${one.version}: ${one.value}`])),
		},
	]);
	const objections = state.objections.map(({ id, answer }) => [id, answer?.text ?? null]);
	return {
		indicators: Object.fromEntries(indicators),
		objections: Object.fromEntries(objections),
		mandates: state.composition.map(({ mandateId }) => mandateId).sort(),
	};
}

test(`the state at ${LOOKS} dates of a year of ${EDITS} edits is the one that was seen live`, async () => {
	for (const { at, actions, texts, space } of seen) {
		const state = await readStateAt(evaluator, '64', at);
		expect(state.plan.actions, at.toISOString()).toEqual(actions);
		expect({ plan: textOf(state, 'plan'), diagnosis: textOf(state, 'diagnosis') }).toEqual(texts);
		expect({ texts: space.texts, ...spaceOf(state) }).toEqual(space);
	}
});

test('the year is one that says something: each part of the space changed while it was looked at', () => {
	expect(seen).toHaveLength(LOOKS);
	const last = seen.reduce((one, other) => (one.at > other.at ? one : other));
	expect(Math.max(...seen.map(({ actions }) => actions.length))).toBeGreaterThan(20);
	expect(last.texts.plan.seq + last.texts.diagnosis.seq).toBeGreaterThan(EDITS * 0.9);
	expect([...last.texts.plan.adopted, ...last.texts.diagnosis.adopted].length).toBeGreaterThan(2);
	expect(Object.keys(last.space.objections).length).toBeGreaterThan(3);
	expect(Object.values(last.space.indicators).some(({ version }) => version > 1)).toBe(true);
	expect(new Set(Object.values(last.space.indicators).map(({ status }) => status)).size).toBeGreaterThan(3);
	expect(new Set(seen.map(({ space }) => space.mandates.join())).size).toBeGreaterThan(10);
});
