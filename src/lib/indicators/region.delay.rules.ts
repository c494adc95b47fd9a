import { daysBetween } from '#lib/ui/days.ts';
import type { RegionDepartment } from './region.rules.ts';

/** What a committee owes, and whom to call. */
export interface RegionDelay {
	departmentCode: string;
	departmentName: string;
	/** Indicators whose value was due. */
	names: string[];
	/** ISO day on which the oldest was due. */
	since: string;
	days: number;
	/** Who keeps the one that waits longest; null when nobody does. */
	ownerName: string | null;
}

/** The committees with values that were due, the oldest first. */
export function regionDelays(departments: readonly RegionDepartment[], today: string): RegionDelay[] {
	return departments
		.flatMap(({ code, name, indicators }) => {
			const late = indicators
				.filter(({ next }) => next.isOverdue)
				.sort((left, right) => (left.next.dueOn < right.next.dueOn ? -1 : 1));
			const [oldest] = late;
			if (oldest === undefined) return [];
			const since = oldest.next.dueOn;
			return [
				{
					...{ departmentCode: code, departmentName: name, since, days: daysBetween(since, today) },
					names: late.map(({ definition }) => definition.name),
					ownerName: oldest.ownerName ?? late.find((one) => one.ownerName !== null)?.ownerName ?? null,
				},
			];
		})
		.sort((left, right) => right.days - left.days);
}

/** « 3 comités ont des valeurs : 2 sont à jour, 1 a une valeur échue. » */
export function regionSentence(
	departments: readonly Pick<RegionDepartment, 'hasCommittee'>[],
	delays: readonly RegionDelay[],
): string {
	const committees = departments.filter(({ hasCommittee }) => hasCommittee).length;
	if (committees === 0) return 'Aucun comité n’est encore ouvert dans la région.';
	const late = delays.length;
	const current = committees - late;
	const said = (count: number, one: string, several: string): string =>
		`${count} ${count > 1 ? several : one}`;
	if (late === 0) return `${said(committees, 'comité, à jour', 'comités, tous à jour')}.`;
	const first = current === 0 ? '' : `${said(current, 'comité est à jour', 'comités sont à jour')}, `;
	const rest = said(late, 'a une valeur échue', 'ont une valeur échue');
	return `${first}${current === 0 ? said(late, 'comité a une valeur échue', 'comités ont une valeur échue') : rest}.`;
}
