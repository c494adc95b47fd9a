import type { PresenceInput } from '#lib/registries/presence.input.ts';
import type { Context } from '../context/context.ts';
import { noteVisit } from '../registries/presence.commands.ts';
import { findStored } from './senior-doctor.queries.ts';
import { sharedPlaces } from './senior-doctor.write.ts';
import { authorizeRecords } from './seniors-rights.queries.ts';

/** Says to the others that a page has this doctor's record open, or no longer. @throws TerrimedError `not-found` */
export async function noteDoctorVisit(
	context: Context,
	{ departmentCode, recordId }: { departmentCode: string; recordId: string },
	said: PresenceInput,
): Promise<{ here: boolean }> {
	const { space } = await authorizeRecords(context, departmentCode);
	const placesOf = async (inside: Context) => {
		const stored = await findStored(inside, departmentCode, recordId);
		return stored === null ? null : sharedPlaces(stored.values);
	};
	return noteVisit(context, { registry: 'senior-doctors', space, recordId, placesOf }, said);
}
