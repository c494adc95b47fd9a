import { z } from 'zod';
import { QUARANTINE_REASONS } from '#lib/collaboration/protocol.ts';

const QUARANTINE_RESOLUTIONS = ['merged', 'discarded'] as const;
export type QuarantineResolution = (typeof QUARANTINE_RESOLUTIONS)[number];

/** What an author decides of their own edits that were set aside, those of one reason together. */
export const resolveQuarantineInput = z.strictObject({
	reason: z.enum(QUARANTINE_REASONS),
	resolution: z.enum(QUARANTINE_RESOLUTIONS),
	/** The rows that the author has seen: what came since waits for another decision. */
	ids: z.array(z.uuid()).min(1).max(500),
});
export type ResolveQuarantineInput = z.infer<typeof resolveQuarantineInput>;
