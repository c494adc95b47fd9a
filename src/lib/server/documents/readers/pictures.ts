import { newId } from '#lib/identifiers.ts';
import { FILE_LIMITS } from '../../files/file.limits.ts';
import type { ImportedImage } from '../document-file.jobs.ts';
import { writeImageHandler } from '../image.handlers.ts';
import type { LeftOut } from './left-out.ts';
import type { BroughtPicture } from './read-file.ts';

/** What an image says when nobody has said what it shows. */
const UNDESCRIBED = 'Image sans description';

/** The pictures of a file by the checks of each other one; what is none, or is one too many, is left out. */
export async function writePictures(
	pictures: readonly BroughtPicture[],
	leftOut: LeftOut,
): Promise<ImportedImage[]> {
	const images: ImportedImage[] = [];
	let bytes = 0;
	for (const { image, read } of pictures) {
		const written = await read()
			.then((brought) => writeImageHandler({ bytes: new Uint8Array(brought) }))
			.catch(() => null);
		bytes += written?.bytes.length ?? 0;
		const { IMAGES, IMAGES_BYTES } = FILE_LIMITS;
		if (written === null || images.length >= IMAGES.value || bytes > IMAGES_BYTES.value) {
			leftOut.add('image');
			continue;
		}
		if (image.alt === '') leftOut.add('undescribed');
		const known = images.find(({ sha256 }) => sha256 === written.sha256);
		image.alt ||= UNDESCRIBED;
		image.id = known?.id ?? newId();
		image.file = written;
		if (known === undefined) images.push({ ...written, id: image.id });
	}
	return images;
}
