import { isDepartmentCode } from '#lib/territory/territory.rules.ts';
import { isDay } from '#lib/ui/days.ts';
import { lineWithin } from './action.values.rules.ts';

/** Where an action was copied from: a plan that another committee has adopted and shares. Never changes once written. */
export interface ActionOrigin {
	departmentCode: string;
	departmentName: string;
	/** Name of the adopted version. */
	version: string;
	/** Number of the action in it: « 5.3 ». */
	number: string;
	/** ISO day. */
	adoptedOn: string;
}

/** Longest name of a version or of a département that is read, in UTF-16 units. */
const NAME_LONGEST = 120;

/** An origin from whatever a client has written; null for what is none. */
export function readOrigin(value: unknown): ActionOrigin | null {
	if (typeof value !== 'object' || value === null) return null;
	const held = value as Readonly<Record<string, unknown>>;
	const { departmentCode, number, adoptedOn } = held;
	if (typeof departmentCode !== 'string' || !isDepartmentCode(departmentCode)) return null;
	if (typeof number !== 'string' || !/^\d{1,2}\.\d{1,4}$/.test(number) || !isDay(adoptedOn)) return null;
	const departmentName = lineWithin(held.departmentName, NAME_LONGEST);
	return {
		departmentCode,
		departmentName,
		version: lineWithin(held.version, NAME_LONGEST),
		number,
		adoptedOn,
	};
}

/** « Action 5.3 du comité 40 Landes, plan adopté le 01/06/2026, version « Plan 2026 » ». */
export function originInWords(origin: ActionOrigin): string {
	const { departmentCode, departmentName, number, version, adoptedOn } = origin;
	const day = adoptedOn.split('-').reverse().join('/');
	const named = `version «\u00a0${version}\u00a0»`;
	return `Action ${number} du comité ${departmentCode} ${departmentName}, plan adopté le ${day}, ${named}`;
}
