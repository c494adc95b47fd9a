import { describe, expect, test } from 'vitest';
import {
	countSeats,
	invitationState,
	isLastFacilitator,
	seatsOf,
	substitutesOf,
	usualEnd,
	type SeatMandate,
} from './member.rules.ts';
import { daysBetween } from '#lib/ui/days.ts';
import {
	dayInFrance,
	endOfDayInFrance,
	isMandateActive,
	mandateState,
	startOfDayInFrance,
} from './role.rules.ts';

const TODAY = '2026-11-22';
let counter = 0;

function buildMandate(given: Partial<SeatMandate> = {}): SeatMandate {
	counter += 1;
	return {
		id: `mandate-${counter}`,
		accountId: 'account',
		personName: 'Pierre Mounic',
		role: 'member',
		seatRole: 'holder',
		title: '',
		startsOn: '2025-04-01',
		endsOn: '2028-03-31',
		endedAt: null,
		...given,
	};
}

describe('state of a mandate', () => {
	const ended = new Date('2026-11-20T08:00:00Z');
	test.each([
		['begins tomorrow', { startsOn: '2026-11-23', endsOn: '2028-01-01' }, 'coming', false],
		['begins today', { startsOn: TODAY, endsOn: '2028-01-01' }, 'current', true],
		['ends in 61 days', { startsOn: '2025-01-01', endsOn: '2027-01-22' }, 'current', true],
		['ends in 60 days', { startsOn: '2025-01-01', endsOn: '2027-01-21' }, 'expiring', true],
		['ends today', { startsOn: '2025-01-01', endsOn: TODAY }, 'expiring', true],
		['ended yesterday', { startsOn: '2025-01-01', endsOn: '2026-11-21' }, 'expired', false],
		['ended early', { startsOn: '2025-01-01', endsOn: '2028-01-01', endedAt: ended }, 'ended', false],
		[
			'ended early, then expired',
			{ startsOn: '2025-01-01', endsOn: '2026-11-21', endedAt: ended },
			'ended',
			false,
		],
	] as const)('%s', (_name, period, state, active) => {
		const whole = { endedAt: null, ...period };
		expect(mandateState(whole, TODAY)).toBe(state);
		expect(isMandateActive(whole, TODAY)).toBe(active);
	});

	test('the day changes at midnight in France, in winter and in summer', () => {
		expect(dayInFrance(new Date('2026-11-22T22:59:59Z'))).toBe('2026-11-22');
		expect(dayInFrance(new Date('2026-11-22T23:00:00Z'))).toBe('2026-11-23');
		expect(dayInFrance(new Date('2026-07-14T22:00:00Z'))).toBe('2026-07-15');
		expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2);
	});

	test.each([
		['2026-11-22', '2026-11-21T23:00:00Z', '2026-11-22T23:00:00Z'],
		['2026-03-29', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
		['2026-10-25', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
	])('%s begins and ends at midnight in France', (day, start, end) => {
		expect(startOfDayInFrance(day)).toEqual(new Date(start));
		expect(endOfDayInFrance(day)).toEqual(new Date(end));
	});
});

describe('seats of an organisation', () => {
	const states = (...mandates: SeatMandate[]) => seatsOf(mandates, TODAY).map((seat) => seat.state);

	test('nobody: one vacant seat, never left by anyone', () => {
		expect(seatsOf([], TODAY)).toEqual([{ state: 'vacant', holder: null, next: null, vacantSince: null }]);
	});

	test('two mandates together are two seats; two that follow are one', () => {
		expect(states(buildMandate(), buildMandate())).toEqual(['current', 'current']);
		const before = buildMandate({ startsOn: '2022-04-01', endsOn: '2025-03-31' });
		expect(states(before, buildMandate())).toEqual(['current']);
	});

	test('a renewal waits on the seat of the mandate that expires', () => {
		const now = buildMandate({ endsOn: '2026-12-12' });
		const later = buildMandate({ startsOn: '2026-12-13', endsOn: '2029-12-12' });
		const [seat, ...others] = seatsOf([later, now], TODAY);
		expect(others).toEqual([]);
		expect(seat).toMatchObject({ state: 'expiring', holder: { id: now.id }, next: { id: later.id } });
	});

	test('an expired seat keeps the name of who sat, and who comes', () => {
		const past = buildMandate({ endsOn: '2026-10-31' });
		expect(seatsOf([past], TODAY)).toMatchObject([{ state: 'expired', holder: { id: past.id }, next: null }]);
		const later = buildMandate({ startsOn: '2026-12-01' });
		expect(seatsOf([past, later], TODAY)).toMatchObject([{ state: 'expired', next: { id: later.id } }]);
	});

	test('left early: vacant since that day, taken again from that day, gone when another seat is held', () => {
		const endedAt = new Date('2026-09-03T10:00:00Z');
		const left = buildMandate({ endedAt });
		expect(seatsOf([left], TODAY)).toMatchObject([{ state: 'vacant', vacantSince: endedAt }]);
		expect(states(left, buildMandate({ startsOn: '2026-09-03' }))).toEqual(['current']);
		expect(states(left, buildMandate({ startsOn: '2025-05-01' }))).toEqual(['current']);
		expect(states(left, buildMandate({ startsOn: '2026-12-01' }))).toEqual(['coming']);
	});

	test('substitutes are beside the seats, never seats', () => {
		const substitute = buildMandate({ seatRole: 'substitute' });
		const gone = buildMandate({ seatRole: 'substitute', endsOn: '2026-01-01' });
		expect(states(substitute)).toEqual(['vacant']);
		expect(substitutesOf([substitute, gone], TODAY).map((one) => one.id)).toEqual([substitute.id]);
	});

	test('counts', () => {
		const seats = [
			...seatsOf([buildMandate(), buildMandate({ endsOn: '2026-11-30' })], TODAY),
			...seatsOf([], TODAY),
		];
		expect(countSeats(seats)).toEqual({ current: 1, expiring: 1, expired: 0, vacant: 1, coming: 0 });
	});
});

test('the last facilitator is known by being the only one', () => {
	expect(isLastFacilitator('a', ['a'])).toBe(true);
	expect(isLastFacilitator('a', ['a', 'a'])).toBe(true);
	expect(isLastFacilitator('a', ['a', 'b'])).toBe(false);
	expect(isLastFacilitator('a', ['b'])).toBe(false);
	expect(isLastFacilitator('a', [])).toBe(false);
});

test('a mandate of the usual length ends the day before its anniversary', () => {
	expect(usualEnd('2026-12-01')).toBe('2029-11-30');
	expect(usualEnd('2028-02-29')).toBe('2031-02-28');
});

test('an invitation expires just after its instant', () => {
	const expiresAt = new Date('2026-11-29T10:00:00Z');
	const open = { usedAt: null, revokedAt: null, expiresAt };
	expect(invitationState(open, expiresAt)).toBe('pending');
	expect(invitationState(open, new Date(expiresAt.getTime() + 1))).toBe('expired');
	expect(invitationState({ ...open, usedAt: expiresAt }, expiresAt)).toBe('used');
	expect(invitationState({ ...open, revokedAt: expiresAt }, expiresAt)).toBe('revoked');
});
