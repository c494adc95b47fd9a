import { and, asc, eq, inArray } from 'drizzle-orm';
import { notFound } from '#lib/errors.ts';
import { findCatalogueIndicator } from '#lib/indicators/indicator.catalogue.ts';
import type { Definition } from '#lib/indicators/indicator.rules.ts';
import { writeAudit } from '../audit/audit.ts';
import type { Context } from '../context/context.ts';
import { indicator, indicatorDefinition } from './indicator.tables.ts';

/** Who writes: a command that authorized has an account behind it. @throws TerrimedError `not-found` */
export function writerOf({ actor }: Context): string {
	if (actor.kind !== 'account') throw notFound();
	return actor.accountId;
}

/**
 * Locks indicators inside a transaction, in one order for everybody, and gives the definition that holds for each.
 * Those of the catalogue that the committee had not touched get their first row here.
 * @throws TerrimedError `not-found` when one of them is not an indicator of this committee
 */
export async function lockIndicators(
	context: Context,
	departmentCode: string,
	codes: readonly string[],
): Promise<
	Map<string, { version: number; definition: Pick<Definition, 'frequency' | 'source' | 'computation'> }>
> {
	const wanted = [...new Set(codes)].sort();
	await openCatalogued(context, departmentCode, wanted);
	const { db } = context;
	const locked = await db
		.select({ code: indicator.code, version: indicator.version })
		.from(indicator)
		.where(and(eq(indicator.departmentCode, departmentCode), inArray(indicator.code, wanted)))
		.orderBy(asc(indicator.code))
		.for('no key update');
	if (locked.length < wanted.length) throw notFound();
	const rows = await db
		.select()
		.from(indicatorDefinition)
		.where(
			and(eq(indicatorDefinition.departmentCode, departmentCode), inArray(indicatorDefinition.code, wanted)),
		);
	return new Map(
		locked.map(({ code, version }) => {
			const row = rows.find((one) => one.code === code && one.version === version);
			if (row === undefined) throw new Error(`indicator ${code} has no definition ${version}`);
			return [code, { version, definition: row }];
		}),
	);
}

async function openCatalogued(
	context: Context,
	departmentCode: string,
	codes: readonly string[],
): Promise<void> {
	const known = codes.flatMap((code) => findCatalogueIndicator(code) ?? []);
	if (known.length === 0) return;
	const at = { createdAt: context.now(), createdBy: writerOf(context) };
	const opened = await context.db
		.insert(indicator)
		.values(known.map(({ code }) => ({ departmentCode, code, ...at })))
		.onConflictDoNothing()
		.returning({ code: indicator.code });
	const fresh = new Set(opened.map(({ code }) => code));
	const rows = known
		.filter(({ code }) => fresh.has(code))
		.map(({ code, definition }) => ({
			...{ departmentCode, code, version: 1, definedAt: at.createdAt, definedBy: null },
			...definitionColumns(definition),
		}));
	if (rows.length > 0) await context.db.insert(indicatorDefinition).values(rows);
}

/** The columns of a definition. */
export function definitionColumns({ baseline, ...rest }: Definition): DefinitionColumns {
	return { ...rest, baselineOn: baseline?.on ?? null, baselineValue: baseline?.value ?? null };
}

type DefinitionColumns = Omit<Definition, 'baseline'> & {
	baselineOn: string | null;
	baselineValue: number | null;
};

/** One line of the space's log about an indicator; its subject is the code. */
export async function auditIndicator(
	context: Context,
	departmentCode: string,
	entry: { action: string; code: string; details: Record<string, string | number | null> },
): Promise<void> {
	await writeAudit(context.db, {
		chain: departmentCode,
		actorId: writerOf(context),
		action: entry.action,
		subjectType: 'indicator',
		subjectId: entry.code,
		details: entry.details,
		happenedAt: context.now(),
	});
}
