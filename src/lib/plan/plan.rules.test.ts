import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACTION_STATUSES, numberActions, shownStatus, type Action } from './action.rules.ts';
import { SUGGESTED_INDICATORS } from './indicator.catalogue.ts';
import { findMeasure, MEASURES } from './measure.catalogue.ts';
import { findProposition, PROPOSITIONS } from './proposition.catalogue.ts';
import {
	addressOf,
	countByStatus,
	datesNotice,
	endsBeforeStart,
	findByAddress,
	isFiltering,
	NO_FILTER,
	parsePlanFilter,
	planFilterQuery,
	planFilterTest,
	totalsByProposition,
	type PlanFilter,
} from './plan.rules.ts';

const TODAY = '2026-11-22';

function buildAction(values: Partial<Action> = {}): Action {
	return {
		id: 'a',
		proposition: 5,
		rank: 'V',
		title: 'Tenir le registre des médecins',
		measure: 'P5.1',
		objective: '',
		leadOrganisationId: null,
		responsibleAccountId: null,
		budgetLines: [],
		staffingHundredths: null,
		obstacleList: [],
		waitsFor: [],
		decisionId: null,
		origin: null,
		partnerOrganisationIds: [],
		communeCodes: [],
		intercommunalityCodes: [],
		startsOn: null,
		dueOn: null,
		status: 'proposed',
		progress: 0,
		budgetCents: null,
		staffing: '',
		obstacles: '',
		milestones: [],
		indicators: [],
		...values,
	};
}

describe('shown status', () => {
	test.each(ACTION_STATUSES)('%s stays as entered until the due date has passed', (status) => {
		expect(shownStatus({ status, dueOn: null }, TODAY)).toBe(status);
		expect(shownStatus({ status, dueOn: TODAY }, TODAY)).toBe(status);
		expect(shownStatus({ status, dueOn: '2026-11-21' }, TODAY)).toBe(status === 'done' ? 'done' : 'late');
	});
});

describe('totals', () => {
	const actions = [
		buildAction({ id: 'a', status: 'done', budgetCents: 10_000, progress: 100 }),
		buildAction({ id: 'b', status: 'on-track', dueOn: '2026-01-01', progress: 25 }),
		buildAction({ id: 'c', proposition: 2, budgetCents: 5 }),
	];

	test('each proposition has its count, statuses of the day, known budgets and progress', () => {
		const totals = totalsByProposition(actions, TODAY);
		expect(totals).toHaveLength(10);
		expect(totals[4]).toEqual({
			proposition: 5,
			count: 2,
			statuses: ['done', 'late'],
			budgetCents: 10_000,
			progress: 63,
		});
		expect(totals[0]).toEqual({ proposition: 1, count: 0, statuses: [], budgetCents: null, progress: null });
		expect(countByStatus(actions, TODAY)).toEqual({
			proposed: 1,
			'on-track': 0,
			'at-risk': 0,
			late: 1,
			done: 1,
		});
	});

	test('an action is found by its number or its id', () => {
		const numbers = numberActions(actions);
		expect(findByAddress('5-2', numbers)).toBe('b');
		expect(findByAddress('b', numbers)).toBe('b');
		expect(findByAddress('5-3', numbers)).toBe(null);
		expect(addressOf('5.2')).toBe('5-2');
	});
});

describe('filter in the address', () => {
	const filter: fc.Arbitrary<PlanFilter> = fc.record({
		statuses: fc.subarray([...ACTION_STATUSES]),
		propositions: fc.subarray(PROPOSITIONS.map(({ number }) => number)),
		lead: fc.option(fc.uuid()),
		place: fc.option(fc.constantFrom('64445', '200067106')),
		text: fc.string({ maxLength: 20 }),
		late: fc.boolean(),
		mine: fc.boolean(),
	});

	test('what is written reads back the same', () => {
		fc.assert(
			fc.property(filter, (asked) => {
				expect(parsePlanFilter(new URLSearchParams(planFilterQuery(asked)))).toEqual(asked);
			}),
		);
	});

	test('nothing asked leaves the address bare', () => {
		expect(planFilterQuery(NO_FILTER)).toBe('');
		expect(isFiltering(NO_FILTER)).toBe(false);
		expect(isFiltering({ ...NO_FILTER, text: '  ' })).toBe(false);
		expect(isFiltering({ ...NO_FILTER, late: true })).toBe(true);
	});

	test('what is unknown in an address is ignored', () => {
		const read = parsePlanFilter(
			new URLSearchParams('statut=autre,en-retard&proposition=5,99,x&q=&retard=oui'),
		);
		expect(read).toEqual({ ...NO_FILTER, statuses: ['late'], propositions: [5] });
	});
});

