import { and, asc, eq, isNotNull, isNull } from 'drizzle-orm';
import { invitationState, type InvitationState } from '#lib/committee/member.rules.ts';
import { dayInFrance, isMandateActive, mandateState, type Role } from '#lib/committee/role.rules.ts';
import { notFound } from '#lib/errors.ts';
import { account } from '../accounts/account.tables.ts';
import type { Context } from '../context/context.ts';
import { can } from '../policies/policy.ts';
import { department, region } from '../territory/territory.tables.ts';
import { committee, grant, invitation, mandate, organisation } from './committee.tables.ts';

/** `preparing`: nobody runs it and nobody has been asked to. */
export type CommitteeState = 'open' | 'invited' | 'preparing';

export interface CommitteeRow {
	departmentCode: string;
	departmentName: string;
	regionCode: string;
	openedAt: Date;
	state: CommitteeState;
	/** Names of those who run it, or of those invited to. */
	facilitators: string[];
	/** Set when the invitation to run it no longer works. */
	invitationExpired: boolean;
	memberCount: number;
}

export interface RegionalPerson {
	mandateId: string;
	personName: string;
	regionCode: string;
	regionName: string;
	role: Role;
	startsOn: string;
	endsOn: string;
	state: 'coming' | 'current' | 'expiring' | 'expired' | 'ended';
}

export interface WaitingInvitation {
	id: string;
	displayName: string;
	organisationName: string;
	/** Name of the département or of the region. */
	placeName: string;
	expiresAt: Date;
	state: InvitationState;
}

export interface Administration {
	committees: CommitteeRow[];
	openable: { code: string; name: string }[];
	regions: { code: string; name: string; committeeCount: number }[];
	regionalPeople: RegionalPerson[];
	regionalInvitations: WaitingInvitation[];
	today: string;
}

/** @throws `not-found` to whoever does not run the platform */
export async function requireAdministrator(context: Context): Promise<void> {
	if (!can(context.actor, 'platform.administer')) throw notFound();
}

/** What the platform's administration works with: committees and people's names, no content. */
export async function getAdministration(context: Context): Promise<Administration> {
	if (!can(context.actor, 'platform.administer')) throw notFound();
	const committees = await listCommittees(context);
	const opened = new Set(committees.map((one) => one.departmentCode));
	const departments = await context.db.select().from(department).orderBy(asc(department.code));
	const regions = await context.db.select().from(region).orderBy(asc(region.name));
	const french = new Intl.Collator('fr');
	return {
		committees,
		openable: departments.filter((one) => !opened.has(one.code)).map(({ code, name }) => ({ code, name })),
		regions: regions
			.map((one) => ({
				...one,
				committeeCount: committees.filter((row) => row.regionCode === one.code).length,
			}))
			.sort((a, b) => french.compare(a.name, b.name)),
		regionalPeople: await listRegionalPeople(context),
		regionalInvitations: await listRegionalInvitations(context),
		today: dayInFrance(context.now()),
	};
}

async function listCommittees(context: Context): Promise<CommitteeRow[]> {
	const today = dayInFrance(context.now());
	const rows = await context.db
		.select({ committee, departmentName: department.name, regionCode: department.regionCode })
		.from(committee)
		.innerJoin(department, eq(department.code, committee.departmentCode))
		.orderBy(asc(committee.departmentCode));
	const held = await context.db
		.select({ mandate, role: grant.role, personName: account.displayName })
		.from(mandate)
		.innerJoin(account, eq(account.id, mandate.accountId))
		.innerJoin(grant, and(eq(grant.mandateId, mandate.id), isNull(grant.revokedAt)))
		.where(isNotNull(mandate.departmentCode));
	const invited = await listFacilitatorInvitations(context);
	return rows.map(({ committee: one, departmentName, regionCode }) => {
		const active = held.filter(
			(row) => row.mandate.departmentCode === one.departmentCode && isMandateActive(row.mandate, today),
		);
		const running = active.filter((row) => row.role === 'facilitator').map((row) => row.personName);
		const asked = invited.filter((row) => row.departmentCode === one.departmentCode);
		return {
			departmentCode: one.departmentCode,
			departmentName,
			regionCode,
			openedAt: one.createdAt,
			state: stateOf(running.length, asked.length),
			facilitators: running.length > 0 ? running : asked.map((row) => row.displayName),
			invitationExpired:
				running.length === 0 &&
				asked.length > 0 &&
				asked.every((row) => invitationState(row, context.now()) === 'expired'),
			memberCount: new Set(active.map((row) => row.mandate.accountId)).size,
		};
	});
}

function stateOf(facilitators: number, invited: number): CommitteeState {
	if (facilitators > 0) return 'open';
	return invited > 0 ? 'invited' : 'preparing';
}

const isWaiting = and(isNull(invitation.usedAt), isNull(invitation.revokedAt));

const listFacilitatorInvitations = (context: Context) =>
	context.db
		.select({
			departmentCode: invitation.departmentCode,
			displayName: invitation.displayName,
			usedAt: invitation.usedAt,
			revokedAt: invitation.revokedAt,
			expiresAt: invitation.expiresAt,
		})
		.from(invitation)
		.where(and(isWaiting, eq(invitation.role, 'facilitator')));

async function listRegionalPeople(context: Context): Promise<RegionalPerson[]> {
	const today = dayInFrance(context.now());
	const rows = await context.db
		.select({ mandate, role: grant.role, personName: account.displayName, regionName: region.name })
		.from(mandate)
		.innerJoin(account, eq(account.id, mandate.accountId))
		.innerJoin(region, eq(region.code, mandate.regionCode))
		.innerJoin(grant, and(eq(grant.mandateId, mandate.id), isNull(grant.revokedAt)))
		.orderBy(asc(region.name), asc(account.displayName));
	return rows.map((row) => ({
		mandateId: row.mandate.id,
		personName: row.personName,
		regionCode: row.mandate.regionCode ?? '',
		regionName: row.regionName,
		role: row.role,
		startsOn: row.mandate.startsOn,
		endsOn: row.mandate.endsOn,
		state: mandateState(row.mandate, today),
	}));
}

async function listRegionalInvitations(context: Context): Promise<WaitingInvitation[]> {
	const rows = await context.db
		.select({ invitation, organisationName: organisation.name, regionName: region.name })
		.from(invitation)
		.innerJoin(organisation, eq(organisation.id, invitation.organisationId))
		.innerJoin(region, eq(region.code, invitation.regionCode))
		.where(isWaiting)
		.orderBy(asc(invitation.expiresAt));
	return rows.map((row) => ({
		id: row.invitation.id,
		displayName: row.invitation.displayName,
		organisationName: row.organisationName,
		placeName: row.regionName,
		expiresAt: row.invitation.expiresAt,
		state: invitationState(row.invitation, context.now()),
	}));
}
