import { z } from 'zod';
import { FIELD_NAMES } from './senior-doctor.fields.rules.ts';

/** What a page says of itself: it has a record open and perhaps a field under its hands, or it has closed it. */
export const presenceInput = z.strictObject({
	/** The name that the page gave itself when it opened its stream. */
	visit: z.uuid(),
	here: z.boolean(),
	field: z.enum(FIELD_NAMES).nullable().default(null),
});
export type PresenceInput = z.output<typeof presenceInput>;
