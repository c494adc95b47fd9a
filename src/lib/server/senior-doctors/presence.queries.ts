import type { OpenVisit } from '#lib/registries/registry-list.ts';
import type { RecordVisits } from '../registries/record-visits.ts';
import { openFields, opensRecord, type SeniorsAccess } from '../policies/seniors.policy.ts';

/** A visit belongs to the account whose page it is. */
export function visitKey(accountId: string, visit: string): string {
	return `${accountId}:${visit}`;
}

/** Who else has which of the records open that this reader may open; the field too, when the reader may read it. */
export function visitsSeenBy(
	visits: RecordVisits,
	reader: { departmentCode: string; access: SeniorsAccess; accountId: string; ownKey: string },
): OpenVisit[] {
	const { departmentCode, access, accountId, ownKey } = reader;
	const fields = new Set<string>(openFields(access));
	return visits
		.inDepartment(departmentCode)
		.filter(({ key, places }) => key !== ownKey && opensRecord(access, places))
		.map(({ recordId, name, field, ...visit }) => ({
			...{ recordId, name },
			isSelf: visit.accountId === accountId,
			field: field !== null && fields.has(field) ? field : null,
		}));
}
