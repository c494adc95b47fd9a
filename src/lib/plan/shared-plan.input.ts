import { z } from 'zod';

/** A box of a form: `on`, or nothing at all. */
export const planSharingInput = z.strictObject({ shares: z.literal('on').optional() });
