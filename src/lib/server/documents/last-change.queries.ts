import { inArray, max } from 'drizzle-orm';
import { listSpaces, type Space } from '../committee/space.queries.ts';
import type { Context } from '../context/context.ts';
import { document } from './document.tables.ts';

export interface SpaceCard extends Space {
	/** When somebody last wrote in one of its documents. */
	lastChangeAt: Date | null;
}

/** The spaces that the actor may read, each with when somebody last wrote there. */
export async function listSpaceCards(context: Context): Promise<SpaceCard[]> {
	const spaces = await listSpaces(context);
	if (spaces.length === 0) return [];
	const changes = await context.db
		.select({ departmentCode: document.departmentCode, lastChangeAt: max(document.lastChangeAt) })
		.from(document)
		.where(
			inArray(
				document.departmentCode,
				spaces.map((space) => space.departmentCode),
			),
		)
		.groupBy(document.departmentCode);
	const lastChange = new Map(changes.map((row) => [row.departmentCode, row.lastChangeAt]));
	return spaces.map((space) => ({ ...space, lastChangeAt: lastChange.get(space.departmentCode) ?? null }));
}
