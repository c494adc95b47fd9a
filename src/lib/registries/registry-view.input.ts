import { z } from 'zod';
import { exact, line } from '#lib/text.input.ts';

const called = {
	name: line().min(1, 'Donnez un nom à cette vue.').max(60, '60 caractères au plus.'),
	shared: z
		.literal('on')
		.optional()
		.transform((value) => value === 'on'),
};

export const saveViewInput = z.strictObject({
	...called,
	filters: exact().max(2_000),
	sort: exact().max(40),
	columns: exact().max(300),
});
export type SaveViewInput = z.output<typeof saveViewInput>;

export const renameViewInput = z.strictObject({ ...called, viewId: line().max(40) });
export type RenameViewInput = z.output<typeof renameViewInput>;

export const removeViewInput = z.strictObject({ viewId: line().max(40) });
