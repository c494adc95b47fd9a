import type { IndicatorSummary } from './indicator.view.ts';
import { addDays } from '#lib/ui/days.ts';
import { dueOn, parsePeriod } from './period.rules.ts';

/** Days before the due date from which whoever keeps an indicator is told. */
const REMIND_DAYS = 7;

/** A value that is expected of somebody. */
export interface Reminder {
	code: string;
	name: string;
	period: string;
	/** ISO day. */
	dueOn: string;
	isOverdue: boolean;
}

type Kept = Pick<IndicatorSummary, 'code' | 'definition' | 'next'>;

/**
 * The values that are expected of somebody on a day: of the indicators they keep, entered by hand, whose period has ended and whose due
 * date is near or past; the oldest first.
 */
export function remindersOf(indicators: readonly Kept[], accountId: string, today: string): Reminder[] {
	return indicators
		.filter(({ definition }) => definition.ownerId === accountId && definition.computation === null)
		.flatMap(({ code, definition, next }) => {
			const period = parsePeriod(next.period);
			if (period === null || period.endsOn >= today) return [];
			const due = dueOn(period);
			if (addDays(due, -REMIND_DAYS) > today) return [];
			return [{ code, name: definition.name, period: next.period, dueOn: due, isOverdue: due < today }];
		})
		.sort((left, right) => (left.dueOn < right.dueOn ? -1 : 1));
}

/**
 * Of those, the ones to write about when the days after `since`, to `until`, have gone by: on the day that the time of reminders begins, and on
 * the one after the due date. Each is written of twice, whenever the letters leave.
 */
export function remindersToSend(
	reminders: readonly Reminder[],
	{ since, until }: { since: string; until: string },
): Reminder[] {
	const isInside = (day: string): boolean => day > since && day <= until;
	return reminders.filter(
		(one) => isInside(addDays(one.dueOn, -REMIND_DAYS)) || isInside(addDays(one.dueOn, 1)),
	);
}

/** « Deux valeurs sont attendues de vous, dont une échue. » Empty when none is. */
export function reminderSentence(reminders: readonly Reminder[]): string {
	const late = reminders.filter(({ isOverdue }) => isOverdue).length;
	if (reminders.length === 0) return '';
	const said = (count: number, one: string, several: string): string => (count > 1 ? several : one);
	const start = `${reminders.length} ${said(reminders.length, 'valeur est attendue', 'valeurs sont attendues')} de vous`;
	if (late === 0) return `${start}.`;
	if (late === reminders.length) return `${start}, ${said(late, 'échue', 'toutes échues')}.`;
	return `${start}, dont ${late} ${said(late, 'échue', 'échues')}.`;
}
