import { isId } from '#lib/identifiers.ts';

/** Longest description of an image, in characters: a sentence or two are heard better than a page. */
export const ALT_LONGEST = 300;

/** The side of an image beyond which a page never draws it, in pixels. */
const LARGEST_SIDE = 10_000;

/** Forms in which a picture may be brought. */
export const IMAGE_MEDIA_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const;

/** The largest picture that may be brought, in bytes: what the page says before it sends it. */
export const IMAGE_BYTES = 5_242_880;

/** An image of a text: where its bytes are, and what it shows in words. */
export interface PlacedImage {
	/** Null when the document names none that can be. */
	id: string | null;
	alt: string;
	width: number;
	height: number;
}

/** What a document says an image is, brought back to what can be shown. Never throws, whatever the values. */
export function soundImage(attributes: Record<string, unknown>): PlacedImage {
	const { id, alt, width, height } = attributes;
	return {
		id: typeof id === 'string' && isId(id) ? id : null,
		alt: soundAlt(alt),
		width: side(width),
		height: side(height),
	};
}

export function soundAlt(value: unknown): string {
	return typeof value === 'string' ? value.replace(/\s+/g, ' ').trim().slice(0, ALT_LONGEST) : '';
}

function side(value: unknown): number {
	// Neither more nor less than a number or its digits: to convert something else may run what it holds, and throw.
	const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
	return Number.isFinite(number) ? Math.min(Math.max(Math.trunc(number), 1), LARGEST_SIDE) : 1;
}

/** Path of the bytes of an image inside the site. */
export function imagePath(id: string): string {
	return `/images/${id}`;
}
