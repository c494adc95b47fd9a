import type { Role } from '#lib/committee/role.rules.ts';
import { newId } from '#lib/identifiers.ts';
import { hashToken, newToken } from '#lib/server/accounts/token.ts';
import { invitation } from '#lib/server/committee/committee.tables.ts';
import type { TestContext } from './context.ts';

/** An invitation lasts this long. */
export const WEEK = 7 * 24 * 60 * 60_000;

export interface BuiltInvitation {
	id: string;
	/** What the link holds; the row has its hash only. */
	token: string;
	email: string;
}

/** An invitation to the committee of 64, or to region 75 for a regional role, from one of its organisations. */
export async function buildInvitation(
	context: TestContext,
	given: {
		organisationId: string;
		email?: string;
		role?: Role;
		expiresAt?: Date;
		usedAt?: Date;
		revokedAt?: Date;
	},
): Promise<BuiltInvitation> {
	const token = newToken();
	const id = newId();
	const role = given.role ?? 'elected';
	const regional = role === 'urps' || role === 'ars';
	const email = given.email ?? `invitee-${id.slice(-12)}@exemple.test`;
	await context.db.insert(invitation).values({
		id,
		tokenHash: hashToken(token),
		email,
		displayName: 'Claire D.',
		organisationId: given.organisationId,
		departmentCode: regional ? null : '64',
		regionCode: regional ? '75' : null,
		role,
		seatRole: 'holder',
		title: 'maire de Mauléon-Licharre',
		communeCodes: ['64371'],
		startsOn: '2026-11-01',
		endsOn: '2029-10-31',
		createdAt: context.now(),
		expiresAt: given.expiresAt ?? new Date(context.clock.getTime() + WEEK),
		usedAt: given.usedAt ?? null,
		revokedAt: given.revokedAt ?? null,
	});
	return { id, token, email };
}
