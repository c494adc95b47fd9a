import { and, count, eq, isNotNull } from 'drizzle-orm';
import { notFound, TerrimedError } from '#lib/errors.ts';
import { newId } from '#lib/identifiers.ts';
import { CHECKLIST_ITEMS, type ChecklistItem } from '#lib/interns/intern.values.rules.ts';
import type { StepChange } from '#lib/interns/welcome.input.ts';
import type { WelcomeStep } from '#lib/interns/welcome.view.ts';
import { writeAudit } from '../audit/audit.ts';
import { authorizeInSpace, type Space } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { mayTick } from '../policies/interns.policy.ts';
import { can } from '../policies/policy.ts';
import { intern, internChange, internChecklistItem } from './intern.tables.ts';
import { findPlacement, listStepOwners, stepFor, stepsOf, type StoredStep } from './welcome.queries.ts';

/** A step of the welcome of one record, at the version that was read. */
export interface StepTarget {
	departmentCode: string;
	internId: string;
	item: ChecklistItem;
	version: number;
}

/** Somebody changed the step in between: nothing was written. */
export interface StepConflict {
	outcome: 'conflict';
	current: WelcomeStep;
}
export type StepSaved = { outcome: 'saved'; step: WelcomeStep };

/**
 * Changes a step of a welcome, if it still is at `version`: who keeps the records says who sees to it and until when; whoever it was
 * given to says that it is done, and nothing else. Over a newer one nothing is written. The version of the record stays: a step that is
 * ticked takes nothing from whoever writes in the record.
 */
export async function changeStep(
	context: Context,
	target: StepTarget,
	input: StepChange,
): Promise<StepSaved | StepConflict> {
	const { departmentCode, internId, item, version } = target;
	const space = await authorizeInSpace(context, 'interns.tick', departmentCode);
	const named = await findOwnerName(context, target, input);
	const done = await withRegistryRights(context, [departmentCode], async (inside) => {
		const placement = await findPlacement(inside.db, departmentCode, internId, { forUpdate: true });
		if (placement === null) throw notFound();
		const before = await readStep(inside.db, internId, item);
		if (!mayChange(inside, space, { ...placement, ownerId: before.ownerId }, input)) throw notFound();
		const outcome = before.version === version ? ('saved' as const) : ('conflict' as const);
		const changes = outcome === 'saved' ? changesOf(before, input, named) : [];
		if (changes.length > 0) await storeStep(inside, target, { before, input, placement, changes });
		const after = changes.length > 0 ? await readStep(inside.db, internId, item) : before;
		const step = stepFor({ actor: inside.actor, space }, placement, after);
		if (step === null) throw notFound();
		return { outcome, step, placement, isChanged: changes.length > 0 };
	});
	if (done.outcome === 'conflict') return { outcome: 'conflict', current: done.step };
	const { communeCode } = done.placement;
	if (done.isChanged) {
		context.events.publish({
			...{ type: 'intern-changed', departmentCode, internId },
			before: { communeCode },
			after: { communeCode },
		});
	}
	return { outcome: 'saved', step: done.step };
}

/** Whoever a step is for ticks it; all else is for those who keep the records. */
function mayChange(
	{ actor }: Context,
	space: Space,
	step: { communeCode: string; ownerId: string | null },
	input: StepChange,
): boolean {
	if (can(actor, 'interns.write', space)) return true;
	return Object.keys(input).every((name) => name === 'done') && mayTick(actor, space, step);
}

/** The name of the account that a step is given to: of somebody who will be able to tick it. */
async function findOwnerName(
	context: Context,
	{ departmentCode, internId }: StepTarget,
	{ ownerId }: StepChange,
): Promise<string | null> {
	if (ownerId === undefined || ownerId === null) return null;
	const placement = await withRegistryRights(context, [departmentCode], ({ db }) =>
		findPlacement(db, departmentCode, internId),
	);
	if (placement === null) throw notFound();
	const owners = await listStepOwners(context, departmentCode, placement.communeCode);
	const owner = owners.find(({ id }) => id === ownerId);
	if (owner !== undefined) return owner.name;
	const sentence =
		'Cette personne ne pourrait pas cocher l’étape. Choisissez dans la liste, ou écrivez son nom à la main.';
	throw new TerrimedError('invalid-input', sentence, { ownerId: sentence });
}

