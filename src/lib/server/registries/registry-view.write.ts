import { and, eq } from 'drizzle-orm';
import { notFound } from '#lib/errors.ts';
import { isId, newId } from '#lib/identifiers.ts';
import type { RegistryName } from '#lib/registries/registry-name.rules.ts';
import type { RenameViewInput, SaveViewInput } from '#lib/registries/registry-view.input.ts';
import { writeAudit } from '../audit/audit.ts';
import type { Context } from '../context/context.ts';
import { withRegistryRights } from '../database/registry-rights.ts';
import { accountOf } from './registry-region.queries.ts';
import { registryView } from './registry-view.tables.ts';

/** Whose views: of one registry, in one département, with the words of the log for it. */
export interface ViewsOf {
	departmentCode: string;
	registry: RegistryName;
	actions: 'seniors' | 'interns';
}

/** Keeps a question that has been judged, for an actor whom rights have let through. */
export async function storeView(
	context: Context,
	{ departmentCode, registry, actions }: ViewsOf,
	{ name, shared, filters, sort, columns }: SaveViewInput,
): Promise<void> {
	const id = newId();
	await withRegistryRights(context, [departmentCode], async ({ db }) => {
		await db.insert(registryView).values({
			...{ id, departmentCode, registry, name, shared },
			accountId: accountOf(context),
			criteria: { filters, sort, columns: columns === '' ? [] : columns.split(',') },
			createdAt: context.now(),
		});
		await audit(context, db, { departmentCode, id, action: `${actions}.keep-view` });
	});
}

/** Gives one's own view another name, and shares it or no longer. @throws TerrimedError `not-found` for another's, as for none */
export async function renameStoredView(
	context: Context,
	{ departmentCode, registry, actions }: ViewsOf,
	{ viewId, name, shared }: RenameViewInput,
): Promise<void> {
	await withRegistryRights(context, [departmentCode], async ({ db }) => {
		const renamed = await db
			.update(registryView)
			.set({ name, shared })
			.where(ownView(context, { departmentCode, registry }, viewId))
			.returning({ id: registryView.id });
		if (renamed.length === 0) throw notFound();
		await audit(context, db, { departmentCode, id: viewId, action: `${actions}.rename-view` });
	});
}

/** Takes one's own view away. @throws TerrimedError `not-found` for another's, as for none */
export async function dropView(
	context: Context,
	{ departmentCode, registry, actions }: ViewsOf,
	viewId: string,
): Promise<void> {
	await withRegistryRights(context, [departmentCode], async ({ db }) => {
		const removed = await db
			.delete(registryView)
			.where(ownView(context, { departmentCode, registry }, viewId))
			.returning({ id: registryView.id });
		if (removed.length === 0) throw notFound();
		await audit(context, db, { departmentCode, id: viewId, action: `${actions}.drop-view` });
	});
}

function ownView(
	context: Context,
	{ departmentCode, registry }: Pick<ViewsOf, 'departmentCode' | 'registry'>,
	viewId: string,
) {
	if (!isId(viewId)) throw notFound();
	return and(
		...[eq(registryView.id, viewId), eq(registryView.departmentCode, departmentCode)],
		...[eq(registryView.registry, registry), eq(registryView.accountId, accountOf(context))],
	);
}

function audit(
	context: Context,
	db: Context['db'],
	{ departmentCode, id, action }: { departmentCode: string; id: string; action: string },
): Promise<void> {
	return writeAudit(db, {
		chain: departmentCode,
		actorId: accountOf(context),
		action,
		subjectType: 'registry-view',
		subjectId: id,
		happenedAt: context.now(),
	});
}
