import { and, eq, isNull } from 'drizzle-orm';
import { isLastFacilitator, LAST_FACILITATOR_SENTENCE } from '#lib/committee/member.rules.ts';
import {
	COMMITTEE_ROLES,
	dayInFrance,
	isMandateActive,
	mandateState,
	type Role,
} from '#lib/committee/role.rules.ts';
import { notFound, TerrimedError } from '#lib/errors.ts';
import { isId, newId } from '#lib/identifiers.ts';
import { PLATFORM_CHAIN, writeAudit } from '../audit/audit.ts';
import { within, type Context } from '../context/context.ts';
import { can } from '../policies/policy.ts';
import { committee, grant, mandate } from './committee.tables.ts';
import { actingAccount } from './member.commands.ts';
import { authorizeInSpace } from './space.queries.ts';

type MandateRow = typeof mandate.$inferSelect;

export interface MandateTarget {
	departmentCode: string;
	mandateId: string;
}

/** Ends a mandate now: its rights with it, its sockets within two seconds; its history stays. */
export async function endMandate(context: Context, target: MandateTarget): Promise<void> {
	await authorizeInSpace(context, 'members.manage', target.departmentCode);
	const ended = await context.db.transaction(async (transaction) => {
		const inside = within(context, transaction);
		const found = await lockMandate(inside, target);
		await keepOneFacilitator(inside, found);
		await endNow(inside, found, found.departmentCode ?? PLATFORM_CHAIN);
		return found;
	});
	context.events.publish({ type: 'rights-changed', accountId: ended.accountId });
}

/** Ends a regional mandate: only the platform's administration gives and takes these. */
export async function endRegionalMandate(context: Context, target: { mandateId: string }): Promise<void> {
	if (!can(context.actor, 'platform.administer')) throw notFound();
	const ended = await context.db.transaction(async (transaction) => {
		const found = await findMandate(within(context, transaction), target.mandateId);
		if (found === undefined || found.regionCode === null) throw notFound();
		await endNow(within(context, transaction), found, PLATFORM_CHAIN);
		return found;
	});
	context.events.publish({ type: 'rights-changed', accountId: ended.accountId });
}

/** Takes one right and gives another through the same mandate. Asking for the right already held changes nothing. */
export async function changeRole(
	context: Context,
	input: MandateTarget & { role: (typeof COMMITTEE_ROLES)[number] },
): Promise<void> {
	await authorizeInSpace(context, 'members.manage', input.departmentCode);
	if (!COMMITTEE_ROLES.includes(input.role)) {
		const sentence = 'Ce droit est donné pour toute la région, par l’administration de la plateforme.';
		throw new TerrimedError('invalid-input', sentence, { role: sentence });
	}
	const changed = await context.db.transaction(async (transaction) => {
		const inside = within(context, transaction);
		const found = await lockMandate(inside, input);
		refuseOver(found, context.now());
		const held = await listGrants(inside, found.id);
		if (held.length === 1 && held[0]?.role === input.role) return null;
		if (input.role !== 'facilitator') await keepOneFacilitator(inside, found);
		await replaceGrant(inside, found, { before: held[0]?.role ?? null, after: input.role });
		return found;
	});
	if (changed !== null) context.events.publish({ type: 'rights-changed', accountId: changed.accountId });
}

/** A mandate of this committee; the committee's row is locked, so that two people cannot remove the last two facilitators at once. */
async function lockMandate(context: Context, target: MandateTarget): Promise<MandateRow> {
	await context.db
		.select({ code: committee.departmentCode })
		.from(committee)
		.where(eq(committee.departmentCode, target.departmentCode))
		.for('no key update');
	const found = await findMandate(context, target.mandateId);
	if (found === undefined || found.departmentCode !== target.departmentCode) throw notFound();
	return found;
}

async function findMandate(context: Context, mandateId: string): Promise<MandateRow | undefined> {
	if (!isId(mandateId)) throw notFound();
	const [found] = await context.db
		.select()
		.from(mandate)
		.where(eq(mandate.id, mandateId))
		.for('no key update');
	return found;
}

const listGrants = (context: Context, mandateId: string) =>
	context.db
		.select({ role: grant.role })
		.from(grant)
		.where(and(eq(grant.mandateId, mandateId), isNull(grant.revokedAt)));

function refuseOver(found: MandateRow, now: Date): void {
	const state = mandateState(found, dayInFrance(now));
	if (state === 'ended' || state === 'expired') {
		throw new TerrimedError('conflict', 'Ce mandat est fini. Invitez de nouveau la personne.');
	}
}

/** The administration may leave a committee without a facilitator, to replace the person; a facilitator may not. */
async function keepOneFacilitator(context: Context, found: MandateRow): Promise<void> {
	if (can(context.actor, 'platform.administer') || found.departmentCode === null) return;
	const today = dayInFrance(context.now());
	const facilitating = await context.db
		.select({
			id: mandate.id,
			startsOn: mandate.startsOn,
			endsOn: mandate.endsOn,
			endedAt: mandate.endedAt,
		})
		.from(mandate)
		.innerJoin(grant, eq(grant.mandateId, mandate.id))
		.where(
			and(
				eq(mandate.departmentCode, found.departmentCode),
				eq(grant.role, 'facilitator'),
				isNull(grant.revokedAt),
			),
		);
	const active = facilitating.filter((one) => isMandateActive(one, today)).map((one) => one.id);
	if (isLastFacilitator(found.id, active)) throw new TerrimedError('conflict', LAST_FACILITATOR_SENTENCE);
}

async function endNow(context: Context, found: MandateRow, chain: string): Promise<void> {
	const endedAt = context.now();
	const endedBy = actingAccount(context);
	if (found.endedAt !== null) throw new TerrimedError('conflict', 'Ce mandat est déjà fini.');
	await context.db.update(mandate).set({ endedAt, endedBy }).where(eq(mandate.id, found.id));
	await revokeGrants(context, found.id);
	await writeAudit(context.db, {
		chain,
		actorId: endedBy,
		action: 'mandate.end',
		subjectType: 'mandate',
		subjectId: found.id,
		details: { accountId: found.accountId },
		happenedAt: endedAt,
	});
}

async function revokeGrants(context: Context, mandateId: string): Promise<void> {
	await context.db
		.update(grant)
		.set({ revokedAt: context.now(), revokedBy: actingAccount(context) })
		.where(and(eq(grant.mandateId, mandateId), isNull(grant.revokedAt)));
}

async function replaceGrant(
	context: Context,
	found: MandateRow,
	roles: { before: Role | null; after: Role },
): Promise<void> {
	const grantedAt = context.now();
	const grantedBy = actingAccount(context);
	await revokeGrants(context, found.id);
	await context.db.insert(grant).values({
		id: newId(grantedAt.getTime()),
		mandateId: found.id,
		role: roles.after,
		grantedAt,
		grantedBy,
	});
	await writeAudit(context.db, {
		chain: found.departmentCode ?? PLATFORM_CHAIN,
		actorId: grantedBy,
		action: 'mandate.change-role',
		subjectType: 'mandate',
		subjectId: found.id,
		details: { ...roles, accountId: found.accountId },
		happenedAt: grantedAt,
	});
}
