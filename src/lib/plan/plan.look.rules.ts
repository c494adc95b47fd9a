import { planFilterQuery, type PlanFilter } from './plan.rules.ts';

/** The three ways of looking at the same actions. */
export const PLAN_LOOKS = ['table', 'timeline', 'board'] as const;
export type PlanLook = (typeof PLAN_LOOKS)[number];

/** What each is called on the screen. */
export const LOOK_LABEL: Record<PlanLook, string> = {
	table: 'Tableau',
	timeline: 'Frise',
	board: 'Colonnes',
};

/** Words of the address; the table goes without saying. */
const LOOK_WORD: Record<PlanLook, string> = { table: 'tableau', timeline: 'frise', board: 'colonnes' };

/** The view that an address asks for (`?vue=frise`); the table when it asks for none that is known. */
export function parseLook(word: string | null): PlanLook {
	return PLAN_LOOKS.find((look) => LOOK_WORD[look] === word) ?? 'table';
}

/** Filter and view as the query of an address, with its « ? »; '' for the whole plan as a table. */
export function planQuery(filter: PlanFilter, look: PlanLook): string {
	const parts = [look === 'table' ? '' : `vue=${LOOK_WORD[look]}`, planFilterQuery(filter)];
	const query = parts.filter((part) => part !== '').join('&');
	return query === '' ? '' : `?${query}`;
}