describe('filtering', () => {
	const setting = {
		today: TODAY,
		myOrganisationIds: ['urps'],
		searchedText: (action: Action) => `${action.title} ${action.leadOrganisationId ?? ''}`,
	};
	const keeps = (filter: Partial<PlanFilter>, action: Partial<Action>): boolean =>
		planFilterTest({ ...NO_FILTER, ...filter }, setting)(buildAction(action));

	test.each<[string, Partial<PlanFilter>, Partial<Action>, boolean]>([
		['no filter keeps all', {}, {}, true],
		['a status is the shown one', { statuses: ['late'] }, { status: 'on-track', dueOn: '2020-01-01' }, true],
		['another status', { statuses: ['done'] }, {}, false],
		['a proposition', { propositions: [1, 5] }, {}, true],
		['another proposition', { propositions: [1] }, {}, false],
		['a lead organisation', { lead: 'urps' }, { leadOrganisationId: 'urps' }, true],
		['another lead', { lead: 'urps' }, { leadOrganisationId: 'cdom' }, false],
		['a commune', { place: '64445' }, { communeCodes: ['64445'] }, true],
		['an EPCI', { place: '200067106' }, { intercommunalityCodes: ['200067106'] }, true],
		['another place', { place: '64445' }, { communeCodes: ['64102'] }, false],
		['late is past due, not a word', { late: true }, { status: 'late' }, false],
		['done is never late', { late: true }, { status: 'done', dueOn: '2020-01-01' }, false],
		['mine as lead', { mine: true }, { leadOrganisationId: 'urps' }, true],
		['mine as partner', { mine: true }, { partnerOrganisationIds: ['urps'] }, true],
		['not mine', { mine: true }, { leadOrganisationId: 'cdom' }, false],
		['words without accents, in any order', { text: 'MEDECINS  regis' }, {}, true],
		['every word counts', { text: 'registre internes' }, {}, false],
		['only signs is no search', { text: ' – ' }, {}, true],
	])('%s', (_name, filter, action, kept) => {
		expect(keeps(filter, action)).toBe(kept);
	});
});

describe('catalogues', () => {
	test('ten propositions, 67 measures and 45 indicators, each under its proposition', () => {
		expect(PROPOSITIONS.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
		expect(MEASURES).toHaveLength(67);
		expect(SUGGESTED_INDICATORS).toHaveLength(45);
		for (const measure of MEASURES) {
			expect(measure.code).toMatch(new RegExp(`^P${measure.proposition}\\.\\d+$`));
			expect(findMeasure(measure.code)).toBe(measure);
			expect(findProposition(measure.proposition)).toBeDefined();
			expect(measure.actors.length).toBeGreaterThan(0);
		}
		for (const { code, proposition } of SUGGESTED_INDICATORS) {
			expect(code).toMatch(new RegExp(`^I${proposition}\\.\\d+$`));
		}
		expect(new Set([...MEASURES, ...SUGGESTED_INDICATORS].map(({ code }) => code)).size).toBe(112);
	});
});

test.each([
	['2027-09-01', '2027-06-30', true],
	['2027-06-30', '2027-06-30', false],
	['2027-06-30', '2027-09-01', false],
	[null, '2027-06-30', false],
	['2027-09-01', null, false],
	[null, null, false],
])('from %s, due %s: due before it begins is %s, and is said', (startsOn, dueOn, isSo) => {
	expect(endsBeforeStart({ startsOn, dueOn })).toBe(isSo);
	expect(datesNotice({ startsOn, dueOn })).toBe(isSo ? 'L’échéance est avant le début.' : null);
});
