import { desc, eq, inArray } from 'drizzle-orm';
import type { KeptRequest } from '#lib/protection/protection.view.ts';
import { account } from '../accounts/account.tables.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { authorizeProtection } from './protection-rights.queries.ts';
import { registryRequest } from './protection.tables.ts';

const LATEST = 20;

/** What was done lately of people's rights in the registries that the actor keeps: without names, of which none is kept. */
export async function listRequests(context: Context, departmentCode: string): Promise<KeptRequest[]> {
	const { kept } = await authorizeProtection(context, departmentCode);
	const requests: KeptRequest[] = [];
	for (const { registry, departmentCodes } of kept) {
		const rows = await withRegistryRights(context, departmentCodes, ({ db }) =>
			db
				.select({ request: registryRequest, by: account.displayName })
				.from(registryRequest)
				.leftJoin(account, eq(account.id, registryRequest.accountId))
				.where(inArray(registryRequest.departmentCode, departmentCodes))
				.orderBy(desc(registryRequest.doneAt))
				.limit(LATEST),
		);
		const own = rows.filter(({ request }) => request.registry === registry);
		requests.push(...own.map(({ request, by }) => ({ ...request, by })));
	}
	return requests.toSorted((one, other) => other.doneAt.getTime() - one.doneAt.getTime()).slice(0, LATEST);
}
