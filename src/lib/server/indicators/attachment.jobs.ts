import type { AttachmentType } from '#lib/indicators/attachment.rules.ts';
import { defineFileJob } from '../files/files.ts';

export interface ReadAttachmentInput {
	bytes: Uint8Array;
	fileName: string;
}

/** A file as it is kept. */
export interface ReadAttachment {
	name: string;
	type: AttachmentType;
	bytes: Uint8Array;
	sha256: string;
}

export const readAttachmentJob = defineFileJob<ReadAttachmentInput, ReadAttachment>('indicators.attachment');
