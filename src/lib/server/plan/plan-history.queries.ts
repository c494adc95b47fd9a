import { eq, or } from 'drizzle-orm';
import type { Moment } from '#lib/documents/history.rules.ts';
import { findSuggestedIndicator } from '#lib/plan/indicator.catalogue.ts';
import { planTextOf } from '#lib/plan/plan-passages.content.ts';
import { account } from '../accounts/account.tables.ts';
import { mandate } from '../committee/committee.tables.ts';
import { listOrganisations } from '../committee/organisation.queries.ts';
import type { Context } from '../context/context.ts';
import type { DocumentSummary } from '../documents/document.queries.ts';
import { getHistoryPage, type HistoryPage } from '../documents/history-page.queries.ts';
import { getPastDocument, type PastDocument, type ReadTextOf } from '../documents/history.queries.ts';
import {
	commune,
	department,
	departmentIntercommunality,
	intercommunality,
} from '../territory/territory.tables.ts';

/** The history of a document of any kind: of the plan, action by action and field by field. */
export function getAnyHistoryPage(
	context: Context,
	place: { departmentCode: string; documentId: string },
	asked: { from: string | null; to: string | null; before: string | null },
): Promise<HistoryPage> {
	return getHistoryPage(context, place, asked, (document) => readerOf(context, document));
}

/** A document of any kind as it was. */
export async function getAnyPastDocument(
	context: Context,
	document: DocumentSummary,
	moment: Moment,
): Promise<PastDocument> {
	return getPastDocument(context, document, { moment, readText: await readerOf(context, document) });
}

async function readerOf(context: Context, document: DocumentSummary): Promise<ReadTextOf | undefined> {
	if (document.kind !== 'plan') return undefined;
	const names = await listPlanNames(context, document.departmentCode);
	const nameOf = (id: string) => names.get(id) ?? findSuggestedIndicator(id)?.label ?? id;
	return (doc) => planTextOf(doc, nameOf);
}

/** What the ids of a plan stand for: organisations, people of the committee past and present, communes, EPCI. */
export async function listPlanNames(context: Context, departmentCode: string): Promise<Map<string, string>> {
	const { db } = context;
	const organisations = await listOrganisations(context, departmentCode);
	const people = await db
		.selectDistinct({ id: account.id, name: account.displayName })
		.from(mandate)
		.innerJoin(account, eq(account.id, mandate.accountId))
		.innerJoin(department, eq(department.code, departmentCode))
		.where(or(eq(mandate.departmentCode, departmentCode), eq(mandate.regionCode, department.regionCode)));
	const communes = await db
		.select({ id: commune.code, name: commune.name })
		.from(commune)
		.where(eq(commune.departmentCode, departmentCode));
	const intercommunalities = await db
		.select({ id: intercommunality.code, name: intercommunality.name })
		.from(intercommunality)
		.innerJoin(
			departmentIntercommunality,
			eq(departmentIntercommunality.intercommunalityCode, intercommunality.code),
		)
		.where(eq(departmentIntercommunality.departmentCode, departmentCode));
	const all = [...organisations, ...people, ...communes, ...intercommunalities];
	return new Map(all.map(({ id, name }) => [id, name]));
}
