import { eq } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { compareActions, type Action, type ActionStatus } from '#lib/plan/action.rules.ts';
import {
	countByStatus,
	isOverdue,
	totalsByProposition,
	type PropositionTotals,
} from '#lib/plan/plan.rules.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { planAction } from './plan.tables.ts';

/** An action as it was last projected, with its number and the plain text of its description. */
export interface PlanActionRow extends Action {
	/** « 5.3 ». */
	number: string;
	description: string;
}

export interface PlanSummary {
	count: number;
	byStatus: Record<ActionStatus, number>;
	byProposition: PropositionTotals[];
	/** Past their due date and not done, the longest overdue first. */
	late: PlanActionRow[];
}

/**
 * The actions of a committee's plan in their order, about a second behind what people see live.
 * @throws TerrimedError `not-found` when the plan is not open to the actor
 */
export async function listPlanActions(context: Context, departmentCode: string): Promise<PlanActionRow[]> {
	const space = await authorizeInSpace(context, 'plan.read', departmentCode);
	const rows = await context.db
		.select()
		.from(planAction)
		.where(eq(planAction.departmentCode, space.departmentCode));
	return rows
		.map(({ actionId, documentId: _document, departmentCode: _code, ...fields }) => ({
			...fields,
			id: actionId,
		}))
		.sort(compareActions);
}

/** Where the plan stands today: counts by status and proposition, late actions. */
export async function planSummary(context: Context, departmentCode: string): Promise<PlanSummary> {
	const actions = await listPlanActions(context, departmentCode);
	const today = dayInFrance(context.now());
	return {
		count: actions.length,
		byStatus: countByStatus(actions, today),
		byProposition: totalsByProposition(actions, today),
		late: actions
			.filter((action) => isOverdue(action, today))
			.sort((left, right) => ((left.dueOn ?? '') < (right.dueOn ?? '') ? -1 : 1)),
	};
}
