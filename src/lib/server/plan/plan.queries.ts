import { eq } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { catalogueLabels, type CatalogueLabels } from '#lib/plan/catalogue.labels.ts';
import { compareActions, type Action, type ActionStatus } from '#lib/plan/action.rules.ts';
import {
	countByStatus,
	isOverdue,
	totalsByProposition,
	type PropositionTotals,
} from '#lib/plan/plan.rules.ts';
import type { CommuneChoice, IntercommunalityChoice } from '#lib/territory/territory.rules.ts';
import { listSpacePeople, type SpacePerson } from '../committee/member.queries.ts';
import { listOrganisations, type OrganisationRow } from '../committee/organisation.queries.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { countsByAction } from '#lib/plan/unread.rules.ts';
import { countUnreadThreads } from '../documents/comment.queries.ts';
import { getDocumentByKind, type DocumentSummary } from '../documents/document.queries.ts';
import type { DepartmentSubject } from '../policies/policy.ts';
import { communesByCode, listIntercommunalities, searchCommunes } from '../territory/territory.queries.ts';
import { listFollowedIds } from './followed-action.queries.ts';
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

/** Everything the plan's page shows before any script. */
export interface PlanPage {
	document: DocumentSummary;
	actions: PlanActionRow[];
	organisations: OrganisationRow[];
	/** The communes that the plan names. */
	communes: CommuneChoice[];
	/** All those of the département. */
	intercommunalities: IntercommunalityChoice[];
	/** Whoever may be in charge of an action, or has been. */
	people: SpacePerson[];
	/** Of the measures and suggested indicators that the plan names. */
	labels: CatalogueLabels;
	/** Organisations that the actor represents here. */
	myOrganisationIds: string[];
	/** Actions that the actor follows. */
	followedIds: string[];
	/** How many threads the actor has not read, by action. */
	unread: Record<string, number>;
	/** Today in France (ISO). */
	today: string;
}

/** @throws TerrimedError `not-found` when the plan is not open to the actor */
export async function getPlanPage(context: Context, departmentCode: string): Promise<PlanPage> {
	const space = await authorizeInSpace(context, 'plan.read', departmentCode);
	const [document, actions, organisations, intercommunalities, people] = await Promise.all([
		getDocumentByKind(context, departmentCode, 'plan'),
		listPlanActions(context, departmentCode),
		listOrganisations(context, departmentCode),
		listIntercommunalities(context, departmentCode),
		listSpacePeople(context, departmentCode),
	]);
	const codes = new Set(actions.flatMap((action) => action.communeCodes));
	return {
		document,
		actions,
		organisations,
		communes: await communesByCode(context, [...codes]),
		intercommunalities,
		people,
		labels: catalogueLabels(actions),
		myOrganisationIds: organisationsOf(context, space),
		followedIds: await listFollowedIds(context, [space]),
		unread: countsByAction(await countUnreadThreads(context, document)),
		today: dayInFrance(context.now()),
	};
}

function organisationsOf({ actor }: Context, space: DepartmentSubject): string[] {
	if (actor.kind !== 'account') return [];
	const here = actor.grants.filter(
		(grant) => grant.departmentCode === space.departmentCode || grant.regionCode === space.regionCode,
	);
	return [...new Set(here.map((grant) => grant.organisationId))];
}

/** Most communes whose names are asked for at once. */
const MAX_NAMES = 200;

/** Communes of the département that answer a search, or those of known codes: what the plan's fields ask for. */
export async function findPlanCommunes(
	context: Context,
	asked: { departmentCode: string; text: string; codes: readonly string[] },
): Promise<CommuneChoice[]> {
	const space = await authorizeInSpace(context, 'plan.read', asked.departmentCode);
	if (asked.codes.length > 0) return communesByCode(context, asked.codes.slice(0, MAX_NAMES));
	return searchCommunes(context, space.departmentCode, asked.text);
}
