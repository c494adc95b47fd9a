import type { ImageFile } from '#lib/documents/portable.content.ts';
import { defineFileJob } from '../files/files.ts';

/** A picture written anew, and the hash of what was written. */
export interface WrittenImage extends ImageFile {
	sha256: string;
}

export const writeImageJob = defineFileJob<{ bytes: Uint8Array }, WrittenImage>('document.image');
