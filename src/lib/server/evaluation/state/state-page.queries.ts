import { linesOf, type StateLines } from '#lib/evaluation/state/state-lines.rules.ts';
import { readDay, within, type Timeline } from '#lib/evaluation/timeline/timeline.rules.ts';
import type { Context } from '../../context/context.ts';
import { listOwnMarks } from '../review/review.queries.ts';
import { readStateOn } from './state.queries.ts';
import { readTimeline } from './timeline.queries.ts';

/** What the page of a date shows. */
export interface StatePage {
	timeline: Timeline;
	/** Whether the date asked for was none that the plan has lived: the nearest is shown. */
	isMoved: boolean;
	state: StateLines;
	/** The other date, when one is asked for. */
	against: StateLines | null;
}

/**
 * A space at a date, and at another to compare it with, from what an address says; today when it says nothing.
 * @throws TerrimedError `not-found` when it is not open to the actor
 */
export async function getStatePage(
	context: Context,
	departmentCode: string,
	asked: { day: string | null; against: string | null },
): Promise<StatePage> {
	const timeline = await readTimeline(context, departmentCode, await listOwnMarks(context, departmentCode));
	const wanted = readDay(asked.day) ?? timeline.until;
	const day = within(timeline, wanted);
	const other = readDay(asked.against);
	const against = other === null ? null : within(timeline, other);
	const isMoved = day !== wanted || (other !== null && against !== other);
	const isUnread = [asked.day, asked.against].some((text) => (text ?? '') !== '' && readDay(text) === null);
	const read = async (on: string) => linesOf(await readStateOn(context, departmentCode, on));
	return {
		timeline,
		isMoved: isMoved || isUnread,
		state: await read(day),
		against: against === null || against === day ? null : await read(against),
	};
}
