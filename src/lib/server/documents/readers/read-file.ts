import type { Block, PortableImage } from '#lib/documents/portable.content.ts';

/** A picture that a file holds: where it stands among the blocks, and its bytes as they came. */
export interface BroughtPicture {
	image: PortableImage;
	read(): Promise<Uint8Array>;
}

/** A document read from a file, before it is made one of ours. */
export interface ReadFile {
	/** What the file says its title is. */
	title: string | null;
	blocks: Block[];
	pictures: BroughtPicture[];
}
