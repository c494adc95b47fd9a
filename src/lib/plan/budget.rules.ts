import type { BudgetLine } from './action.rules.ts';

/** Sums of amounts in integer cents; null when nobody has given any. */
export type BudgetTotals = Pick<BudgetLine, 'plannedCents' | 'committedCents' | 'spentCents'>;

/** What lines amount to, all years and funders together. */
export function budgetTotals(lines: readonly BudgetLine[]): BudgetTotals {
	const total = (field: keyof BudgetTotals): number | null => {
		const known = lines.flatMap((line) => line[field] ?? []);
		return known.length === 0 ? null : known.reduce((sum, cents) => sum + cents, 0);
	};
	return {
		plannedCents: total('plannedCents'),
		committedCents: total('committedCents'),
		spentCents: total('spentCents'),
	};
}
