import type { RenameViewInput, SaveViewInput } from '#lib/registries/registry-view.input.ts';
import type { Context } from '../context/context.ts';
import { dropView, renameStoredView, storeView, type ViewsOf } from '../registries/registry-view.write.ts';
import { readAddress } from './senior-doctor.queries.ts';
import { authorizeRecords } from './seniors-rights.queries.ts';

const viewsOf = (departmentCode: string): ViewsOf => ({
	departmentCode,
	registry: 'senior-doctors',
	actions: 'seniors',
});

/** Keeps a question under a name, for oneself or for each reader of the registry; they get what their own rights let through. */
export async function saveView(
	context: Context,
	departmentCode: string,
	input: SaveViewInput,
): Promise<void> {
	const { access } = await authorizeRecords(context, departmentCode);
	readAddress({ ...input, cursor: '' }, access);
	const shared = input.shared && access.circle === 'urps';
	await storeView(context, viewsOf(departmentCode), { ...input, shared });
}

/** Gives one's own view another name; sharing it is for who may share one. */
export async function renameView(
	context: Context,
	departmentCode: string,
	input: RenameViewInput,
): Promise<void> {
	const { access } = await authorizeRecords(context, departmentCode);
	const shared = input.shared && access.circle === 'urps';
	await renameStoredView(context, viewsOf(departmentCode), { ...input, shared });
}

/** Takes one's own view away. */
export async function removeView(context: Context, departmentCode: string, viewId: string): Promise<void> {
	await authorizeRecords(context, departmentCode);
	await dropView(context, viewsOf(departmentCode), viewId);
}
