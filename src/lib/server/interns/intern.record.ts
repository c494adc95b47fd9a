import { INTERN_FIELD_NAMES, type InternConsent } from '#lib/interns/intern.fields.rules.ts';
import type { InternField, InternValues } from '#lib/interns/intern.rules.ts';
import { openInternFields } from '../policies/interns.policy.ts';
import { opensRecord, type SeniorsAccess } from '../policies/seniors.policy.ts';
import type { seniorDoctor } from '../senior-doctors/senior-doctor.tables.ts';
import type { intern } from './intern.tables.ts';
import type { InternsReader } from './interns-rights.queries.ts';

type Row = typeof intern.$inferSelect;

/** What is written in a stored record. */
export function internValuesOf(row: Row): InternValues {
	return Object.fromEntries(
		INTERN_FIELD_NAMES.map((field) => [field, row[field]]),
	) as unknown as InternValues;
}

/** Only what this reader may read of a record that shares this much: what is not in the list does not leave. */
export function pickInternFields<Values extends Partial<InternValues>>(
	values: Values,
	consent: InternConsent,
	{ access }: Pick<InternsReader, 'access'>,
): Partial<InternValues> {
	const picked: Record<string, unknown> = {};
	// A list does this for each of its cells: no pairs are made on the way.
	for (const field of openInternFields(access, consent)) {
		if (field in values) picked[field] = values[field];
	}
	return picked;
}

/** The columns of a doctor's record by which one judges whether a reader may know that he or she is a host. */
export type HostRow = Pick<
	typeof seniorDoctor.$inferSelect,
	'id' | 'lastName' | 'firstName' | 'sharing' | 'communeCode'
>;

/** The name of a host for those who read that doctor's record; null for the others, as for nobody. */
export function hostNameFor(host: HostRow | null, doctors: SeniorsAccess | null): string | null {
	if (host === null) return null;
	const shared = { sharing: host.sharing, communeCodes: [host.communeCode] };
	return opensRecord(doctors, shared) ? `Dr ${host.firstName} ${host.lastName}` : null;
}

/** The fields of a record that are known. */
export function knownInternFields(values: InternValues): InternField[] {
	return INTERN_FIELD_NAMES.filter((field) => values[field] !== null);
}
