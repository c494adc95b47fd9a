import { dayInFrance, mandateState, type MandateState, type Role, type SeatRole } from './role.rules.ts';

/** An invitation's link works this long; the same for every role. */
export const INVITATION_DAYS = 7;

/** Days after an invitation has served, been withdrawn or expired: until then whoever sent it finds it, and may send it again. */
export const INVITATION_KEPT_DAYS = 30;

/** A mandate is proposed for this long; whoever invites may write another date. */
export const USUAL_MANDATE_YEARS = 3;

/** Value of the list of organisations, in a form, for one that is not in it yet. */
export const NEW_ORGANISATION = 'nouvelle';

/** A mandate as the members page needs it; dates are ISO days. */
export interface SeatMandate {
	id: string;
	accountId: string;
	personName: string;
	/** The right held through it now; null once revoked. */
	role: Role | null;
	seatRole: SeatRole;
	/** In the person's own words. */
	title: string;
	startsOn: string;
	endsOn: string;
	endedAt: Date | null;
}

export type DatedMandate = SeatMandate & { state: MandateState };

export type SeatState = 'current' | 'expiring' | 'expired' | 'vacant' | 'coming';

/** One chair of an organisation: who sits there, who comes next. */
export interface Seat {
	state: SeatState;
	/** Who sits, or sat last when the mandate has expired; null on a vacant seat. */
	holder: DatedMandate | null;
	/** Whose mandate begins later on the same seat. */
	next: DatedMandate | null;
	/** Set on a vacant seat that somebody left before the end. */
	vacantSince: Date | null;
}

/** Whether `next` takes the seat that `previous` leaves: it begins after the other is over. */
function follows(next: DatedMandate, previous: DatedMandate): boolean {
	if (previous.endedAt !== null) return next.startsOn >= dayInFrance(previous.endedAt);
	return next.startsOn > previous.endsOn;
}

/** Mandates of one organisation that follow each other, each chain being one seat. */
function chainsOf(mandates: readonly DatedMandate[]): DatedMandate[][] {
	const chains: DatedMandate[][] = [];
	const inOrder = mandates.toSorted((a, b) => a.startsOn.localeCompare(b.startsOn));
	for (const mandate of inOrder) {
		const chain = chains.find((one) => one.every((previous) => follows(mandate, previous)));
		if (chain === undefined) chains.push([mandate]);
		else chain.push(mandate);
	}
	return chains;
}

const VACANT: Seat = { state: 'vacant', holder: null, next: null, vacantSince: null };

function seatOf(chain: readonly DatedMandate[]): Seat {
	const next = chain.find((mandate) => mandate.state === 'coming') ?? null;
	const last = chain.findLast((mandate) => mandate.state !== 'coming');
	if (last === undefined) return { state: 'coming', holder: next, next: null, vacantSince: null };
	if (last.state === 'current' || last.state === 'expiring' || last.state === 'expired') {
		return { state: last.state, holder: last, next, vacantSince: null };
	}
	if (next !== null) return { state: 'coming', holder: next, next: null, vacantSince: null };
	return { ...VACANT, vacantSince: last.endedAt };
}

/**
 * Seats of one organisation on the day `today`, from its holders' mandates: those that follow each other are
 * one seat, those that run together are several. A seat left early disappears when the organisation has
 * another; an organisation that nobody represents has one vacant seat.
 */
export function seatsOf(mandates: readonly SeatMandate[], today: string): Seat[] {
	const dated = mandates
		.filter((mandate) => mandate.seatRole === 'holder')
		.map((mandate) => ({ ...mandate, state: mandateState(mandate, today) }));
	const seats = chainsOf(dated).map(seatOf);
	const taken = seats.filter((seat) => seat.state !== 'vacant');
	if (taken.length > 0) return taken;
	return [seats.at(-1) ?? VACANT];
}

/** Substitutes who sit or will sit, on the day `today`. */
export function substitutesOf(mandates: readonly SeatMandate[], today: string): DatedMandate[] {
	return mandates
		.filter((mandate) => mandate.seatRole === 'substitute')
		.map((mandate) => ({ ...mandate, state: mandateState(mandate, today) }))
		.filter((mandate) => mandate.state !== 'ended' && mandate.state !== 'expired');
}

export type SeatCounts = Record<SeatState, number>;

export function countSeats(seats: readonly Seat[]): SeatCounts {
	const counts: SeatCounts = { current: 0, expiring: 0, expired: 0, vacant: 0, coming: 0 };
	for (const seat of seats) counts[seat.state] += 1;
	return counts;
}

/** A role whose only holder must stay: without it nobody could invite any more. */
export const LAST_FACILITATOR_SENTENCE =
	'Le comité n’aurait plus personne pour l’animer. Nommez d’abord quelqu’un d’autre.';

/**
 * Whether taking the facilitator's right from `mandateId` would leave the committee without one.
 * @param facilitatorMandateIds mandates that give this right today
 */
export function isLastFacilitator(mandateId: string, facilitatorMandateIds: readonly string[]): boolean {
	return facilitatorMandateIds.length > 0 && facilitatorMandateIds.every((id) => id === mandateId);
}

/** Last day of a mandate of the usual length that begins on the ISO day `startsOn`. */
export function usualEnd(startsOn: string): string {
	const end = new Date(`${startsOn}T00:00:00Z`);
	end.setUTCFullYear(end.getUTCFullYear() + USUAL_MANDATE_YEARS);
	end.setUTCDate(end.getUTCDate() - 1);
	return end.toISOString().slice(0, 10);
}

export type InvitationState = 'pending' | 'expired' | 'used' | 'revoked';

/** State of an invitation at `now`; it is still good at the very instant of `expiresAt`. */
export function invitationState(
	invitation: { usedAt: Date | null; revokedAt: Date | null; expiresAt: Date },
	now: Date,
): InvitationState {
	if (invitation.usedAt !== null) return 'used';
	if (invitation.revokedAt !== null) return 'revoked';
	return now.getTime() > invitation.expiresAt.getTime() ? 'expired' : 'pending';
}

export interface OrganisationRow {
	id: string;
	acronym: string;
	name: string;
	/** Slug of a college. */
	college: string;
	collegeLabel: string;
	/** Shared by the committees of the region (URPS médecins, ARS). */
	isRegional: boolean;
}

/** What the invitation form starts from. */
export interface InviteFormStart {
	departmentCode: string;
	/** Those that may mandate a member: all but the ARS. */
	organisations: OrganisationRow[];
	start: {
		displayName: string;
		email: string;
		organisationId: string;
		seatRole: SeatRole;
		role: Role;
		title: string;
		startsOn: string;
		endsOn: string;
	};
	/** Set when the form renews somebody's mandate. */
	renews: string | null;
}

export interface OrganisationSeats {
	organisation: OrganisationRow;
	seats: Seat[];
	substitutes: DatedMandate[];
}

export interface CollegeGroup {
	slug: string;
	label: string;
	purpose: string;
	organisations: OrganisationSeats[];
	counts: SeatCounts;
}

export interface MandateDetail extends DatedMandate {
	organisation: { id: string; name: string; acronym: string; collegeLabel: string };
	/** Names of the communes of an elected official. */
	communes: string[];
	isRegional: boolean;
	/** Other mandates of the same person in this space, latest first. */
	others: { id: string; organisationName: string; startsOn: string; endsOn: string; endedAt: Date | null }[];
	/** Rights held through this mandate, latest first. */
	roles: { role: Role; grantedAt: Date; revokedAt: Date | null }[];
	/** Whether the actor may change it: never a regional one from a committee's page. */
	canManage: boolean;
}
