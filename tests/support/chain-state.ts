import type { ActionState, IndicatorState, ValueState } from '#lib/evaluation/state/state.ts';
import { findCatalogueIndicator } from '#lib/indicators/indicator.catalogue.ts';
import type { Definition } from '#lib/indicators/indicator.rules.ts';
import type { IndicatorStatus } from '#lib/indicators/status.rules.ts';

/** An action of a state made by hand, with nothing in it but its number and title. */
export const actionState = (number: string, changes: Partial<ActionState> = {}): ActionState => ({
	...{ id: `a${number}`, number, proposition: Number(number.split('.')[0]), rank: number },
	...{ title: `Action ${number}`, measure: '', objective: '', description: '', origin: null },
	...{ leadOrganisationId: null, responsibleAccountId: null, partnerOrganisationIds: [], communeCodes: [] },
	...{ intercommunalityCodes: [], startsOn: null, dueOn: null, status: 'on-track', standing: 'on-track' },
	...{ progress: 0, budgetCents: null, budgetLines: [], staffingHundredths: null, staffing: '' },
	...{ obstacles: '', obstacleList: [], waitsFor: [], decisionId: null, milestones: [], indicators: [] },
	...changes,
});

/** A value that somebody entered and validated. */
export const valueState = (changes: Partial<ValueState> = {}): ValueState => ({
	...{ id: 'v1', period: '2026-T3', value: 12, state: 'validated', source: 'URPS', comment: '', version: 1 },
	...{ authorName: 'Maïté Irigoyen', accountId: 'u1', definitionVersion: 1, computedFrom: null },
	...{ createdAt: new Date('2026-10-12T08:00:00Z'), ...changes },
});

/** With a path from nothing to 80, so that nothing is missing. */
const SOUND: Partial<Definition> = {
	baseline: { on: '2025-12-31', value: 0 },
	targets: [{ on: '2027-12-31', value: 80 }],
	computation: null,
};

export interface IndicatorDraft extends Partial<Omit<IndicatorState, 'definition'>> {
	definition?: Partial<Definition>;
	status?: IndicatorStatus;
}

/** An indicator of a state made by hand: owned, defined, on its path, with one value. */
export function indicatorState(
	code: string,
	{ definition, status, ...changes }: IndicatorDraft = {},
): IndicatorState {
	const catalogued = findCatalogueIndicator(code) ?? findCatalogueIndicator('I5.2');
	if (catalogued === undefined) throw new Error('the catalogue is empty');
	return {
		...{ code, isOwn: false, version: 1, ownerName: 'Maïté Irigoyen', reference: null, goal: null },
		...{ definedAt: new Date('2026-01-05T08:00:00Z'), values: [valueState()] },
		definition: { ...catalogued.definition, ...SOUND, ...definition },
		judgement: { status: status ?? 'on-path', sentence: 'La phrase du statut.', expected: null },
		next: { period: '2026-T4', dueOn: '2027-01-30', isOverdue: false },
		...changes,
	};
}
