import { and, count, eq, inArray, sql } from 'drizzle-orm';
import type { ImportRowState } from '#lib/registries/import.rules.ts';
import { writeAudit } from '../audit/audit.ts';
import type { Context } from '../context/context.ts';
import type { Database } from '../database/database.ts';
import { registryImportRow } from './registry-import.tables.ts';
import { accountOf } from './registry-region.queries.ts';

/** Writes what a batch did in the log of each département that it touched, in counts. */
export async function auditBatch(
	context: Context,
	db: Database,
	batch: { importId: string; action: string; states: readonly ImportRowState[] },
): Promise<void> {
	const place = sql<string>`${registryImportRow.values} ->> 'departmentCode'`;
	const rows = await db
		.select({ departmentCode: place, records: count() })
		.from(registryImportRow)
		.where(
			and(
				eq(registryImportRow.importId, batch.importId),
				inArray(registryImportRow.state, [...batch.states]),
			),
		)
		.groupBy(place)
		.orderBy(place);
	for (const { departmentCode, records } of rows) {
		await writeAudit(db, {
			chain: departmentCode,
			actorId: accountOf(context),
			action: batch.action,
			subjectType: 'registry-import',
			subjectId: batch.importId,
			details: { records },
			happenedAt: context.now(),
		});
	}
}
