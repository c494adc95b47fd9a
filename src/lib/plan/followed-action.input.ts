import { z } from 'zod';

export const followActionInput = z.strictObject({ actionId: z.uuid(), follows: z.boolean() });

export type FollowActionInput = z.infer<typeof followActionInput>;
