import { and, eq, isNull } from 'drizzle-orm';
import { regionalOrganisations } from '#lib/committee/college.catalogue.ts';
import type { AppointRegional } from '#lib/committee/member.input.ts';
import { REGIONAL_ROLES } from '#lib/committee/role.rules.ts';
import { notFound, TerrimedError } from '#lib/errors.ts';
import { isId, newId } from '#lib/identifiers.ts';
import { ofDepartment } from '#lib/territory/department-name.rules.ts';
import { PLATFORM_CHAIN, writeAudit } from '../audit/audit.ts';
import { within, type Context } from '../context/context.ts';
import { can } from '../policies/policy.ts';
import { department, region } from '../territory/territory.tables.ts';
import { invitation, organisation } from './committee.tables.ts';
import {
	getWaitingInvitation,
	issueInvitation,
	refusePastPeriod,
	renewInvitation,
	sendInvitation,
} from './invitation.issue.ts';
import { actingAccount } from './member.commands.ts';

/** Invites somebody of the URPS médecins or of the ARS, for every committee of a region: administration only. */
export async function appointRegional(
	context: Context,
	input: AppointRegional,
): Promise<{ invitationId: string }> {
	if (!can(context.actor, 'platform.administer')) throw notFound();
	if (!REGIONAL_ROLES.includes(input.role)) {
		throw new TerrimedError('invalid-input', 'Choisissez la structure.', {
			role: 'Choisissez la structure.',
		});
	}
	refusePastPeriod(input, context.now());
	const place = await getRegion(context, input.regionCode);
	const issued = await context.db.transaction(async (transaction) => {
		const inside = within(context, transaction);
		const mandating = await ensureRegionalOrganisation(inside, place, input.role);
		const createdBy = actingAccount(context);
		const made = await issueInvitation(inside, {
			...input,
			evaluatedRegionCode: place.code,
			organisationId: mandating.id,
			organisationName: mandating.name,
			departmentCode: null,
			seatRole: 'holder',
			communeCodes: [],
			createdBy,
		});
		await writeAudit(transaction, {
			chain: PLATFORM_CHAIN,
			actorId: createdBy,
			action: 'invitation.create',
			subjectType: 'invitation',
			subjectId: made.id,
			details: { role: input.role, regionCode: input.regionCode, organisationId: mandating.id },
			happenedAt: context.now(),
		});
		return made;
	});
	await sendInvitation(context, issued, ofRegion(place));
	return { invitationId: issued.id };
}

const ofRegion = ({ name }: { name: string }): string => `de la région ${name}`;

async function getRegion(context: Context, code: string): Promise<{ code: string; name: string }> {
	const [found] = await context.db.select().from(region).where(eq(region.code, code));
	if (found !== undefined) return found;
	const sentence = 'Choisissez une région de la liste.';
	throw new TerrimedError('invalid-input', sentence, { regionCode: sentence });
}

/** The region's body of that role; made here when no committee of the region has been opened yet. */
async function ensureRegionalOrganisation(
	context: Context,
	place: { code: string; name: string },
	role: AppointRegional['role'],
): Promise<{ id: string; name: string }> {
	const college = role === 'ars' ? 'ars' : 'urps-medecins';
	const wanted = regionalOrganisations(place.name).filter((one) => one.college === college);
	const createdAt = context.now();
	const isWanted = and(eq(organisation.regionCode, place.code), eq(organisation.college, college));
	const [found] = await context.db.select().from(organisation).where(isWanted);
	if (found !== undefined) return found;
	await context.db
		.insert(organisation)
		.values(wanted.map((one) => ({ ...one, id: newId(), regionCode: place.code, createdAt })))
		.onConflictDoNothing();
	const [made] = await context.db.select().from(organisation).where(isWanted);
	if (made === undefined) throw new Error(`no organisation of college ${college} could be made`);
	return made;
}

/** Sends an invitation again, of a committee or of a region, as the committee's own command does: administration only. */
export async function resendAnyInvitation(context: Context, target: { invitationId: string }): Promise<void> {
	if (!can(context.actor, 'platform.administer')) throw notFound();
	const issued = await context.db.transaction(async (transaction) => {
		const inside = within(context, transaction);
		const renewed = await renewInvitation(inside, await getWaitingInvitation(inside, target));
		await writeAudit(transaction, {
			chain: renewed.departmentCode ?? PLATFORM_CHAIN,
			actorId: actingAccount(context),
			action: 'invitation.resend',
			subjectType: 'invitation',
			subjectId: renewed.id,
			happenedAt: context.now(),
		});
		return renewed;
	});
	await sendInvitation(context, issued, await placeOf(context, issued));
}

/** « du Gers », « de la région Occitanie ». */
async function placeOf(
	context: Context,
	{ departmentCode, regionCode }: { departmentCode: string | null; regionCode: string | null },
): Promise<string> {
	if (departmentCode === null) return ofRegion(await getRegion(context, regionCode ?? ''));
	const [found] = await context.db.select().from(department).where(eq(department.code, departmentCode));
	return found === undefined ? '' : ofDepartment(found);
}

/** Withdraws any invitation, of a committee or of a region: administration only. */
export async function revokeAnyInvitation(context: Context, target: { invitationId: string }): Promise<void> {
	if (!can(context.actor, 'platform.administer') || !isId(target.invitationId)) throw notFound();
	await context.db.transaction(async (transaction) => {
		const [revoked] = await transaction
			.update(invitation)
			.set({ revokedAt: context.now() })
			.where(
				and(eq(invitation.id, target.invitationId), isNull(invitation.usedAt), isNull(invitation.revokedAt)),
			)
			.returning();
		if (revoked === undefined) throw notFound();
		await writeAudit(transaction, {
			chain: revoked.departmentCode ?? PLATFORM_CHAIN,
			actorId: actingAccount(context),
			action: 'invitation.revoke',
			subjectType: 'invitation',
			subjectId: revoked.id,
			happenedAt: context.now(),
		});
	});
}
