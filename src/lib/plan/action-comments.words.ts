import { decodeActionAnchor } from '#lib/documents/action-anchor.rules.ts';
import { FIELD_LABEL } from './action.words.ts';

/** Fields that one may comment apart from the action. */
export const COMMENTED_FIELDS = [
	'title',
	'objective',
	'status',
	'leadOrganisationId',
	'partnerOrganisationIds',
	'communeCodes',
	'startsOn',
	'dueOn',
	'progress',
	'budgetCents',
	'staffing',
	'milestones',
	'obstacles',
	'indicators',
] as const satisfies readonly (keyof typeof FIELD_LABEL)[];

/** « À propos de : Échéance »; empty for the whole action. */
export function commentedField(anchor: string): string {
	const field = COMMENTED_FIELDS.find((one) => one === decodeActionAnchor(anchor)?.field);
	return field === undefined ? '' : `À propos de\u00a0: ${FIELD_LABEL[field]}`;
}
