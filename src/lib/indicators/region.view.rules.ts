import type { RegionDepartment } from './region.rules.ts';

/** The ways to look at a region. */
export const REGION_VIEWS = ['tableau', 'carte', 'courbes'] as const;

const PROPOSITIONS = 10;

/** The proposition whose indicators are compared: the one asked for, else the one with the most values, else the first. */
export function chosenProposition(asked: string | null, departments: readonly RegionDepartment[]): number {
	const number = Number(asked);
	if (Number.isInteger(number) && number >= 1 && number <= PROPOSITIONS) return number;
	const counts = followedByProposition(departments);
	const most = Math.max(0, ...counts.values());
	return most === 0 ? 1 : ([...counts].find(([, count]) => count === most)?.[0] ?? 1);
}

/** How many indicators of the common dictionary have a value somewhere, by proposition. */
function followedByProposition(departments: readonly RegionDepartment[]): Map<number, number> {
	const codes = new Map<number, Set<string>>();
	for (const { code, isOwn, definition, values } of departments.flatMap(({ indicators }) => indicators)) {
		if (isOwn || values.length === 0) continue;
		const known = codes.get(definition.proposition) ?? new Set();
		codes.set(definition.proposition, known.add(code));
	}
	return new Map(
		[...codes].sort(([left], [right]) => left - right).map(([number, known]) => [number, known.size]),
	);
}
