import { chainOf } from '#lib/evaluation/chain/chain.rules.ts';
import { chainView, type ChainView, type GapFilter } from '#lib/evaluation/chain/chain.view.rules.ts';
import { readDay, within } from '#lib/evaluation/timeline/timeline.rules.ts';
import { authorizeInSpace } from '../../committee/space.queries.ts';
import type { Context } from '../../context/context.ts';
import { readStateOn } from '../state/state.queries.ts';
import { readTimeline } from '../state/timeline.queries.ts';

/** The chain of a committee on a day, as its reader sees it. */
export interface ChainPage extends ChainView {
	/** ISO days: the one shown, the first of the space, and today. */
	day: string;
	from: string;
	today: string;
}

/**
 * The chain from propositions to values on a day, today when none is asked for, with where each gap is mended for whoever may.
 * @throws TerrimedError as `readStateOn`
 */
export async function getChain(
	context: Context,
	departmentCode: string,
	asked: { day: string | null; filter: GapFilter },
): Promise<ChainPage> {
	const { abilities } = await authorizeInSpace(context, 'evaluation.read', departmentCode);
	const timeline = await readTimeline(context, departmentCode);
	const { from, until: today } = timeline;
	const day = within(timeline, readDay(asked.day) ?? today);
	const state = await readStateOn(context, departmentCode, day);
	const mending = {
		...{ departmentCode, isToday: day === today },
		mayPlan: abilities.includes('plan.write'),
		mayIndicators: abilities.includes('indicator.write'),
	};
	return { ...chainView(chainOf(state), mending, asked.filter), day, from, today };
}
