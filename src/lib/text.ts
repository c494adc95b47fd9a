/**
 * What becomes of a text that somebody brings, the same wherever it comes in. What cannot be seen was pasted, not meant: it is taken out
 * rather than refused. A text of which nothing can be seen is empty, so that nothing gets a name that nobody can read or follow.
 *
 * - of one line: line breaks and tabulations become a space; other control and format characters go, but for those that join letters and emoji;
 * - of several lines: control characters go, but for line breaks, all written alike, and tabulations;
 * - kept as it is, to be compared: only what no database holds goes.
 */

/** Without what no database holds: NUL, and half a character. */
export function storable(text: string): string {
	return text.replaceAll('\0', '').toWellFormed();
}

const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/;
/** U+200C and U+200D join what is written: families of emoji, letters of some languages. */
const UNSEEN_IN_LINE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}]/gu;
/** Nothing else of a text is ink: spaces, marks without a letter, fillers, signs that no font has. */
const INK = /[^\p{Z}\p{C}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** A text of one line, as a name is: it is read and written where a line break would let its writer forge what follows. */
export function oneLine(text: string): string {
	const pieces = text.split(BREAKS).map((piece) => piece.replace(UNSEEN_IN_LINE, '').trim());
	return inked(pieces.filter((piece) => piece !== '').join(' '));
}

const ENDS_OF_LINE = /\r\n?|[\v\f\u0085\u2028\u2029]/g;
const UNSEEN_IN_LINES = /(?![\t\n])\p{Cc}/gu;

/** A text of several lines, as a comment is. */
export function severalLines(text: string): string {
	return inked(text.replace(ENDS_OF_LINE, '\n').replace(UNSEEN_IN_LINES, '').trim());
}

function inked(text: string): string {
	return INK.test(text) ? text.toWellFormed() : '';
}
