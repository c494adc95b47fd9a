import { newId } from '#lib/identifiers.ts';
import {
	internSearchedPlace,
	internSearchedText,
	internSortName,
	UNKNOWN_INTERN,
	type InternValues,
} from '#lib/interns/intern.rules.ts';
import { withRegistryRights } from '#lib/server/database/registry-rights.ts';
import { intern } from '#lib/server/interns/intern.tables.ts';
import type { TestContext } from './context.ts';

/** Puts a placement in the registry of 64 as it is, in Mauléon-Licharre unless a test says otherwise. @returns its id */
export async function placeIntern(context: TestContext, given: Partial<InternValues> = {}): Promise<string> {
	const id = newId();
	const values: InternValues = {
		...UNKNOWN_INTERN,
		...{ level: 'intern', communeCode: '64371', startsOn: '2026-11-02', endsOn: '2027-04-30' },
		...given,
	};
	await withRegistryRights(context, ['64'], async ({ db }) => {
		await db.insert(intern).values({
			...values,
			...{ id, departmentCode: '64', regionCode: '75', sources: {} },
			sortName: internSortName(values),
			searched: internSearchedText(values, ''),
			searchedPlace: internSearchedPlace(values, ''),
			createdAt: context.now(),
			updatedAt: context.now(),
		});
	});
	return id;
}
