import type { PresenceInput } from '#lib/registries/presence.input.ts';
import type { Context } from '../context/context.ts';
import { noteVisit } from '../registries/presence.commands.ts';
import { authorizeInternRecords } from './interns-rights.queries.ts';
import { findPlacement } from './welcome.queries.ts';

/** Says to the others that a page has this intern's record open, or no longer. @throws TerrimedError `not-found` */
export async function noteInternVisit(
	context: Context,
	{ departmentCode, recordId }: { departmentCode: string; recordId: string },
	said: PresenceInput,
): Promise<{ here: boolean }> {
	const { space } = await authorizeInternRecords(context, departmentCode);
	const placesOf = async ({ db }: Context) => {
		const placement = await findPlacement(db, departmentCode, recordId);
		return placement === null ? null : { sharing: 'elected' as const, communeCodes: [placement.communeCode] };
	};
	return noteVisit(context, { registry: 'interns', space, recordId, placesOf }, said);
}
