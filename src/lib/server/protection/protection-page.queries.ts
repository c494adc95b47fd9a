import type { FoundRecord } from '#lib/protection/held.ts';
import type { KeptRequest } from '#lib/protection/protection.view.ts';
import type { RegistryName } from '#lib/registries/registry-name.rules.ts';
import type { Context } from '../context/context.ts';
import { findPeople } from './person.queries.ts';
import { authorizeProtection } from './protection-rights.queries.ts';
import { listRequests } from './requests.queries.ts';
import { listNotices, listPurges, type PurgeReport } from './retention.queries.ts';

export interface ProtectionPage {
	/** The registries that the reader keeps. */
	registries: RegistryName[];
	people: FoundRecord[];
	requests: KeptRequest[];
	notices: { total: number; records: FoundRecord[] };
	purges: PurgeReport[];
}

/** The page of who answers for the people of the registries. @throws TerrimedError `not-found` for everybody else */
export async function getProtectionPage(
	context: Context,
	departmentCode: string,
	question: string,
): Promise<ProtectionPage> {
	const { kept } = await authorizeProtection(context, departmentCode);
	return {
		registries: kept.map(({ registry }) => registry),
		people: await findPeople(context, departmentCode, question),
		requests: await listRequests(context, departmentCode),
		notices: await listNotices(context, departmentCode),
		purges: await listPurges(context, departmentCode),
	};
}
