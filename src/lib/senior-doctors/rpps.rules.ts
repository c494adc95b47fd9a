/**
 * Whether `text` is an RPPS number: eleven digits of which the last is the key of the ten others (Luhn). Says nothing of whether it was
 * ever given to somebody.
 */
export function isRpps(text: string): boolean {
	return /^\d{11}$/.test(text) && keyOf(text.slice(0, 10)) === text[10];
}

/** The key that ends an RPPS number, of its first ten digits. */
export function keyOf(digits: string): string {
	let sum = 0;
	for (let index = 0; index < digits.length; index += 1) {
		const digit = Number(digits[digits.length - 1 - index]);
		const doubled = index % 2 === 0 ? digit * 2 : digit;
		sum += doubled > 9 ? doubled - 9 : doubled;
	}
	return String((10 - (sum % 10)) % 10);
}
