import { z } from 'zod';

/** What a page says of itself: it has a record open and perhaps a field under its hands, or it has closed it. */
export const presenceInput = (fields: readonly string[]) =>
	z.strictObject({
		/** The name that the page gave itself when it opened its stream. */
		visit: z.uuid(),
		here: z.boolean(),
		field: z.enum(fields).nullable().default(null),
	});
export type PresenceInput = z.output<ReturnType<typeof presenceInput>>;
