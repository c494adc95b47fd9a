import { judge } from '#lib/indicators/status.rules.ts';
import type { Definition } from '#lib/indicators/indicator.rules.ts';
import type {
	ActionState,
	DocumentThen,
	IndicatorState,
	ObjectionState,
	SeatedMember,
	SpaceState,
	ValueState,
} from '#lib/evaluation/state/state.ts';
import { shownStatus } from '#lib/plan/action.rules.ts';
import { compareActions, numberActions } from '#lib/plan/action.rules.ts';

/** States of a space made by hand, for rules that compare them. */
export function buildState(day: string, parts: Partial<SpaceState> = {}): SpaceState {
	return {
		...{ departmentCode: '64', at: new Date(`${day}T12:00:00Z`), day },
		plan: { documentId: 'plan', seq: 1, hash: 'a', actions: [] },
		...{ indicators: [], objections: [], documents: [], composition: [] },
		names: { amf: 'AMF 64', urps: 'URPS médecins', claire: 'Claire Dufau', '64371': 'Mauléon-Licharre' },
		...parts,
	};
}

/** A plan with numbers and standings as a day makes them. */
export function buildPlan(day: string, actions: readonly Partial<ActionState>[]): SpaceState['plan'] {
	const whole = actions.map((action): ActionState => ({ ...EMPTY_ACTION, ...action }));
	const numbers = numberActions(whole);
	return {
		...{ documentId: 'plan', seq: 1, hash: 'a' },
		actions: whole.toSorted(compareActions).map((action) => ({
			...action,
			number: numbers.get(action.id) ?? '',
			standing: shownStatus(action, day),
		})),
	};
}

const EMPTY_ACTION: ActionState = {
	...{ id: 'a', number: '', proposition: 5, rank: 'a0', title: 'Rencontrer les médecins', measure: '' },
	...{ objective: '', leadOrganisationId: null, responsibleAccountId: null, partnerOrganisationIds: [] },
	...{ communeCodes: [], intercommunalityCodes: [], startsOn: null, dueOn: null, status: 'on-track' },
	...{ progress: 0, budgetCents: null, budgetLines: [], staffingHundredths: null, staffing: '' },
	...{ obstacles: '', obstacleList: [], waitsFor: [], decisionId: null, milestones: [], indicators: [] },
	...{ origin: null, description: '', standing: 'on-track' },
};

/** An indicator judged on a day. */
export function buildIndicator(
	day: string,
	parts: { definition?: Partial<Definition>; values?: Partial<ValueState>[]; ownerName?: string } = {},
): IndicatorState {
	const definition = { ...DEFINITION, ...parts.definition };
	const values = (parts.values ?? []).map((value): ValueState => ({ ...VALUE, ...value }));
	return {
		...{ code: 'I5.2', isOwn: false, version: 1, definition, definedAt: null },
		...{ ownerName: parts.ownerName ?? null, reference: null, goal: null, values },
		judgement: judge(definition, values.at(-1) ?? null, day),
		next: { period: '2027', dueOn: '2028-01-30', isOverdue: false },
	};
}

const DEFINITION: Definition = {
	...{
		name: 'Réponses à l’enquête',
		proposition: 5,
		unit: '%',
		direction: 'up',
		formula: 'réponses / envois',
	},
	...{ source: 'URPS', frequency: 'yearly', baseline: { on: '2024-12-31', value: 0 } },
	targets: [{ on: '2026-12-31', value: 80 }],
	...{ watchFrom: 5, lateFrom: 25, computation: null, isPublic: true, ownerId: null },
};

const VALUE: ValueState = {
	...{ id: 'v1', period: '2025', value: 40, state: 'validated', source: 'URPS', comment: '', version: 1 },
	...{ authorName: 'Dr Lacoste', accountId: 'lacoste', computedFrom: null, definitionVersion: 1 },
	createdAt: new Date('2026-01-10T09:00:00Z'),
};

export function buildObjection(parts: Partial<ObjectionState> = {}): ObjectionState {
	return {
		...{ id: 'o1', valueId: 'v1', code: 'I5.2', period: '2025', value: 40, reason: 'Les envois manquent' },
		...{ authorName: 'Claire Dufau', accountId: 'claire', answer: null },
		createdAt: new Date('2026-02-01T09:00:00Z'),
		...parts,
	};
}

export function buildDocument(parts: Partial<DocumentThen> = {}): DocumentThen {
	return {
		...{ id: 'd1', kind: 'diagnosis', title: 'Diagnostic territorial de santé', isTitleThen: true },
		...{ state: 'writing', seq: 1, changedAt: null, hash: 'h1', adopted: [] },
		...parts,
	};
}

export function buildSeat(parts: Partial<SeatedMember> = {}): SeatedMember {
	return {
		...{ mandateId: 'm1', accountId: 'claire', name: 'Claire Dufau', organisationId: 'amf' },
		...{ organisation: 'AMF 64', college: 'elus', collegeLabel: 'Élus', seatRole: 'holder', role: 'elected' },
		...{ title: '', isRegional: false, from: '2026-01-01', until: '2028-12-31' },
		...parts,
	};
}
