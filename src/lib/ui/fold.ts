/** Plain text needs no folding, and is most of a file of ten thousand rows. */
const NOT_PLAIN = /[^ -~]/;

/** A text as one compares it: lower case, no accents, ligatures in two letters, one apostrophe. */
export function fold(text: string): string {
	const lower = text.toLowerCase();
	if (!NOT_PLAIN.test(lower)) return lower;
	return lower
		.replaceAll('œ', 'oe')
		.replaceAll('æ', 'ae')
		.replaceAll('’', "'")
		.normalize('NFD')
		.replace(/\p{M}/gu, '');
}
