/** Digits after the comma that a figure is said with: sources give no more. */
const DIGITS = 1;

const NUMBER = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: DIGITS });
const DAY = new Intl.DateTimeFormat('fr-FR', {
	day: 'numeric',
	month: 'long',
	year: 'numeric',
	timeZone: 'UTC',
});

/** Units that say what is counted and add nothing after a number. */
const SILENT = new Set(['', 'nombre', 'nombre sur 9']);

/** « 1 640 », « 63,5 % », « 12 jours », « oui ». */
export function amount(value: number, unit: string): string {
	if (unit === 'oui/non') return value === 0 ? 'non' : 'oui';
	// The fonts lack U+202F, which Intl puts between thousands; « -0 » is what rounding leaves of a tiny gap.
	const number = NUMBER.format(Math.round(value * 10) / 10 || 0).replaceAll('\u202f', '\u00a0');
	return SILENT.has(unit) ? number : `${number}\u00a0${unit}`;
}

/** « 1er décembre 2026 ». */
export function dayInWords(day: string): string {
	return DAY.format(Date.parse(`${day}T00:00:00Z`)).replace(/^1 /, '1er ');
}
