import { and, desc, eq, sql } from 'drizzle-orm';
import { dayInFrance } from '#lib/committee/role.rules.ts';
import {
	foldReadings,
	READING_WAYS,
	type ReadingWay,
	type RecordReading,
} from '#lib/registries/reading.rules.ts';
import type { RegistryName } from '#lib/registries/registry-name.rules.ts';
import { account } from '../accounts/account.tables.ts';
import { auditEvent } from '../audit/audit.tables.ts';
import type { Database } from '../database/database.ts';
import { openingOf, subjectTypeOf } from './reading.log.ts';
import { registryReading } from './reading.tables.ts';

/** Lines of the log that are read of each kind: as many as one reads of a record. */
const MOST = 300;

/** Who has read a record, and how, the latest first: inside a transaction opened for the départements where it has been. */
export async function listReadings(
	db: Database,
	{ registry, recordId }: { registry: RegistryName; recordId: string },
): Promise<RecordReading[]> {
	const openings = await db
		.select({ at: auditEvent.happenedAt, name: account.displayName, details: auditEvent.details })
		.from(auditEvent)
		.leftJoin(account, sql`${account.id}::text = ${auditEvent.actorId}`)
		.where(
			and(
				eq(auditEvent.subjectType, subjectTypeOf(registry)),
				eq(auditEvent.subjectId, recordId),
				eq(auditEvent.action, openingOf(registry)),
			),
		)
		.orderBy(desc(auditEvent.happenedAt))
		.limit(MOST);
	const listings = await db
		.select({ at: registryReading.readAt, name: account.displayName, way: registryReading.way })
		.from(registryReading)
		.leftJoin(account, eq(account.id, registryReading.accountId))
		.where(
			and(eq(registryReading.registry, registry), sql`${recordId}::uuid = any(${registryReading.recordIds})`),
		)
		.orderBy(desc(registryReading.readAt))
		.limit(MOST);
	const opened = openings.map(({ details, ...line }) => ({ ...line, way: wayOf(details['way']) }));
	return foldReadings([...opened, ...listings], dayInFrance);
}

function wayOf(said: unknown): ReadingWay {
	return READING_WAYS.find((way) => way === said) ?? 'open';
}
