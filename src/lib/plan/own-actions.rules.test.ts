import { describe, expect, test } from 'vitest';
import type { Milestone } from './action.rules.ts';
import { nextDay, relationTo, urgencyOf } from './own-actions.rules.ts';

const TODAY = '2026-11-21';
const ME = { accountId: 'me', organisationIds: ['mine'] };

function milestone(dueOn: string | null, done = false): Milestone {
	return { id: dueOn ?? 'none', title: `Jalon ${dueOn}`, dueOn, done };
}

describe('whose action it is', () => {
	const nobody = { responsibleAccountId: null, leadOrganisationId: null, partnerOrganisationIds: [] };
	test.each([
		[{ ...nobody, responsibleAccountId: 'me', leadOrganisationId: 'mine' }, 'responsible'],
		[{ ...nobody, leadOrganisationId: 'mine', partnerOrganisationIds: ['mine'] }, 'lead'],
		[{ ...nobody, partnerOrganisationIds: ['other', 'mine'] }, 'partner'],
		[{ ...nobody, leadOrganisationId: 'other' }, null],
		[nobody, null],
	])('%j', (action, relation) => {
		expect(relationTo(action, ME)).toBe(relation);
	});
});

describe('what comes next', () => {
	test.each([
		[[milestone('2027-03-01'), milestone('2027-01-01')], '2027-06-30', '2027-01-01'],
		[[milestone('2027-01-01', true)], '2027-06-30', '2027-06-30'],
		[[milestone('2027-09-01')], '2027-06-30', '2027-06-30'],
		[[milestone(null)], null, null],
	])('%j, due %s', (milestones, dueOn, day) => {
		expect(nextDay({ milestones, dueOn }).day).toBe(day);
	});
});

describe('how urgent', () => {
	test.each([
		['on-track', '2026-11-20', [], 'late'],
		['late', null, [], 'late'],
		['on-track', '2027-06-30', [milestone('2026-11-01')], 'late'],
		['on-track', '2026-12-31', [], 'soon'],
		['proposed', '2027-06-30', [milestone('2026-12-01')], 'soon'],
		['on-track', '2027-06-30', [], 'later'],
		['proposed', null, [], 'later'],
		['done', '2026-01-01', [], 'done'],
	] as const)('%s, due %s', (status, dueOn, milestones, expected) => {
		expect(urgencyOf({ status, dueOn, milestones: [...milestones] }, TODAY)).toBe(expected);
	});
});
