import { and, asc, desc, eq, ne, sql } from 'drizzle-orm';
import { readQuestion } from '#lib/documents/search.rules.ts';
import type { SharedAction } from '#lib/plan/shared-plan.rules.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { department } from '../territory/territory.tables.ts';
import { sharedAction, sharedPlan } from './shared-plan.tables.ts';

/** Actions shown at once. */
const ACTIONS_SHOWN = 40;

/** Whether a committee shares its adopted plan, for whoever may change that. @throws TerrimedError `not-found` */
export async function getPlanSharing(context: Context, departmentCode: string): Promise<{ shares: boolean }> {
	await authorizeInSpace(context, 'version.manage', departmentCode);
	const rows = await context.db
		.select({ code: sharedPlan.departmentCode })
		.from(sharedPlan)
		.where(eq(sharedPlan.departmentCode, departmentCode));
	return { shares: rows.length > 0 };
}

/**
 * Actions of other committees' adopted plans, for whoever may write in the plan of one's own: those that hold the words, or without
 * words the first of all, by proposition.
 */
export async function findSharedActions(
	context: Context,
	departmentCode: string,
	text: string,
): Promise<SharedAction[]> {
	await authorizeInSpace(context, 'plan.write', departmentCode);
	const question = readQuestion(text);
	const words =
		question === null
			? null
			: sql`(plainto_tsquery('french', ${question.typed}) || plainto_tsquery('french', ${question.folded}))`;
	const rows = await context.db
		.select({
			departmentCode: sharedAction.departmentCode,
			departmentName: department.name,
			number: sharedAction.number,
			proposition: sharedAction.proposition,
			title: sharedAction.title,
			measure: sharedAction.measure,
			content: sharedAction.content,
			version: sharedAction.version,
			adoptedOn: sharedAction.adoptedOn,
		})
		.from(sharedAction)
		.innerJoin(department, eq(department.code, sharedAction.departmentCode))
		.where(
			and(
				ne(sharedAction.departmentCode, departmentCode),
				words === null ? undefined : sql`${sharedAction.words} @@ ${words}`,
			),
		)
		.orderBy(
			...(words === null ? [] : [desc(sql`ts_rank(${sharedAction.words}, ${words}, 1)`)]),
			asc(sharedAction.proposition),
			asc(sharedAction.departmentCode),
			asc(sharedAction.position),
		)
		.limit(ACTIONS_SHOWN);
	return rows.map(({ content, ...row }) => ({ ...row, ...content }));
}
