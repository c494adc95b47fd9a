import { DOCUMENT_STATE_LABEL } from '#lib/documents/document.rules.ts';
import { fileName } from '#lib/documents/portable.head.ts';
import { titleInWords } from '#lib/plan/action.words.ts';
import { planAnnex } from '#lib/plan/plan-annex.content.ts';
import { planBlocks } from '#lib/plan/plan-file.content.ts';
import { PLAN_MEDIA_TYPE, planSheet, type PlanNames } from '#lib/plan/plan-file.rules.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { momentInWords, type OutgoingFile } from '../documents/document-export.queries.ts';
import { listThreads } from '../documents/comment.queries.ts';
import { readPartsAt } from '../documents/document-reader.ts';
import { findMoment } from '../documents/moment.queries.ts';
import { exportPlanJob, type ExportPlanInput } from './plan-file.jobs.ts';
import { getPlanPage, type PlanPage } from './plan.queries.ts';

/**
 * The plan as a workbook, or as a document to print with a sheet for each action, and what was said of them at its end when asked for.
 * @throws TerrimedError `not-found` when the plan is not open to the actor
 */
export async function exportPlan(
	context: Context,
	departmentCode: string,
	asked: { format: 'xlsx' | 'ods' | 'pdf'; comments?: '1' | undefined },
): Promise<OutgoingFile> {
	const { format } = asked;
	const space = await authorizeInSpace(context, 'plan.read', departmentCode);
	const page = await getPlanPage(context, departmentCode);
	const { seq } = await findMoment(context.db, page.document.id, { kind: 'now' });
	const { actions, today } = page;
	const names = namesOf(page);
	const withComments = format === 'pdf' && asked.comments === '1';
	const annex = withComments ? planAnnex(await listThreads(context, page.document.id), actions) : [];
	const input: ExportPlanInput = {
		parts: await readPartsAt(context.db, page.document.id, seq),
		head: {
			title: `${page.document.title} – ${space.departmentName}`,
			place: space.departmentName,
			state: DOCUMENT_STATE_LABEL[page.document.state],
			moment: momentInWords(context.now()),
		},
		content:
			format === 'pdf'
				? { format, blocks: [...planBlocks(actions, names, today), ...annex] }
				: { format, sheet: planSheet(actions, names, today) },
	};
	return {
		name: fileName(`plan ${departmentCode} ${today}`, format),
		mediaType: PLAN_MEDIA_TYPE[format],
		bytes: context.files.run(exportPlanJob, input),
	};
}

/** Names of what a plan refers to; « ? » for what has none any more. */
export function namesOf(page: PlanPage): PlanNames {
	const finder = (entries: Iterable<readonly [string, string]>) => {
		const names = new Map(entries);
		return (key: string): string => names.get(key) ?? '?';
	};
	return {
		organisation: finder(page.organisations.map(({ id, name }) => [id, name])),
		person: finder(page.people.map(({ accountId, name }) => [accountId, name])),
		commune: finder(page.communes.map(({ code, name }) => [code, name])),
		intercommunality: finder(page.intercommunalities.map(({ code, name }) => [code, name])),
		action: finder(page.actions.map(({ id, number, title }) => [id, `${number} ${titleInWords(title)}`])),
	};
}
