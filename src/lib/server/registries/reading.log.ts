import { newId } from '#lib/identifiers.ts';
import type { ReadingWay } from '#lib/registries/reading.rules.ts';
import type { RegistryName } from '#lib/registries/registry-name.rules.ts';
import { writeAudit } from '../audit/audit.ts';
import type { Context } from '../context/context.ts';
import { registryReading } from './reading.tables.ts';
import { accountOf } from './registry-region.queries.ts';

/** The words of the log for each registry, and for a record of it. */
const WORDS: Record<RegistryName, { actions: string; record: string }> = {
	'senior-doctors': { actions: 'seniors', record: 'senior-doctor' },
	interns: { actions: 'interns', record: 'intern' },
};

/** How the log calls a record of a registry. */
export function subjectTypeOf(registry: RegistryName): string {
	return WORDS[registry].record;
}

/** The action of the log that says a record was opened. */
export function openingOf(registry: RegistryName): string {
	return `${WORDS[registry].actions}.open`;
}

interface Reading {
	registry: RegistryName;
	departmentCode: string;
	circle: string;
}

/** Writes that somebody has a record before their eyes, inside the transaction that read it. */
export async function logOpening(
	inside: Context,
	{ registry, departmentCode, circle, ...reading }: Reading & { recordId: string; way?: ReadingWay },
): Promise<void> {
	const { recordId, way = 'open' } = reading;
	await writeAudit(inside.db, {
		chain: departmentCode,
		actorId: accountOf(inside),
		action: openingOf(registry),
		subjectType: subjectTypeOf(registry),
		subjectId: recordId,
		details: way === 'open' ? { circle } : { circle, way },
		happenedAt: inside.now(),
	});
}

/** Writes that a search by name, an export or the list of a commune has shown these records, inside the transaction that read them. The words of a search are not kept. */
export async function logListing(
	inside: Context,
	{
		registry,
		departmentCode,
		circle,
		...listing
	}: Reading & {
		way: 'search' | 'export' | 'list';
		recordIds: readonly string[];
		details?: Record<string, string | number>;
	},
): Promise<void> {
	const { way, recordIds, details = {} } = listing;
	const id = newId();
	const accountId = accountOf(inside);
	const happenedAt = inside.now();
	const place = { departmentCode, registry, way, accountId };
	const shown = inside.db
		.insert(registryReading)
		.values({ id, ...place, readAt: happenedAt, recordIds: [...recordIds] })
		.returning({ id: registryReading.id });
	const entry = {
		chain: departmentCode,
		actorId: accountId,
		action: `${WORDS[registry].actions}.${way}`,
		subjectType: 'registry',
		subjectId: departmentCode,
		details: { ...details, records: recordIds.length, circle, reading: id },
		happenedAt,
	};
	await writeAudit(inside.db, entry, [inside.db.$with('shown').as(shown)]);
}
