import { decodeActionAnchor } from '#lib/documents/action-anchor.rules.ts';
import type { ThreadView } from '#lib/documents/comment.rules.ts';
import { notFound } from '#lib/errors.ts';
import type { ActionChange } from '#lib/plan/action-history.words.ts';
import { findByAddress } from '#lib/plan/plan.rules.ts';
import type { Context } from '../context/context.ts';
import { listThreads } from '../documents/comment.queries.ts';
import { listSubjectActivity } from '../documents/activity.queries.ts';
import { getPlanPage, type PlanActionRow, type PlanPage } from './plan.queries.ts';

/** Everything about one action, to read and to print. */
export interface ActionSheetPage extends Pick<
	PlanPage,
	'organisations' | 'people' | 'communes' | 'intercommunalities' | 'labels' | 'today'
> {
	action: PlanActionRow;
	/** Those of the plan: what names the ones that it waits for. */
	actions: PlanActionRow[];
	/** The latest first. */
	history: ActionChange[];
	/** What is said of it. */
	threads: ThreadView[];
}

/**
 * The sheet of an action, as it was last projected.
 * @param address « 5-3 », or its id
 * @throws TerrimedError `not-found` when there is none, or the plan is not open to the actor
 */
export async function getActionSheet(
	context: Context,
	departmentCode: string,
	address: string,
): Promise<ActionSheetPage> {
	const page = await getPlanPage(context, departmentCode);
	const id = findByAddress(address, new Map(page.actions.map((action) => [action.id, action.number])));
	const action = page.actions.find((one) => one.id === id);
	if (action === undefined) throw notFound();
	const entries = await listSubjectActivity(context, departmentCode, {
		documentId: page.document.id,
		subject: action.id,
	});
	const threads = await listThreads(context, page.document.id);
	const { organisations, people, communes, intercommunalities, labels, today, actions } = page;
	return {
		organisations,
		people,
		communes,
		intercommunalities,
		labels,
		today,
		action,
		actions,
		threads: threads.filter(({ anchor }) => decodeActionAnchor(anchor)?.actionId === action.id),
		history: entries.flatMap(({ personName, happenedAt, verb, field, before, after }) =>
			verb === 'action-added' || verb === 'action-removed' || verb === 'action-field-changed'
				? before !== null && before === after
					? []
					: { personName, happenedAt, verb, field: field ?? null, before, after }
				: [],
		),
	};
}
