/** Numbers and money as people type and read them in French; money travels as integer cents. */

export type ParsedNumber = { ok: true; value: number } | { ok: false; message: string };

/** The fonts lack U+202F, which Intl puts between thousands. */
function withFontSpaces(text: string): string {
	return text.replaceAll('\u202f', '\u00a0');
}

/** Kept by their digits: a format costs a hundred times what it is used for, and a plan writes thousands of numbers. */
const formats = new Map<string, Intl.NumberFormat>();

function french(value: number, digits: { from: number; to: number }): string {
	const key = `${digits.from} ${digits.to}`;
	let format = formats.get(key);
	if (!format) {
		const options = { minimumFractionDigits: digits.from, maximumFractionDigits: digits.to };
		formats.set(key, (format = new Intl.NumberFormat('fr-FR', options)));
	}
	return withFontSpaces(format.format(value));
}

/** « 1 640 », « 11,4 ». */
export function formatNumber(value: number, maximumFractionDigits = 1): string {
	return french(value, { from: 0, to: maximumFractionDigits });
}

/** Cents → « 1 640 € », with cents only when there are some. */
export function formatEuros(cents: number): string {
	return `${typedEuros(cents)}\u00a0€`;
}

/** Cents as one types them, without the sign: « 1 640 » or « 1 640,50 ». */
export function typedEuros(cents: number): string {
	const digits = cents % 100 === 0 ? 0 : 2;
	return french(cents / 100, { from: digits, to: digits });
}

/** Reads « 63 », « 63,5 », « 1 640 »; otherwise the sentence that says how to write it. */
export function parseNumberText(text: string): ParsedNumber {
	const plain = text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
	if (!/^-?\d+(\.\d+)?$/.test(plain)) {
		return { ok: false, message: 'Écrivez un nombre, par exemple 63 ou 63,5.' };
	}
	return { ok: true, value: Number(plain) };
}

/** Fifteen digits stay exact as cents in a JavaScript number. */
const MAX_EUROS = 1_000_000_000_000;

/** Reads an amount in euros (« 1 640,50 €») and gives cents. */
export function parseEurosText(text: string): ParsedNumber {
	const plain = text.replace(/[\s\u00a0\u202f€]/g, '').replace(',', '.');
	if (!/^\d+(\.\d{1,2})?$/.test(plain) || Number(plain) > MAX_EUROS) {
		return { ok: false, message: 'Écrivez un montant en euros, par exemple 12 000 ou 12 000,50.' };
	}
	return { ok: true, value: Math.round(Number(plain) * 100) };
}
