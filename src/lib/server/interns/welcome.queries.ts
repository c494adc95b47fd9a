import { and, asc, eq, gte, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { notFound } from '#lib/errors.ts';
import { isId } from '#lib/identifiers.ts';
import { CHECKLIST_ITEMS, type ChecklistItem } from '#lib/interns/intern.values.rules.ts';
import type { WelcomeItem } from '#lib/interns/welcome.rules.ts';
import type { StepOwner, WelcomeStep } from '#lib/interns/welcome.view.ts';
import { account } from '../accounts/account.tables.ts';
import { grant, mandate } from '../committee/committee.tables.ts';
import { authorizeInSpace, type Space } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { internsAccess, mayTick, opensIntern } from '../policies/interns.policy.ts';
import type { Actor } from '../policies/policy.ts';
import { intern, internChecklistItem } from './intern.tables.ts';

/** A step as it is stored, with the names of the people in it. A step that nobody has written yet is at version 0. */
export interface StoredStep {
	item: ChecklistItem;
	ownerId: string | null;
	/** Of the account, or written by hand. */
	ownerName: string | null;
	dueOn: string | null;
	doneAt: Date | null;
	doneByName: string | null;
	version: number;
}

const NOT_WRITTEN = {
	...{ ownerId: null, ownerName: null, dueOn: null, doneAt: null, doneByName: null },
	version: 0,
};

/** The steps of each of these records, each step once and in their order, inside a transaction opened for their département. */
export async function stepsOf(
	db: Database,
	internIds: readonly string[],
): Promise<Map<string, StoredStep[]>> {
	const doer = alias(account, 'doer');
	const rows =
		internIds.length === 0
			? []
			: await db
					.select({ step: internChecklistItem, owner: account.displayName, doneByName: doer.displayName })
					.from(internChecklistItem)
					.leftJoin(account, eq(account.id, internChecklistItem.ownerId))
					.leftJoin(doer, eq(doer.id, internChecklistItem.doneBy))
					.where(inArray(internChecklistItem.internId, [...internIds]));
	const byIntern = Map.groupBy(rows, ({ step }) => step.internId);
	return new Map(
		internIds.map((id) => [
			id,
			CHECKLIST_ITEMS.map((item): StoredStep => {
				const found = byIntern.get(id)?.find(({ step }) => step.item === item);
				if (found === undefined) return { item, ...NOT_WRITTEN };
				const { step, owner, doneByName } = found;
				const { ownerId, dueOn, doneAt, version } = step;
				return { item, ownerId, ownerName: owner ?? step.ownerName, dueOn, doneAt, doneByName, version };
			}),
		]),
	);
}

/** What the rules of a welcome ask of its steps. */
export function welcomeItemsOf(steps: readonly StoredStep[]): WelcomeItem[] {
	return steps.map(({ item, ownerId, ownerName, dueOn, doneAt }) => ({
		...{ item, dueOn },
		hasOwner: ownerId !== null || ownerName !== null,
		isDone: doneAt !== null,
	}));
}

/** The same of each of these records, and no more of its steps: what a list asks of a hundred of them. */
export async function listWelcomeItems(
	db: Database,
	internIds: readonly string[],
): Promise<Map<string, WelcomeItem[]>> {
	if (internIds.length === 0) return new Map();
	const { internId, item, dueOn, ownerId, ownerName, doneAt } = internChecklistItem;
	const rows = await db
		.select({
			...{ internId, item, dueOn },
			hasOwner: sql<boolean>`${ownerId} is not null or ${ownerName} is not null`,
			isDone: sql<boolean>`${doneAt} is not null`,
		})
		.from(internChecklistItem)
		.where(inArray(internId, [...internIds]));
	const byIntern = Map.groupBy(rows, (step) => step.internId);
	return new Map(internIds.map((id) => [id, CHECKLIST_ITEMS.map((name) => itemOf(name, byIntern.get(id)))]));
}

/** A step that nobody has written yet is nobody's, without a day, to be done. */
function itemOf(item: ChecklistItem, written: readonly WelcomeItem[] = []): WelcomeItem {
	const { dueOn, hasOwner, isDone } = written.find((step) => step.item === item) ?? NOT_PLANNED;
	return { item, dueOn, hasOwner, isDone };
}

const NOT_PLANNED = { dueOn: null, hasOwner: false, isDone: false };

/** A step as its reader gets it; null when it is not theirs to read: an elected official reads those given to them. */
export function stepFor(
	reader: { actor: Actor; space: Space },
	{ communeCode }: { communeCode: string },
	step: StoredStep,
): WelcomeStep | null {
	const { actor, space } = reader;
	const { ownerId, doneAt, ...shown } = step;
	const isTickable = mayTick(actor, space, { communeCode, ownerId });
	if (!isTickable && !space.abilities.includes('interns.write')) return null;
	const isOwn = actor.kind === 'account' && ownerId === actor.accountId;
	return { ...shown, ownerId, isOwn, isTickable, doneOn: doneAt === null ? null : dayInFrance(doneAt) };
}

/** The checklist of a record, as its reader may read it. @throws TerrimedError `not-found` */
export async function listWelcomeSteps(
	context: Context,
	departmentCode: string,
	internId: string,
): Promise<WelcomeStep[]> {
	const space = await authorizeInSpace(context, 'interns.tick', departmentCode);
	return withRegistryRights(context, [departmentCode], async ({ db, actor }) => {
		const placement = await findPlacement(db, departmentCode, internId);
		if (placement === null || !opensIntern(internsAccess(actor, space), placement)) throw notFound();
		const steps = (await stepsOf(db, [internId])).get(internId) ?? [];
		return steps.flatMap((step) => stepFor({ actor, space }, placement, step) ?? []);
	});
}

/** Where a record is and at which version; null when the département has no such record, or the person opposed it. */
export async function findPlacement(
	db: Database,
	departmentCode: string,
	internId: string,
	options: { forUpdate?: boolean } = {},
): Promise<{ communeCode: string; version: number } | null> {
	if (!isId(internId)) return null;
	const query = db
		.select({ communeCode: intern.communeCode, version: intern.version })
		.from(intern)
		.where(and(eq(intern.id, internId), eq(intern.departmentCode, departmentCode), isNull(intern.opposedAt)));
	const [row] = await (options.forUpdate === true ? query.for('no key update') : query);
	return row ?? null;
}

/** People to whom a step of a welcome in this commune may be given: those who can then tick it. */
export async function listStepOwners(
	context: Context,
	departmentCode: string,
	communeCode: string,
): Promise<StepOwner[]> {
	const space = await authorizeInSpace(context, 'interns.write', departmentCode);
	const able = await selectOwners(context, space, communeCode);
	return [...new Map(able.map((one) => [one.id, one])).values()];
}

/** The elected officials of a commune who hold a right in the space today, by the id of their accounts. */
export async function electedOf(context: Context, space: Space, communeCode: string): Promise<Set<string>> {
	const able = await selectOwners(context, space, communeCode);
	return new Set(able.filter(({ role }) => role === 'elected').map(({ id }) => id));
}

/** Those who may tick a step in this commune, once for each right. */
async function selectOwners(
	{ db, now }: Context,
	{ departmentCode, regionCode }: Space,
	communeCode: string,
): Promise<StepOwner[]> {
	const today = dayInFrance(now());
	const rows = await db
		.select({
			id: account.id,
			name: account.displayName,
			role: grant.role,
			title: mandate.title,
			communeCodes: mandate.communeCodes,
		})
		.from(grant)
		.innerJoin(mandate, eq(mandate.id, grant.mandateId))
		.innerJoin(account, eq(account.id, mandate.accountId))
		.where(
			and(
				inArray(grant.role, ['elected', 'facilitator', 'urps']),
				or(eq(mandate.departmentCode, departmentCode), eq(mandate.regionCode, regionCode)),
				...[isNull(grant.revokedAt), isNull(mandate.endedAt), isNull(account.disabledAt)],
				lte(mandate.startsOn, today),
				gte(mandate.endsOn, today),
			),
		)
		.orderBy(asc(account.displayName));
	return rows
		.filter(({ role, communeCodes }) => role !== 'elected' || communeCodes.includes(communeCode))
		.map(({ id, name, role, title }) => ({ id, name, role, title }));
}
