import { z } from 'zod';
import { oneLine, severalLines, storable } from './text.ts';

/** A text of one line; a bound that follows counts what is left of it. */
export const line = (missing?: string): z.ZodString => z.string(missing).overwrite(oneLine);

/** A text of several lines. */
export const lines = (missing?: string): z.ZodString => z.string(missing).overwrite(severalLines);

/** A text that is compared with what is known, or read further: its spaces and breaks stay. */
export const exact = (missing?: string): z.ZodString => z.string(missing).overwrite(storable);
