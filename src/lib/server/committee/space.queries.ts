import { eq } from 'drizzle-orm';
import { notFound } from '#lib/errors.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { abilities, can, type DepartmentAction, type DepartmentSubject } from '../policies/policy.ts';
import { department, region } from '../territory/territory.tables.ts';
import { committee } from './committee.tables.ts';

/** A committee's space, with what the actor may do in it. */
export interface Space extends DepartmentSubject {
	departmentName: string;
	regionName: string;
	abilities: DepartmentAction[];
}

/**
 * The space of a département if the actor may do `action` there: the first line of every query and command.
 * @throws TerrimedError `not-found` alike when there is no committee and when it is not open to the actor
 */
export async function authorizeInSpace(
	context: Context,
	action: DepartmentAction,
	departmentCode: string,
): Promise<Space> {
	const space = await findSpace(context, departmentCode);
	if (space === null || !can(context.actor, action, space)) throw notFound();
	return space;
}

/** The committees that exist, with what names them. */
function selectSpaces(db: Database) {
	return db
		.select({
			departmentCode: committee.departmentCode,
			departmentName: department.name,
			regionCode: region.code,
			regionName: region.name,
		})
		.from(committee)
		.innerJoin(department, eq(department.code, committee.departmentCode))
		.innerJoin(region, eq(region.code, department.regionCode));
}

/** What names a space; no right is in it. */
type NamedSpace = Awaited<ReturnType<typeof selectSpaces>>[number];

/**
 * The spaces that a context has read: each of the queries of a page asks for its own. A committee that is open stays so, under its name;
 * one that was not there is looked for again.
 */
const known = new WeakMap<Context, Map<string, Promise<NamedSpace | undefined>>>();

async function findSpace(context: Context, departmentCode: string): Promise<Space | null> {
	const spaces = known.get(context) ?? new Map<string, Promise<NamedSpace | undefined>>();
	known.set(context, spaces);
	const reading = spaces.get(departmentCode) ?? readSpace(context.db, departmentCode);
	spaces.set(departmentCode, reading);
	let found: NamedSpace | undefined;
	try {
		found = await reading;
	} finally {
		if (found === undefined) spaces.delete(departmentCode);
	}
	return found === undefined ? null : { ...found, abilities: abilities(context.actor, found) };
}

async function readSpace(db: Database, departmentCode: string): Promise<NamedSpace | undefined> {
	const [found] = await selectSpaces(db).where(eq(committee.departmentCode, departmentCode));
	return found;
}

/** Every space that the actor may read, by département code: one's own, and all those of one's region. */
export async function listSpaces(context: Context): Promise<Space[]> {
	const rows = await selectSpaces(context.db).orderBy(committee.departmentCode);
	return rows
		.filter((row) => can(context.actor, 'space.read', row))
		.map((row) => ({ ...row, abilities: abilities(context.actor, row) }));
}
