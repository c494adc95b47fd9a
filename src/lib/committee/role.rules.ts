import { addDays, daysBetween } from '#lib/ui/days.ts';

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

/** Made once: it costs a hundred times what it is used for. */
const ISO_DAY_IN_FRANCE = new Intl.DateTimeFormat('fr-CA', { timeZone: 'Europe/Paris' });

/** ISO day, in the time of metropolitan France, of the instant `now`. */
export function dayInFrance(now: Date): string {
	return ISO_DAY_IN_FRANCE.format(now);
}

/** First instant after the ISO day `day` in metropolitan France, summer time or not. */
export function endOfDayInFrance(day: string): Date {
	const date = addDays(day, 1);
	const summer = new Date(`${date}T00:00:00+02:00`);
	return dayInFrance(summer) === date ? summer : new Date(`${date}T00:00:00+01:00`);
}

/** First instant of the ISO day `day` in metropolitan France. */
export function startOfDayInFrance(day: string): Date {
	return endOfDayInFrance(addDays(day, -1));
}
