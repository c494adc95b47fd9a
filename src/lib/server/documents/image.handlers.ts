import { createHash } from 'node:crypto';
import type { Metadata, Sharp } from 'sharp';
import { TerrimedError } from '#lib/errors.ts';
import { IMAGE_BYTES } from '#lib/documents/image.rules.ts';
import { tooManyPixels, tooLarge, unreadableImage, wrongType } from '../files/file.faults.ts';
import { FILE_LIMITS } from '../files/file.limits.ts';
import type { WrittenImage } from './image.jobs.ts';

/** What each form begins with: a name or a header may say anything. */
const SIGNATURES = {
	png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
	jpeg: [0xff, 0xd8, 0xff],
	webp: [0x52, 0x49, 0x46, 0x46],
} as const;

/**
 * A picture that somebody has brought, written anew: its pixels alone, no larger than a page needs, without what the camera or the
 * program added (place, date, owner, thumbnails, whatever follows its end). A WebP becomes a form that word processors read.
 * @throws TerrimedError when it is not a picture, is damaged, or has too many pixels
 */
export async function writeImageHandler({ bytes }: { bytes: Uint8Array }): Promise<WrittenImage> {
	const form = formOf(bytes);
	if (form === null) throw wrongType('une image PNG, JPEG ou WebP');
	if (bytes.length > IMAGE_BYTES) throw tooLarge('Cette image dépasse 5 Mo.');
	const { default: sharp } = await import('sharp');
	sharp.cache(false);
	sharp.concurrency(1);
	const open = (): Sharp =>
		sharp(bytes, {
			limitInputPixels: FILE_LIMITS.IMAGE_PIXELS.value,
			failOn: 'error',
			sequentialRead: true,
		});
	try {
		const facts = await open().metadata();
		if (facts.format !== form) throw unreadableImage();
		if (facts.width * facts.height > FILE_LIMITS.IMAGE_PIXELS.value) throw tooManyPixels();
		return await written(open, facts);
	} catch (error) {
		if (error instanceof TerrimedError) throw error;
		throw error instanceof Error && /pixel limit/i.test(error.message) ? tooManyPixels() : unreadableImage();
	}
}

function formOf(bytes: Uint8Array): keyof typeof SIGNATURES | null {
	const begins = (signature: readonly number[]): boolean =>
		signature.every((byte, index) => bytes[index] === byte);
	if (begins(SIGNATURES.png)) return 'png';
	if (begins(SIGNATURES.jpeg)) return 'jpeg';
	const isWebp =
		begins(SIGNATURES.webp) && new TextDecoder('latin1').decode(bytes.subarray(8, 12)) === 'WEBP';
	return isWebp ? 'webp' : null;
}

async function written(open: () => Sharp, facts: Metadata): Promise<WrittenImage> {
	const side = FILE_LIMITS.IMAGE_SIDE.value;
	const drawn = (): Sharp =>
		open().rotate().resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true });
	const asJpeg = (): Sharp => drawn().flatten({ background: '#ffffff' }).jpeg({ quality: 84, mozjpeg: true });
	const isDrawing = facts.format === 'png' || facts.hasAlpha;
	let made = await (isDrawing ? drawn().png({ compressionLevel: 9 }) : asJpeg()).toBuffer({
		resolveWithObject: true,
	});
	// A photograph kept as PNG weighs many times what it shows.
	if (isDrawing && made.data.length > FILE_LIMITS.IMAGE_STORED_BYTES.value) {
		made = await asJpeg().toBuffer({ resolveWithObject: true });
	}
	if (made.data.length > IMAGE_BYTES) throw tooManyPixels();
	const { width, height, format } = made.info;
	const bytes = new Uint8Array(made.data);
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	return { bytes, type: format === 'png' ? 'image/png' : 'image/jpeg', width, height, sha256 };
}
