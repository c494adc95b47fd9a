import { dayInFrance, endOfDayInFrance } from '#lib/committee/role.rules.ts';
import type { DocumentState } from '#lib/documents/document.rules.ts';

/** The instant at which a day (ISO) is looked at: its last millisecond in France, or `now` while it lasts. */
export function instantOfDay(day: string, now: Date): Date {
	if (day === dayInFrance(now)) return now;
	return new Date(endOfDayInFrance(day).getTime() - 1);
}

/** A change of state as the space's log tells it; null for what it does not say. */
export interface StateChange {
	at: Date;
	from: DocumentState | null;
	to: DocumentState | null;
}

/**
 * The state of a document at an instant, from every change of it, the earliest first, and its state today. An adoption does not say
 * what it leaves: the change after it does, and only a text in writing is adopted again without one.
 */
export function stateAt(
	changes: readonly StateChange[],
	{ at, today }: { at: Date; today: DocumentState },
): DocumentState {
	const before = changes.findLast((change) => change.at <= at);
	const reached = before?.to ?? null;
	if (reached !== null) return reached;
	const after = changes.find((change) => change.at > at);
	if (after === undefined) return today;
	return after.from ?? 'writing';
}

/** What is known of the titles of a document: its first one, when it was renamed, and the one of today. */
export interface KnownTitles {
	/** Null when nothing tells it. */
	first: string | null;
	renamedAt: readonly Date[];
	today: string;
}

/** The title of a document at an instant. The log says when it was renamed, never how: between two renamings it is not known. */
export function titleAt(
	{ first, renamedAt, today }: KnownTitles,
	at: Date,
): { title: string; isTitleThen: boolean } {
	if (renamedAt.every((renamed) => renamed <= at)) return { title: today, isTitleThen: true };
	if (first !== null && renamedAt.every((renamed) => renamed > at))
		return { title: first, isTitleThen: true };
	return { title: today, isTitleThen: false };
}
