import { z } from 'zod';

const called = {
	name: z.string().trim().min(1, 'Donnez un nom à cette vue.').max(60, '60 caractères au plus.'),
	shared: z
		.literal('on')
		.optional()
		.transform((value) => value === 'on'),
};

export const saveViewInput = z.strictObject({
	...called,
	filters: z.string().max(2_000),
	sort: z.string().max(40),
	columns: z.string().max(300),
});
export type SaveViewInput = z.output<typeof saveViewInput>;

export const renameViewInput = z.strictObject({ ...called, viewId: z.string().max(40) });
export type RenameViewInput = z.output<typeof renameViewInput>;

export const removeViewInput = z.strictObject({ viewId: z.string().max(40) });
