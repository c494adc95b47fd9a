import type { Action } from './action.rules.ts';
import { FIELD_LABEL, valueInWords } from './action.words.ts';
import type { ScalarField } from './plan.content.ts';

/** One change of an action as it was kept. */
export interface ActionChange {
	/** Who; their name by the reader's rights. */
	personName: string;
	happenedAt: Date;
	verb: 'action-added' | 'action-removed' | 'action-field-changed';
	field: string | null;
	before: string | null;
	after: string | null;
}

/** What is said of a change without values: agreement is the field's own. */
const CHANGED: Record<string, string> = {
	title: 'Titre modifié',
	objective: 'Objectif modifié',
	partnerOrganisationIds: 'Partenaires modifiés',
	communeCodes: 'Communes modifiées',
	intercommunalityCodes: 'Intercommunalités modifiées',
	staffing: 'Moyens humains modifiés',
	budgetLines: 'Budget par année et financeur modifié',
	obstacles: 'Obstacles modifiés',
	obstacleList: 'Obstacles suivis modifiés',
	waitsFor: 'Attentes modifiées',
	milestones: 'Jalons modifiés',
	indicators: 'Indicateurs liés modifiés',
	description: 'Description modifiée',
};

const NUMBERS: ReadonlySet<string> = new Set([
	'progress',
	'budgetCents',
	'staffingHundredths',
	'proposition',
] satisfies ScalarField[]);

/** Fields whose values are quoted when both are short. */
const QUOTED: readonly ScalarField[] = [
	'status',
	'title',
	'leadOrganisationId',
	'responsibleAccountId',
	'startsOn',
	'dueOn',
	'progress',
	'budgetCents',
	'staffingHundredths',
	'staffing',
	'proposition',
];

/**
 * A change in words, without who and when: « Statut passé de « Proposée » à « Dans les temps » ».
 * @param nameOf name of an organisation or a person by its id
 */
export function changeInWords(change: ActionChange, nameOf: (id: string) => string): string {
	if (change.verb === 'action-added') return 'Action ajoutée au plan';
	if (change.verb === 'action-removed') return 'Action retirée du plan';
	const field = QUOTED.find((one) => one === (change.field ?? 'status'));
	const { before, after } = change;
	if (field === undefined || (before === null && after === null)) {
		return CHANGED[change.field ?? ''] ?? 'Action modifiée';
	}
	const quoted = (value: string | null): string =>
		`«\u00a0${valueInWords({ field, value: valueOf(field, value) }, nameOf)}\u00a0»`;
	if (field === 'status') return `Statut passé de ${quoted(before)} à ${quoted(after)}`;
	const label = FIELD_LABEL[field];
	if (before === null || before === '') return `${label}\u00a0: ${quoted(after)}`;
	if (after === null || after === '') return `${label}\u00a0: plus rien, auparavant ${quoted(before)}`;
	return `${label}\u00a0: de ${quoted(before)} à ${quoted(after)}`;
}

function valueOf(field: ScalarField, kept: string | null): Action[ScalarField] {
	return kept !== null && NUMBERS.has(field) ? Number(kept) : kept;
}
