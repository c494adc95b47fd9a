import { z } from 'zod';
import { EXPORT_FORMATS } from './document-file.rules.ts';

export const prepareExportInput = z.strictObject({
	format: z.enum(EXPORT_FORMATS, 'Choisissez un format.'),
	comments: z.literal('1').optional(),
});

export const stopExportInput = z.strictObject({ id: z.uuid() });

export type PrepareExportInput = z.infer<typeof prepareExportInput>;
