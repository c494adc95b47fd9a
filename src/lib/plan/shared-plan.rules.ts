import type { NewAction } from './plan.new-action.content.ts';

/** An action of the adopted plan of another committee that shares it. */
export interface SharedAction {
	departmentCode: string;
	departmentName: string;
	version: string;
	/** ISO day. */
	adoptedOn: string;
	number: string;
	proposition: number;
	title: string;
	measure: string;
	objective: string;
	/** Paragraphs. */
	description: string[];
	/** Titles of the milestones. */
	milestones: string[];
}

/** The same action begun in one's own plan, with its origin; dates, people and money are one's own to write. */
export function copyOf(shared: SharedAction): NewAction {
	const { departmentCode, departmentName, version, adoptedOn, number, ...said } = shared;
	const { title, proposition, measure, objective, description, milestones } = said;
	return {
		title,
		proposition,
		measure,
		objective,
		description,
		milestones: milestones.map((one) => ({ title: one, dueOn: null, done: false })),
		origin: { departmentCode, departmentName, version, adoptedOn, number },
	};
}
