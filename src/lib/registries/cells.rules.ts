import { readFrenchDay } from './french-date.rules.ts';
import { readFrenchNumber, readNumberWords } from './french-number.rules.ts';

/** Why a cell cannot be written as it is. Stable, for programs; `sentence` says it to people. */
export type CellFault =
	| 'missing'
	| 'not-a-number'
	| 'out-of-range'
	| 'not-a-day'
	| 'no-such-day'
	| 'day-month-swapped'
	| 'spreadsheet-day'
	| 'rpps-length'
	| 'rpps-key'
	| 'unknown-word'
	| 'unknown-commune'
	| 'ambiguous-commune'
	| 'foreign-commune'
	| 'damaged-letters'
	| 'formula'
	| 'not-an-email'
	| 'too-long'
	| 'too-young';

export interface CellProblem {
	fault: CellFault;
	sentence: string;
	/** What could be written instead, when it is certain enough to be proposed. */
	proposal?: string;
}

export type CellReading<Value> = { ok: true; value: Value } | { ok: false; problem: CellProblem };

export const read = <Value>(value: Value): CellReading<Value> => ({ ok: true, value });
export const refuse = (fault: CellFault, sentence: string, proposal?: string): CellReading<never> => ({
	ok: false,
	problem: proposal === undefined ? { fault, sentence } : { fault, sentence, proposal },
});

/** A whole number within bounds. */
export function readCount(text: string, most: number): CellReading<number> {
	const value = readFrenchNumber(text);
	if (value === null) {
		const words = readNumberWords(text);
		return refuse(
			'not-a-number',
			'Cette colonne attend un nombre.',
			words === null ? undefined : String(words),
		);
	}
	if (value < 0 || value > most) return refuse('out-of-range', `Ce nombre devrait être entre 0 et ${most}.`);
	return read(Math.round(value));
}

/** A day (ISO); null for a word that says there is none. */
export function readDay(text: string, thisYear: number): CellReading<string | null> {
	if (/^(?:non|aucune?|-|sans objet|actif)$/i.test(text)) return read(null);
	const reading = readFrenchDay(text, thisYear);
	switch (reading.kind) {
		case 'day':
			return read(reading.day);
		case 'year':
			return read(`${reading.year}-01-01`);
		case 'swapped':
			return refuse(
				'day-month-swapped',
				`Il n’y a pas de tel mois. Sans doute le ${dayFirst(reading.day)}.`,
				dayFirst(reading.day),
			);
		case 'serial':
			return refuse(
				'spreadsheet-day',
				`Le tableur a changé cette date en nombre\u00a0: sans doute le ${dayFirst(reading.day)}.`,
				dayFirst(reading.day),
			);
		case 'impossible':
			return refuse('no-such-day', 'Ce jour n’existe pas. Vérifiez le jour et le mois.');
		case 'unreadable':
			return refuse('not-a-day', 'Cette colonne attend une date, par exemple 31/03/2027.');
	}
}

export function readEmail(text: string): CellReading<string> {
	const email = text.toLowerCase();
	if (!/^[^\s@<>"']{1,64}@[a-z0-9.-]{1,190}\.[a-z]{2,24}$/.test(email)) {
		return refuse('not-an-email', 'Cette adresse électronique est incomplète.');
	}
	return read(email);
}

export function readPhone(text: string): CellReading<string> {
	const digits = text.replace(/[\s\u00a0.\-()/]/g, '').replace(/^(?:\+|00)33/, '0');
	// A spreadsheet that took it for a number has dropped the first zero.
	const whole = /^[1-9]\d{8}$/.test(digits) ? `0${digits}` : digits;
	if (!/^0\d{9}$/.test(whole)) return refuse('out-of-range', 'Un numéro de téléphone a 10 chiffres.');
	return read(whole.replace(/(\d{2})(?=\d)/g, '$1 '));
}

const FORMULA = /^[=+@\t\r-](?!\s*\d[\d\s.,]*$)/;
/** UTF-8 read as Latin-1: « Ã‰ » for « É ». */
const BROKEN =
	/[ÃÂ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]/;

/** A text of one line that people wrote as a name: no formula, no broken letters. */
export function readName(text: string, most: number): CellReading<string> {
	if (FORMULA.test(text))
		return refuse('formula', 'Cette cellule commence comme une formule. Elle n’est jamais écrite.');
	if (text.includes('\ufffd') || BROKEN.test(text)) {
		const mended = mendLetters(text);
		return refuse('damaged-letters', 'Des lettres de cette cellule sont abîmées.', mended ?? undefined);
	}
	if (text.length > most) return refuse('too-long', `Ce texte dépasse ${most} caractères.`);
	return read(text);
}

/** The letters as they were before they were read in the wrong encoding; null when they do not come back whole. */
function mendLetters(text: string): string | null {
	const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
	if ([...text].some((letter) => letter.charCodeAt(0) > 255)) return null;
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return null;
	}
}

/** « 2026-11-22 » as files write it: « 22/11/2026 ». */
export const dayFirst = (day: string): string => day.split('-').reverse().join('/');

/** What a word of a closed list means; `what` says in a sentence what the registry does not know. */
export function known<Value>(value: Value | null, what: string): CellReading<Value> {
	return value === null ? refuse('unknown-word', `Le registre ne connaît pas ${what}.`) : read(value);
}
