import type { Block, ImageFile, PortableImage } from './portable.content.ts';

/** What stands for an image where there is none to show. */
export function imageWords(alt: string): string {
	return `[Image\u00a0: ${alt === '' ? 'sans description' : alt}]`;
}

/** Each image of some blocks, in order. */
export function imagesOf(blocks: readonly Block[]): PortableImage[] {
	return blocks.flatMap((block): PortableImage[] => {
		switch (block.kind) {
			case 'image':
				return [block.image];
			case 'quote':
			case 'callout':
				return imagesOf(block.blocks);
			case 'list':
				return block.items.flatMap((item) => imagesOf(item.blocks));
			case 'table':
				return block.rows.flatMap((row) => row.flatMap((cell) => imagesOf(cell.blocks)));
			default:
				return [];
		}
	});
}

/** Gives the images of a text their bytes; one that is not among them stays without, and is told by its words. */
export function placeImages(blocks: readonly Block[], files: ReadonlyMap<string, ImageFile>): void {
	for (const image of imagesOf(blocks)) {
		image.file = image.id === null ? null : (files.get(image.id) ?? null);
	}
}

/** Where a file can hold no image, its words in their place. */
export function withoutImage(image: PortableImage): Block {
	return { kind: 'paragraph', runs: [{ text: imageWords(image.alt) }] };
}

/** The size of an image on a page so wide, in the same unit: never larger than it is at 96 pixels to the inch. */
export function sizeOn(
	file: ImageFile,
	most: { width: number; height: number },
): { width: number; height: number } {
	const scale = Math.min(1, most.width / file.width, most.height / file.height);
	return { width: Math.max(1, file.width * scale), height: Math.max(1, file.height * scale) };
}
