import { describe, expect, test } from 'vitest';
import { INDICATOR_CATALOGUE } from '#lib/indicators/indicator.catalogue.ts';
import { judge } from '#lib/indicators/status.rules.ts';
import { compareLines, linesOf, type StateLine } from './state-lines.rules.ts';
import type { ActionState, IndicatorState, SpaceState } from './state.ts';

const ACTION: ActionState = {
	...{
		id: 'a',
		proposition: 5,
		rank: 'V',
		title: 'Ouvrir un guichet',
		measure: '',
		objective: '',
		number: '5.1',
	},
	...{ leadOrganisationId: 'o1', responsibleAccountId: null, partnerOrganisationIds: [], communeCodes: [] },
	...{ intercommunalityCodes: [], startsOn: null, dueOn: '2026-06-30', status: 'on-track', progress: 20 },
	...{ budgetCents: null, budgetLines: [], staffingHundredths: null, staffing: '', obstacles: '' },
	...{ obstacleList: [], waitsFor: [], decisionId: null, milestones: [], indicators: [], origin: null },
	...{ description: '', standing: 'on-track' },
};
const catalogued = INDICATOR_CATALOGUE.find(({ code }) => code === 'I5.2')!.definition;
const INDICATOR: IndicatorState = {
	...{ code: 'I5.2', isOwn: false, version: 1, definition: catalogued, ownerName: null, reference: null },
	...{ goal: null, definedAt: null, values: [], judgement: judge(catalogued, null, '2026-06-30') },
	next: { period: '2026-T1', dueOn: '2026-04-30', isOverdue: false },
};
const stateOf = (part: Partial<SpaceState> = {}): SpaceState => ({
	...{ departmentCode: '64', at: new Date('2026-06-30T21:59:59.999Z'), day: '2026-06-30' },
	plan: { documentId: 'p', seq: 3, hash: 'ab', actions: [ACTION] },
	...{ indicators: [INDICATOR], objections: [], documents: [], composition: [], names: { o1: 'CPTS' } },
	...part,
});

describe('a state in lines', () => {
	test('an action says its status, its due date, its progress and who leads it', () => {
		expect(linesOf(stateOf()).actions).toEqual([
			{
				...{ key: 'a', group: '5', number: '5.1', title: 'Ouvrir un guichet', href: null },
				status: { shape: 'on-track', label: 'Dans les temps' },
				facts: [
					{ label: 'Échéance', text: '30\u00a0juin 2026' },
					{ label: 'Avancement', text: '20\u00a0%' },
					{ label: 'Chef de file', text: 'CPTS' },
				],
			},
		]);
	});

	test('an indicator without value nor target is quiet, one with either is not', () => {
		expect(linesOf(stateOf())).toMatchObject({ indicators: [{ isQuiet: true }], followed: 0, upToDate: 0 });
		const definition = { ...catalogued, targets: [{ on: '2027-12-31', value: 80 }] };
		const followed = linesOf(stateOf({ indicators: [{ ...INDICATOR, definition }] }));
		expect(followed).toMatchObject({ followed: 1, upToDate: 0 });
		expect(followed.indicators[0]).not.toHaveProperty('isQuiet');
		expect(followed.indicators[0]?.facts).toContainEqual({
			label: 'Cible',
			text: '80\u00a0% le 31\u00a0déc. 2027',
		});
	});

	test('a text is read where it was, at its instant', () => {
		const document = {
			...{ id: 'd', kind: 'diagnosis' as const, title: 'Diagnostic territorial de santé', isTitleThen: true },
			...{ state: 'writing' as const, seq: 4, changedAt: null, hash: 'cd', adopted: [] },
		};
		expect(linesOf(stateOf({ documents: [document] })).documents).toMatchObject([
			{
				href: '/64/documents/d/historique/2026-06-30T21:59:59.999Z',
				facts: [
					...[{ label: 'État' }, { label: 'Dernière écriture', text: 'aucune' }, { label: 'Adopté' }],
					{ label: 'Empreinte', text: 'cd', isCode: true },
				],
			},
		]);
	});
});

describe('two dates side by side', () => {
	const line = (key: string, part: Partial<StateLine> = {}): StateLine => ({
		...{ key, group: '5', number: '', title: key, href: null, status: null },
		facts: [{ label: 'Avancement', text: '20\u00a0%' }],
		...part,
	});
	const late = { shape: 'late', label: 'En retard' } as const;

	test('what differs is told apart from what does not, group by group in their order', () => {
		const before = [line('a'), line('b'), line('gone', { group: '10' })];
		const after = [line('a', { status: late }), line('b'), line('new', { group: '2' })];
		expect(compareLines(before, after)).toMatchObject([
			{ key: '2', changed: [{ key: 'new', before: null, differing: ['Présence'] }], same: [] },
			{ key: '5', changed: [{ key: 'a', differing: ['Statut'] }], same: [{ key: 'b' }] },
			{ key: '10', changed: [{ key: 'gone', after: null }], same: [] },
		]);
	});

	test('says which facts are not the same, those of one side alone too', () => {
		const facts = [
			{ label: 'Avancement', text: '40\u00a0%' },
			{ label: 'Échéance', text: 'à fixer' },
		];
		const [group] = compareLines([line('a')], [line('a', { title: 'A', facts })]);
		expect(group?.changed[0]?.differing).toEqual(['Titre', 'Avancement', 'Échéance']);
	});

	test('with nothing to compare, nothing differs', () => {
		expect(compareLines(null, [line('a')])).toMatchObject([{ changed: [], same: [{ key: 'a' }] }]);
		expect(compareLines([], [])).toEqual([]);
	});
});
