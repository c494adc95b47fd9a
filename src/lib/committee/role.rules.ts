/** What a grant lets one do; the rights of each are in the policy module of the server. */
export type Role = 'member' | 'elected' | 'facilitator' | 'urps' | 'ars';
export type SeatRole = 'holder' | 'substitute';

export const COMMITTEE_ROLES = ['member', 'elected', 'facilitator'] as const satisfies readonly Role[];
export const REGIONAL_ROLES = ['urps', 'ars'] as const satisfies readonly Role[];

export const ROLE_LABEL: Record<Role, string> = {
	member: 'Membre du comité',
	elected: 'Élu local',
	facilitator: 'Animation du comité',
	urps: 'URPS médecins',
	ars: 'ARS, évaluation',
};

/** Where a right holds: one département's committee, or every département of a region. */
export type Place = { departmentCode: string } | { regionCode: string };

/** Dates are ISO days in French time (`2026-11-22`); `endedAt` is set when somebody ended the mandate early. */
export interface MandatePeriod {
	startsOn: string;
	endsOn: string;
	endedAt: Date | null;
}

export type MandateState = 'coming' | 'current' | 'expiring' | 'expired' | 'ended';

/** Days before its end from which a mandate is said to expire soon. */
export const EXPIRY_NOTICE_DAYS = 60;

/**
 * State of a mandate on the day `today` (ISO). Both ends are included: a mandate that ends on the 31st
 * still gives its rights on the 31st.
 */
export function mandateState(period: MandatePeriod, today: string): MandateState {
	if (period.endedAt !== null) return 'ended';
	if (today < period.startsOn) return 'coming';
	if (today > period.endsOn) return 'expired';
	return daysBetween(today, period.endsOn) <= EXPIRY_NOTICE_DAYS ? 'expiring' : 'current';
}

/** Whether a mandate gives its rights on the day `today`. */
export function isMandateActive(period: MandatePeriod, today: string): boolean {
	const state = mandateState(period, today);
	return state === 'current' || state === 'expiring';
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Whether `value` is a day of the calendar written `2027-03-31`, between 1900 and 2199. */
export function isDay(value: unknown): value is string {
	const parts = typeof value === 'string' ? DAY.exec(value) : null;
	if (parts === null) return false;
	const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
	if (year < 1900 || year > 2199) return false;
	const date = new Date(Date.UTC(year, month - 1, day));
	return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** Whole days from ISO day `from` to ISO day `to`; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
	return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** Made once: it costs a hundred times what it is used for. */
const ISO_DAY_IN_FRANCE = new Intl.DateTimeFormat('fr-CA', { timeZone: 'Europe/Paris' });

/** ISO day, in the time of metropolitan France, of the instant `now`. */
export function dayInFrance(now: Date): string {
	return ISO_DAY_IN_FRANCE.format(now);
}

/** First instant after the ISO day `day` in metropolitan France, summer time or not. */
export function endOfDayInFrance(day: string): Date {
	const next = new Date(`${day}T00:00:00Z`);
	next.setUTCDate(next.getUTCDate() + 1);
	const date = next.toISOString().slice(0, 10);
	const summer = new Date(`${date}T00:00:00+02:00`);
	return dayInFrance(summer) === date ? summer : new Date(`${date}T00:00:00+01:00`);
}
