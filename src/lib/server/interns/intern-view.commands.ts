import type { RenameViewInput, SaveViewInput } from '#lib/registries/registry-view.input.ts';
import type { Context } from '../context/context.ts';
import { dropView, renameStoredView, storeView, type ViewsOf } from '../registries/registry-view.write.ts';
import { readInternAddress } from './intern.queries.ts';
import { authorizeInternRecords } from './interns-rights.queries.ts';

const viewsOf = (departmentCode: string): ViewsOf => ({
	departmentCode,
	registry: 'interns',
	actions: 'interns',
});

/** Keeps a question under a name, for oneself or for each reader of the registry; they get what their own rights let through. */
export async function saveInternView(
	context: Context,
	departmentCode: string,
	input: SaveViewInput,
): Promise<void> {
	const { access } = await authorizeInternRecords(context, departmentCode);
	readInternAddress({ ...input, cursor: '' }, access);
	const shared = input.shared && access.circle === 'keepers';
	await storeView(context, viewsOf(departmentCode), { ...input, shared });
}

/** Gives one's own view another name; sharing it is for who may share one. */
export async function renameInternView(
	context: Context,
	departmentCode: string,
	input: RenameViewInput,
): Promise<void> {
	const { access } = await authorizeInternRecords(context, departmentCode);
	const shared = input.shared && access.circle === 'keepers';
	await renameStoredView(context, viewsOf(departmentCode), { ...input, shared });
}

/** Takes one's own view away. */
export async function removeInternView(
	context: Context,
	departmentCode: string,
	viewId: string,
): Promise<void> {
	await authorizeInternRecords(context, departmentCode);
	await dropView(context, viewsOf(departmentCode), viewId);
}
