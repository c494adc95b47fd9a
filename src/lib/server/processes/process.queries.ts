import { asc, gte } from 'drizzle-orm';
import { FORGOTTEN_AFTER_MS, processState, type ProcessRow } from '#lib/processes/process.rules.ts';
import { notFound } from '#lib/errors.ts';
import type { Context } from '../context/context.ts';
import { can } from '../policies/policy.ts';
import { processHeartbeat } from './process.tables.ts';

/** Every process heard of lately, in the order of their start: counts alone, no content. @throws `not-found` to whoever does not run the platform */
export async function listProcesses(context: Context): Promise<ProcessRow[]> {
	if (!can(context.actor, 'platform.administer')) throw notFound();
	const now = context.now();
	const rows = await context.db
		.select()
		.from(processHeartbeat)
		.where(gte(processHeartbeat.lastSeenAt, new Date(now.getTime() - FORGOTTEN_AFTER_MS)))
		.orderBy(asc(processHeartbeat.startedAt), asc(processHeartbeat.id));
	return rows.map(({ busUp, ...row }) => ({
		...row,
		state: processState({ lastSeenAt: row.lastSeenAt, busUp }, now),
		isOwn: row.id === context.health.runtime,
	}));
}
