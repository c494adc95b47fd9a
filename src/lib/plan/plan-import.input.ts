import { z } from 'zod';
import { exact } from '#lib/text.input.ts';
import { CELL_LONGEST } from './plan-cell.rules.ts';

const key = exact().max(40);
const text = exact().max(CELL_LONGEST);

/** What of a preview somebody has chosen to write: each cell with what the plan said when it was shown. */
export const chosenImport = z.strictObject({
	created: z
		.array(z.strictObject({ row: z.int(), cells: z.array(z.strictObject({ key, written: text })).max(60) }))
		.max(1_000),
	changed: z.array(z.strictObject({ id: exact().max(60), key, held: text, written: text })).max(20_000),
});

export type ChosenImport = z.infer<typeof chosenImport>;
