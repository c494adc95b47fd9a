import { numberActions, shownStatus } from '#lib/plan/action.rules.ts';
import { actionsOf, readActions, readDescription } from '#lib/plan/plan.content.ts';
import type * as Y from 'yjs';
import type { ActionState } from './state.ts';

/** The actions of a plan in their order, with their number and the status that they show on the day `day` (ISO). */
export function actionStatesOf(doc: Y.Doc, day: string): ActionState[] {
	const actions = readActions(doc);
	const numbers = numberActions(actions);
	const maps = actionsOf(doc);
	return actions.map((action) => ({
		...action,
		number: numbers.get(action.id) ?? '',
		description: readDescription(maps.get(action.id)),
		standing: shownStatus(action, day),
	}));
}

/** Every id that the fields of actions name: organisations, people, communes, EPCI, indicators. */
export function idsNamedBy(actions: readonly ActionState[]): Set<string> {
	return new Set(
		actions.flatMap((action) => [
			...[action.leadOrganisationId, action.responsibleAccountId].filter((id) => id !== null),
			...[action.partnerOrganisationIds, action.communeCodes].flat(),
			...[action.intercommunalityCodes, action.indicators].flat(),
		]),
	);
}
