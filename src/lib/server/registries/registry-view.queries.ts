import { and, asc, eq, or } from 'drizzle-orm';
import type { RegistryTab } from '#lib/registries/registry-list.ts';
import type { RegistryName } from '#lib/registries/registry-name.rules.ts';
import type { Context } from '../context/context.ts';
import { accountOf } from './registry-region.queries.ts';
import { registryView } from './registry-view.tables.ts';

/** One's own views of a registry, and those that others share: inside a transaction opened for the département. */
export async function listSavedViews(
	inside: Context,
	departmentCode: string,
	registry: RegistryName,
): Promise<Omit<RegistryTab, 'count'>[]> {
	const rows = await inside.db
		.select()
		.from(registryView)
		.where(
			and(
				eq(registryView.departmentCode, departmentCode),
				eq(registryView.registry, registry),
				or(eq(registryView.shared, true), eq(registryView.accountId, accountOf(inside))),
			),
		)
		.orderBy(asc(registryView.createdAt));
	return rows.map(({ id, name, shared, criteria, accountId }) => ({
		...{ id, name, shared, isOwn: accountId === accountOf(inside) },
		...{ filters: criteria.filters, sort: criteria.sort, columns: criteria.columns.join(',') },
	}));
}
