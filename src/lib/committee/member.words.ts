import { shortDate } from '#lib/ui/date-text.ts';
import type { Status } from '#lib/ui/status.ts';
import type { Seat, SeatCounts, SeatState } from './member.rules.ts';
import { daysBetween } from '#lib/ui/days.ts';
import { dayInFrance, type MandateState, type Role } from './role.rules.ts';

/** The five shapes of the bande stand here for the state of a seat; the word always goes with the shape. */
export const SEAT_STATUS: Record<SeatState, Status> = {
	current: 'on-track',
	expiring: 'at-risk',
	expired: 'late',
	vacant: 'proposed',
	coming: 'proposed',
};

/** State of a seat on the ISO day `today`, in a few words. */
export function seatWord(seat: Seat, today: string): string {
	if (seat.state === 'vacant' || seat.holder === null) return 'Vacant';
	if (seat.state === 'coming') return `À partir du ${shortDate(seat.holder.startsOn)}`;
	if (seat.state === 'expired') return 'Expiré, accès fermé';
	if (seat.state === 'current') return 'En cours';
	return expiryWord(daysBetween(today, seat.holder.endsOn));
}

function expiryWord(days: number): string {
	if (days <= 0) return 'Expire ce soir';
	return days === 1 ? 'Expire demain' : `Expire dans ${days} jours`;
}

const NUMBERS = [
	'zéro',
	'un',
	'deux',
	'trois',
	'quatre',
	'cinq',
	'six',
	'sept',
	'huit',
	'neuf',
	'dix',
	'onze',
	'douze',
];

/** Numbers up to twelve in words, as in a sentence; the others in figures. */
export function inWords(count: number): string {
	return NUMBERS[count] ?? String(count);
}

function capitalise(text: string): string {
	return text.charAt(0).toLocaleUpperCase('fr') + text.slice(1);
}

export function plural(count: number, one: string, many: string): string {
	return `${count} ${count > 1 ? many : one}`;
}

/** « 26 sièges : 23 pourvus, 2 vacants, 1 mandat expiré. » */
export function seatsSentence(counts: SeatCounts): string {
	const total = counts.current + counts.expiring + counts.expired + counts.vacant + counts.coming;
	const filled = counts.current + counts.expiring;
	const parts = [
		plural(filled, 'pourvu', 'pourvus'),
		...(counts.coming > 0 ? [`${counts.coming} à venir`] : []),
		...(counts.vacant > 0 ? [plural(counts.vacant, 'vacant', 'vacants')] : []),
		...(counts.expired > 0 ? [plural(counts.expired, 'mandat expiré', 'mandats expirés')] : []),
	];
	return `${plural(total, 'siège', 'sièges')}\u00a0: ${parts.join(', ')}.`;
}

/** « Deux mandats finissent dans les 60 jours. »; empty when none does. */
export function expirySentence(counts: SeatCounts, noticeDays: number): string {
	if (counts.expiring === 0) return '';
	const many = counts.expiring > 1;
	return `${capitalise(inWords(counts.expiring))} ${many ? 'mandats finissent' : 'mandat finit'} dans les ${noticeDays} jours.`;
}

/** What a bande of seats says aloud: « 4 en cours, 1 expire bientôt ». */
export function bandeSentence(counts: SeatCounts): string {
	const parts = [
		...(counts.current > 0 ? [`${counts.current} en cours`] : []),
		...(counts.expiring > 0 ? [plural(counts.expiring, 'expire bientôt', 'expirent bientôt')] : []),
		...(counts.expired > 0 ? [plural(counts.expired, 'expiré', 'expirés')] : []),
		...(counts.coming > 0 ? [`${counts.coming} à venir`] : []),
		...(counts.vacant > 0 ? [plural(counts.vacant, 'vacant', 'vacants')] : []),
	];
	return parts.join(', ');
}

/** What each role lets one do, as whoever gives it reads it. */
export const ROLE_EFFECT: Record<Role, string> = {
	member: 'Lit tout l’espace, écrit le diagnostic, le plan et les notes.',
	elected: 'Comme un membre\u00a0; ses communes sont rattachées à son mandat.',
	facilitator: 'Comme un membre\u00a0; invite, met fin aux mandats, change les rôles.',
	urps: 'Lit et écrit dans tous les comités de la région.',
	ars: 'Lit tous les comités de la région, sans rien pouvoir y écrire.',
};

export function mandateStatus(state: MandateState): Status {
	if (state === 'expired') return 'late';
	if (state === 'expiring') return 'at-risk';
	return state === 'current' ? 'on-track' : 'proposed';
}

/** State of one mandate, in a few words. */
export function mandateWord(mandate: {
	state: MandateState;
	startsOn: string;
	endsOn: string;
	endedAt: Date | null;
}): string {
	if (mandate.state === 'ended' && mandate.endedAt !== null) {
		return `Fini avant son terme, le ${shortDate(dayInFrance(mandate.endedAt))}`;
	}
	if (mandate.state === 'coming') return `À partir du ${shortDate(mandate.startsOn)}`;
	if (mandate.state === 'expired') return 'Expiré, accès fermé';
	return mandate.state === 'expiring' ? `Finit le ${shortDate(mandate.endsOn)}` : 'En cours';
}
