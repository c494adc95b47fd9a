import { formatEuros, formatNumber } from '#lib/ui/number-text.ts';
import { shortDate } from '#lib/ui/date-text.ts';
import { ACTION_STATUS_LABEL, type Action } from './action.rules.ts';
import type { ScalarField } from './plan.content.ts';

/** What a field is called on the screen. */
export const FIELD_LABEL = {
	title: 'Titre',
	proposition: 'Proposition',
	rank: 'Place',
	measure: 'Mesure',
	objective: 'Objectif',
	leadOrganisationId: 'Chef de file',
	responsibleAccountId: 'Responsable',
	partnerOrganisationIds: 'Avec',
	communeCodes: 'Communes',
	intercommunalityCodes: 'Intercommunalités',
	startsOn: 'Début',
	dueOn: 'Échéance',
	status: 'Statut',
	progress: 'Avancement',
	budgetCents: 'Budget',
	budgetLines: 'Budget par année et financeur',
	staffingHundredths: 'ETP',
	staffing: 'Moyens humains',
	obstacles: 'Obstacles',
	obstacleList: 'Obstacles suivis',
	waitsFor: 'Attend',
	decisionId: 'Décision',
	milestones: 'Jalons',
	indicators: 'Indicateurs liés',
	origin: 'Origine',
} as const satisfies Record<Exclude<keyof Action, 'id'>, string>;

/** Longest value quoted in a message: enough to recognise it. */
const QUOTED = 60;

/** A due date in the table; without one it is still to be fixed. */
export function dueInWords(dueOn: string | null): string {
	return dueOn === null ? 'à fixer' : shortDate(dueOn);
}

export function budgetInWords(cents: number | null): string {
	return cents === null ? '–' : formatEuros(cents);
}

export function progressInWords(progress: number): string {
	return `${progress}\u00a0%`;
}

/** « 1 action », « 14 actions ». */
export function countInWords(count: number): string {
	return count > 1 ? `${count} actions` : `${count} action`;
}

/** The title, or what stands for it until somebody writes one. */
export function titleInWords(title: string): string {
	return title.trim() === '' ? 'Action sans titre' : title;
}

/** « 0,5 ETP » from hundredths. */
export function staffingInWords(hundredths: number | null): string {
	return hundredths === null ? '–' : `${formatNumber(hundredths / 100, 2)}\u00a0ETP`;
}

/**
 * A value as it is quoted to somebody: « À surveiller », « 31 mars 2027 », « vide ».
 * @param nameOf name of an organisation, or of a person, by its id
 */
export function valueInWords(
	quoted: { field: ScalarField; value: Action[ScalarField] },
	nameOf: (organisationId: string) => string,
): string {
	const { field, value } = quoted;
	if (value === null || value === '') return 'vide';
	if (field === 'progress') return progressInWords(Number(value));
	if (field === 'budgetCents') return formatEuros(Number(value));
	if (field === 'staffingHundredths') return staffingInWords(Number(value));
	if (field === 'decisionId') return 'une décision';
	if (field === 'leadOrganisationId' || field === 'responsibleAccountId') return nameOf(String(value));
	if (field === 'startsOn' || field === 'dueOn') return shortDate(String(value));
	if (field === 'status') {
		return Object.entries(ACTION_STATUS_LABEL).find(([status]) => status === value)?.[1] ?? '';
	}
	const text = String(value);
	return text.length > QUOTED ? `${text.slice(0, QUOTED).trimEnd()}…` : text;
}
