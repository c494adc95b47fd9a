const NO_BREAK_SPACE = '\u00a0';

/**
 * French typography of a text typed on a keyboard: curved apostrophes, and spaces that do not break before
 * `; : ? ! % €` and inside `« »` and numbers. Applying it twice changes nothing more; addresses are left alone.
 */
export function french(text: string): string {
	return text
		.replace(/(\p{L})'/gu, '$1’')
		.replace(/« /g, `«${NO_BREAK_SPACE}`)
		.replace(/ ([;:?!%€»])/g, `${NO_BREAK_SPACE}$1`)
		.replace(/(\d) (?=\d{3}(?!\d))/g, `$1${NO_BREAK_SPACE}`);
}
