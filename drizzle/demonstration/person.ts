import type { Role, SeatRole } from '#lib/committee/role.rules.ts';

/** The same for every account that can sign in; the demonstration holds fictional people only. */
export const DEMONSTRATION_PASSWORD = 'demonstration';

/** A seat in a committee, dated from the clock of the seeding. */
export interface DemonstrationMandate {
	departmentCode: string;
	/** Name of an organisation of the committee, standard or of `organisations.ts`. */
	organisation: string;
	role: Extract<Role, 'member' | 'elected' | 'facilitator'>;
	seatRole: SeatRole;
	title: string;
	communeCodes?: readonly string[];
	/** First day, in months before or after today. */
	fromMonths: number;
	/** Last day: the end of the month so many months away, unless `untilDays` says otherwise. */
	untilMonths: number;
	/** Last day, in days after today; negative for a mandate that is over. */
	untilDays?: number;
	/** Somebody ended it early, so many days ago. */
	endedDaysAgo?: number;
}

export interface DemonstrationPerson {
	/** What the rest of the demonstration calls them; also the local part of the e-mail. */
	key: string;
	name: string;
	/** Whether one can sign in as this person with the demonstration password. */
	signsIn: boolean;
	mandate: DemonstrationMandate;
}

export interface RegionalPerson {
	key: string;
	name: string;
	regionCode: string;
	role: Extract<Role, 'urps' | 'ars'>;
	title: string;
}

export const emailOf = (key: string): string => `${key}@exemple.test`;

type Usual = 'seatRole' | 'fromMonths' | 'untilMonths';
type Seat = Omit<DemonstrationMandate, 'departmentCode' | Usual> & Partial<Pick<DemonstrationMandate, Usual>>;

/** Somebody of a committee; by default a holder, from 14 months ago for three years in all. */
export function person(
	departmentCode: string,
	described: Seat & { key: string; name: string; signsIn?: boolean },
): DemonstrationPerson {
	const { key, name, signsIn = false, ...seat } = described;
	const mandate = { seatRole: 'holder' as const, fromMonths: -14, untilMonths: 21, ...seat, departmentCode };
	return { key, name, signsIn, mandate };
}
