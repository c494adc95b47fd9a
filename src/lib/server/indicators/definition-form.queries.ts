import { notFound } from '#lib/errors.ts';
import type { Definition } from '#lib/indicators/indicator.rules.ts';
import { listSpacePeople } from '../committee/member.queries.ts';
import { authorizeInSpace } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { readDefined } from './indicator.rows.ts';

/** What the form of a definition begins with, and who may be chosen in it. */
export interface DefinitionFormView {
	definition: Definition | null;
	version: number | null;
	people: { accountId: string; name: string; organisationName: string }[];
}

/**
 * The form of an indicator's definition; of a new one when `code` is null.
 * @throws TerrimedError `not-found` for whoever may not define, and for an indicator that is not there
 */
export async function getDefinitionForm(
	context: Context,
	departmentCode: string,
	code: string | null,
): Promise<DefinitionFormView> {
	const space = await authorizeInSpace(context, 'indicator.write', departmentCode);
	const everybody = await listSpacePeople(context, departmentCode);
	const people = everybody
		.filter(({ sits }) => sits)
		.map(({ accountId, name, organisationName }) => ({ accountId, name, organisationName }));
	if (code === null) return { definition: null, version: null, people };
	const defined = await readDefined(context.db, [space.departmentCode]);
	const found = defined.get(space.departmentCode)?.find((one) => one.code === code);
	if (found === undefined) throw notFound();
	return { definition: found.definition, version: found.version, people };
}