async function readStep(db: Database, internId: string, item: ChecklistItem): Promise<StoredStep> {
	const step = (await stepsOf(db, [internId])).get(internId)?.find((one) => one.item === item);
	if (step === undefined) throw new Error('each record has each step');
	return step;
}

/** One thing that changed in a step, as the history of the record tells it. */
interface Change {
	field: 'done' | 'owner' | 'dueOn';
	before: string | boolean | null;
	after: string | boolean | null;
}

function changesOf(before: StoredStep, input: StepChange, named: string | null): Change[] {
	const isDone = before.doneAt !== null;
	const changes: Change[] = [];
	if (input.done !== undefined && input.done !== isDone)
		changes.push({ field: 'done', before: isDone, after: input.done });
	if (input.dueOn !== undefined && input.dueOn !== before.dueOn)
		changes.push({ field: 'dueOn', before: before.dueOn, after: input.dueOn });
	const owner = ownerAfter(before, input);
	if (owner.ownerId !== before.ownerId || (owner.ownerId === null && owner.name !== before.ownerName))
		changes.push({
			field: 'owner',
			before: before.ownerName,
			after: owner.ownerId === null ? owner.name : named,
		});
	return changes;
}

/** Who a step is for once changed: an account, or a name written by hand, never both. */
function ownerAfter(
	before: StoredStep,
	{ ownerId, ownerName }: StepChange,
): { ownerId: string | null; name: string | null } {
	if (ownerId === undefined && ownerName === undefined)
		return { ownerId: before.ownerId, name: before.ownerName };
	if (typeof ownerId !== 'string') return { ownerId: null, name: ownerName ?? null };
	return { ownerId, name: null };
}

async function storeStep(
	{ db, now, actor }: Context,
	target: StepTarget,
	stored: {
		before: StoredStep;
		input: StepChange;
		placement: { version: number };
		changes: readonly Change[];
	},
): Promise<void> {
	const { departmentCode, internId, item } = target;
	const { before, input, changes } = stored;
	const at = now();
	const accountId = actor.kind === 'account' ? actor.accountId : null;
	const { ownerId, name } = ownerAfter(before, input);
	const ticked = changes.find(({ field }) => field === 'done');
	const columns = {
		...{ ownerId, ownerName: ownerId === null ? name : null },
		dueOn: input.dueOn === undefined ? before.dueOn : input.dueOn,
		...(ticked === undefined ? {} : { doneAt: ticked.after === true ? at : null, doneBy: accountId }),
		version: before.version + 1,
	};
	await db
		.insert(internChecklistItem)
		.values({ internId, departmentCode, item, ...columns })
		.onConflictDoUpdate({
			target: [internChecklistItem.internId, internChecklistItem.item],
			set: columns,
		});
	await countOpenSteps(db, internId);
	await db.insert(internChange).values(
		changes.map((change) => ({
			...{ id: newId(), internId, departmentCode, version: stored.placement.version },
			...{ field: `checklist.${item}.${change.field}`, before: change.before, after: change.after },
			...{ source: 'member' as const, accountId, changedAt: at },
		})),
	);
	await writeAudit(db, {
		...{ chain: departmentCode, actorId: accountId, subjectType: 'intern', subjectId: internId },
		action: ticked === undefined ? 'interns.plan-step' : 'interns.tick',
		details: { item, ...(ticked === undefined ? {} : { done: ticked.after === true }) },
		happenedAt: at,
	});
}

/** Keeps on the record what lists sort by: how many steps wait. */
async function countOpenSteps(db: Database, internId: string): Promise<void> {
	const [counted] = await db
		.select({ done: count() })
		.from(internChecklistItem)
		.where(and(eq(internChecklistItem.internId, internId), isNotNull(internChecklistItem.doneAt)));
	await db
		.update(intern)
		.set({ openItems: CHECKLIST_ITEMS.length - (counted?.done ?? 0) })
		.where(eq(intern.id, internId));
}
