import { and, eq } from 'drizzle-orm';
import { notFound } from '#lib/errors.ts';
import { isId, newId } from '#lib/identifiers.ts';
import type { SaveViewInput } from '#lib/registries/registry-view.input.ts';
import { writeAudit } from '../audit/audit.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { registryView } from '../registries/registry-view.tables.ts';
import { readAddress } from './senior-doctor.queries.ts';
import { accountIdOf, authorizeRecords } from './seniors-rights.queries.ts';

/** Keeps a question under a name, for oneself or for each reader of the registry; they get what their own rights let through. */
export async function saveView(
	context: Context,
	departmentCode: string,
	input: SaveViewInput,
): Promise<void> {
	const { access } = await authorizeRecords(context, departmentCode);
	const { name, shared, filters, sort, columns } = input;
	readAddress({ filters, sort, cursor: '' }, access);
	const id = newId();
	await withRegistryRights(context, [departmentCode], async ({ db }) => {
		await db.insert(registryView).values({
			...{ id, departmentCode, name, shared: shared && access.circle === 'urps' },
			registry: 'senior-doctors',
			accountId: accountIdOf(context),
			criteria: { filters, sort, columns: columns === '' ? [] : columns.split(',') },
			createdAt: context.now(),
		});
		await audit(context, db, { departmentCode, id, action: 'seniors.keep-view' });
	});
}

/** Takes one's own view away. */
export async function removeView(context: Context, departmentCode: string, viewId: string): Promise<void> {
	await authorizeRecords(context, departmentCode);
	if (!isId(viewId)) throw notFound();
	await withRegistryRights(context, [departmentCode], async ({ db }) => {
		const removed = await db
			.delete(registryView)
			.where(
				and(
					eq(registryView.id, viewId),
					eq(registryView.departmentCode, departmentCode),
					eq(registryView.accountId, accountIdOf(context)),
				),
			)
			.returning({ id: registryView.id });
		if (removed.length === 0) throw notFound();
		await audit(context, db, { departmentCode, id: viewId, action: 'seniors.drop-view' });
	});
}

function audit(
	context: Context,
	db: Context['db'],
	{ departmentCode, id, action }: { departmentCode: string; id: string; action: string },
): Promise<void> {
	return writeAudit(db, {
		chain: departmentCode,
		actorId: accountIdOf(context),
		action,
		subjectType: 'registry-view',
		subjectId: id,
		happenedAt: context.now(),
	});
}
