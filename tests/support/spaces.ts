import type { Role } from '#lib/committee/role.rules.ts';
import { newId } from '#lib/identifiers.ts';
import { openSpace } from '#lib/server/documents/document.commands.ts';
import type { Actor } from '#lib/server/policies/policy.ts';
import { buildAccount } from './accounts.ts';
import { buildPlaces } from './committee.ts';
import type { TestContext } from './context.ts';

/**
 * Somebody with this role, or with none, as the server sees them: rights without the rows behind them, for tests of what rights do. A
 * regional role is held in the région of 64 and 40.
 */
export function buildActor(
	accountId: string,
	role: Role | null,
	options: { departmentCode?: string; isAdministrator?: boolean } = {},
): Actor {
	const { departmentCode = '64', isAdministrator = false } = options;
	const isRegional = role === 'ars' || role === 'urps';
	const held = {
		departmentCode: isRegional ? null : departmentCode,
		regionCode: isRegional ? '75' : null,
		mandateId: newId(),
		organisationId: newId(),
		organisationName: 'Organisation',
		endsOn: '2027-12-31',
		communeCodes: [],
	};
	return {
		kind: 'account',
		accountId,
		sessionId: newId(),
		displayName: 'Nom',
		email: 'nom@exemple.test',
		isAdministrator,
		grants: role === null ? [] : [{ ...held, role }],
	};
}

/** Opens committees with their documents, as the administration does. @returns the context of the administrator who did */
export async function openSpaces(context: TestContext, ...codes: string[]): Promise<TestContext> {
	await buildPlaces(context.db);
	const { id } = await buildAccount(context, { isAdministrator: true });
	const administrator = context.as(buildActor(id, null, { isAdministrator: true }));
	for (const departmentCode of codes) await openSpace(administrator, { departmentCode });
	return administrator;
}
