import { and, desc, eq, isNull, ne, or } from 'drizzle-orm';
import * as Y from 'yjs';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import { searchable } from '#lib/documents/search.rules.ts';
import { notFound } from '#lib/errors.ts';
import { numberActions } from '#lib/plan/action.rules.ts';
import { actionsOf, readActions, readDescription } from '#lib/plan/plan.content.ts';
import type { SharedAction } from '#lib/plan/shared-plan.rules.ts';
import { writeAudit } from '../audit/audit.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { document, documentVersion } from '../documents/document.tables.ts';
import { findSharedActions } from './shared-plan.queries.ts';
import { sharedAction, sharedPlan } from './shared-plan.tables.ts';

/** Lets the other committees read the actions of the adopted plan, or no longer. @throws TerrimedError `not-found` */
export async function setPlanSharing(
	context: Context,
	departmentCode: string,
	input: { shares: boolean },
): Promise<void> {
	await authorizeInSpace(context, 'version.manage', departmentCode);
	const { actor } = context;
	if (actor.kind !== 'account') throw notFound();
	await context.db.transaction(async (transaction) => {
		const changed = input.shares
			? await transaction
					.insert(sharedPlan)
					.values({ departmentCode, sharedAt: context.now(), sharedBy: actor.accountId })
					.onConflictDoNothing()
					.returning({ code: sharedPlan.departmentCode })
			: await transaction
					.delete(sharedPlan)
					.where(eq(sharedPlan.departmentCode, departmentCode))
					.returning({ code: sharedPlan.departmentCode });
		if (changed.length === 0) return;
		await writeAudit(transaction, {
			chain: departmentCode,
			actorId: actor.accountId,
			action: input.shares ? 'plan.share' : 'plan.unshare',
			subjectType: 'committee',
			subjectId: departmentCode,
			happenedAt: context.now(),
		});
	});
	await refreshSharedPlans(context);
}

/** What `findSharedActions` finds, once what was adopted since has been read. Refused before that. @throws TerrimedError `not-found` */
export async function searchSharedActions(
	context: Context,
	departmentCode: string,
	text: string,
): Promise<SharedAction[]> {
	await authorizeInSpace(context, 'plan.write', departmentCode);
	await refreshSharedPlans(context);
	return findSharedActions(context, departmentCode, text);
}

/** Reads what was adopted since it was last asked for, in the committees that share: nearly always nothing. */
export async function refreshSharedPlans(context: Context): Promise<void> {
	for (const { departmentCode, versionId } of await listOutdated(context.db)) {
		await context.db.transaction(async (transaction) => {
			// Of two who ask at once, the second waits and finds it done.
			const [held] = await transaction
				.select({ versionId: sharedPlan.versionId })
				.from(sharedPlan)
				.where(eq(sharedPlan.departmentCode, departmentCode))
				.for('no key update');
			if (held === undefined || held.versionId === versionId) return;
			await writeShared(transaction, departmentCode, versionId);
		});
	}
}

async function listOutdated(db: Database): Promise<{ departmentCode: string; versionId: string }[]> {
	const { departmentCode, versionId } = sharedPlan;
	const last = db
		.selectDistinctOn([document.departmentCode], {
			departmentCode: document.departmentCode,
			id: documentVersion.id,
		})
		.from(documentVersion)
		.innerJoin(document, eq(document.id, documentVersion.documentId))
		.where(and(eq(document.kind, 'plan'), eq(documentVersion.adopted, true)))
		.orderBy(document.departmentCode, desc(documentVersion.createdAt), desc(documentVersion.id))
		.as('last');
	return db
		.select({ departmentCode, versionId: last.id })
		.from(sharedPlan)
		.innerJoin(last, eq(last.departmentCode, departmentCode))
		.where(or(isNull(versionId), ne(versionId, last.id)));
}

async function writeShared(transaction: Database, departmentCode: string, versionId: string): Promise<void> {
	const [version] = await transaction
		.select({
			bytes: documentVersion.bytes,
			name: documentVersion.name,
			createdAt: documentVersion.createdAt,
		})
		.from(documentVersion)
		.where(eq(documentVersion.id, versionId));
	if (version === undefined) return;
	const rows = readShared(version.bytes).map((row) => ({
		...row,
		departmentCode,
		version: version.name,
		adoptedOn: dayInFrance(version.createdAt),
	}));
	await transaction.delete(sharedAction).where(eq(sharedAction.departmentCode, departmentCode));
	if (rows.length > 0) await transaction.insert(sharedAction).values(rows);
	await transaction
		.update(sharedPlan)
		.set({ versionId })
		.where(eq(sharedPlan.departmentCode, departmentCode));
}

/** The actions of a plan, without what is of its committee alone: people, organisations, places, dates, money. */
function readShared(bytes: Uint8Array) {
	const doc = new Y.Doc();
	try {
		Y.applyUpdate(doc, bytes);
		const maps = actionsOf(doc);
		const actions = readActions(doc);
		const numbers = numberActions(actions);
		return actions
			.filter(({ title }) => title.trim() !== '')
			.map(({ id, title, proposition, measure, objective, milestones }, position) => {
				const description = readDescription(maps.get(id)).split('\n').filter(Boolean);
				const content = { objective, description, milestones: milestones.map((one) => one.title) };
				const searched = searchable([title, objective, ...description].join(' '));
				const number = numbers.get(id) ?? '';
				return { position, number, title, proposition, measure, content, searched };
			});
	} finally {
		doc.destroy();
	}
}
