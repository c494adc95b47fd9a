import { eq } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { TerrimedError } from '#lib/errors.ts';
import { idsNamedBy } from '#lib/evaluation/state/plan-state.content.ts';
import { instantOfDay } from '#lib/evaluation/state/state.rules.ts';
import type { ActionState, SpaceState } from '#lib/evaluation/state/state.ts';
import { findSuggestedIndicator } from '#lib/plan/indicator.catalogue.ts';
import { longDate } from '#lib/ui/date-text.ts';
import { committee } from '../../committee/committee.tables.ts';
import { authorizeInSpace } from '../../committee/space.queries.ts';
import type { Context } from '../../context/context.ts';
import { readObjections } from '../../indicators/objection.queries.ts';
import { listPlanNames } from '../../plan/plan-history.queries.ts';
import { readCompositionThen } from './composition-state.queries.ts';
import { readDocumentsThen } from './document-state.queries.ts';
import { readIndicatorsThen } from './indicator-state.queries.ts';

/**
 * A committee's space as it was at an instant, judged on its day in France. Nothing is read of the registries.
 * @throws TerrimedError `not-found` when it is not open to the actor or did not exist yet, `invalid-input` for an instant to come
 */
export async function readStateAt(context: Context, departmentCode: string, at: Date): Promise<SpaceState> {
	const space = await authorizeInSpace(context, 'evaluation.read', departmentCode);
	await checkInstant(context, departmentCode, at);
	const { db } = context;
	const day = dayInFrance(at);
	const moment = { departmentCode, at, day };
	const { plan, documents } = await readDocumentsThen(db, departmentCode, moment);
	return {
		...moment,
		plan,
		indicators: await readIndicatorsThen(db, moment),
		objections: await readObjections(db, moment),
		documents,
		composition: await readCompositionThen(db, space, moment),
		names: await namesFor(context, departmentCode, plan.actions),
	};
}

/** The state at the end of a day in France; while the day lasts, now. @throws TerrimedError as `readStateAt` */
export function readStateOn(context: Context, departmentCode: string, day: string): Promise<SpaceState> {
	return readStateAt(context, departmentCode, instantOfDay(day, context.now()));
}

async function checkInstant(context: Context, departmentCode: string, at: Date): Promise<void> {
	if (at > context.now()) {
		const sentence = `Le ${longDate(dayInFrance(at))} est à venir\u00a0: choisissez une date passée, ou aujourd’hui.`;
		throw new TerrimedError('invalid-input', sentence, { at: sentence });
	}
	const openedAt = await findOpening(context, departmentCode);
	if (openedAt !== null && at < openedAt) {
		throw new TerrimedError(
			'not-found',
			`Cet espace a été ouvert le ${longDate(dayInFrance(openedAt))}\u00a0: il n’y a rien à lire avant.`,
		);
	}
}

async function findOpening({ db }: Context, departmentCode: string): Promise<Date | null> {
	const [row] = await db
		.select({ createdAt: committee.createdAt })
		.from(committee)
		.where(eq(committee.departmentCode, departmentCode));
	return row?.createdAt ?? null;
}

/** What the ids of the actions stand for; one that has no name now is left out. */
async function namesFor(
	context: Context,
	departmentCode: string,
	actions: readonly ActionState[],
): Promise<Record<string, string>> {
	const all = await listPlanNames(context, departmentCode);
	const named = [...idsNamedBy(actions)].sort().flatMap((id) => {
		const name = all.get(id) ?? findSuggestedIndicator(id)?.label;
		return name === undefined ? [] : [[id, name] as const];
	});
	return Object.fromEntries(named);
}
