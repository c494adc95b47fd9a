import type { OpenVisit } from '#lib/registries/registry-list.ts';
import type { RegistryName } from '#lib/registries/registry-name.rules.ts';
import type { SharedPlaces } from '../events/events.ts';
import {
	internsAccess,
	opensIntern,
	openInternFields,
	type InternsAccess,
} from '../policies/interns.policy.ts';
import type { Actor, DepartmentSubject } from '../policies/policy.ts';
import { openFields, opensRecord, seniorsAccess, type SeniorsAccess } from '../policies/seniors.policy.ts';
import type { RecordVisits } from './record-visits.ts';

/** What somebody reads of each registry of a département, null for nothing. */
export interface RegistriesAccess {
	'senior-doctors': SeniorsAccess | null;
	interns: InternsAccess | null;
}

/** The reading that somebody has of each registry, by their rights of now. */
export function registriesAccess(actor: Actor, subject: DepartmentSubject): RegistriesAccess {
	return { 'senior-doctors': seniorsAccess(actor, subject), interns: internsAccess(actor, subject) };
}

/** Whether some record of these places, shared like this, is one that the reader may open. */
export function opensPlaces(access: RegistriesAccess, registry: RegistryName, places: SharedPlaces): boolean {
	if (registry === 'senior-doctors') return opensRecord(access[registry], places);
	return places.communeCodes.some((communeCode) => opensIntern(access.interns, { communeCode }));
}

/** An intern may take back what is shared while a page is open: only what is read of each record is told. */
const NOTHING_SHARED = { shareName: false, shareContact: false };

/** The fields whose names a reader may hear: those that they read of each record that they open. */
export function fieldsHeardBy(access: RegistriesAccess, registry: RegistryName): ReadonlySet<string> {
	const { interns, 'senior-doctors': doctors } = access;
	if (registry === 'interns') return new Set(interns && openInternFields(interns, NOTHING_SHARED));
	return new Set(doctors && openFields(doctors));
}

/** A visit belongs to the account whose page it is. */
export function visitKey(accountId: string, visit: string): string {
	return `${accountId}:${visit}`;
}

/** Who else has which of the records open that this reader may open; the field too, when the reader may read it. */
export function visitsSeenBy(
	visits: RecordVisits,
	reader: { departmentCode: string; access: RegistriesAccess; accountId: string; ownKey: string },
): OpenVisit[] {
	const { departmentCode, access, accountId, ownKey } = reader;
	return visits
		.inDepartment(departmentCode)
		.filter(({ key, registry, places }) => key !== ownKey && opensPlaces(access, registry, places))
		.map(({ registry, recordId, name, field, ...visit }) => ({
			...{ recordId, name },
			isSelf: visit.accountId === accountId,
			field: field !== null && fieldsHeardBy(access, registry).has(field) ? field : null,
		}));
}
