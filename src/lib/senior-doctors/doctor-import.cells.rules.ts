import { dayFirst, read, refuse, type CellReading } from '../registries/cells.rules.ts';
import { readFrenchDay } from '../registries/french-date.rules.ts';
import { readFrenchNumber, readNumberWords } from '../registries/french-number.rules.ts';
import { isRpps } from './rpps.rules.ts';

/** Years that a doctor of 60 or over can have been born in, seen from `thisYear`. */
const OLDEST_AGE = 100;
const YOUNGEST_AGE = 60;

/** The year of birth, by a year or a whole date: the day and the month are dropped here and kept nowhere. */
export function readBirthYear(text: string, thisYear: number): CellReading<number> {
	const reading = readFrenchDay(text, thisYear);
	switch (reading.kind) {
		case 'year':
			return ofAge(reading.year, thisYear);
		case 'day':
			return ofAge(Number(reading.day.slice(0, 4)), thisYear);
		case 'serial':
			return ofAge(Number(reading.day.slice(0, 4)), thisYear);
		case 'swapped':
			return refuse(
				'day-month-swapped',
				`Il n’y a pas de tel mois. Sans doute le ${dayFirst(reading.day)}.`,
				dayFirst(reading.day),
			);
		case 'impossible':
			return refuse('no-such-day', 'Ce jour n’existe pas. Écrivez l’année de naissance seule.');
		case 'unreadable':
			return refuse('not-a-day', 'Cette colonne attend une année ou une date de naissance.');
	}
}

function ofAge(year: number, thisYear: number): CellReading<number> {
	const age = thisYear - year;
	if (age > OLDEST_AGE || age < 18)
		return refuse('out-of-range', `Un médecin né en ${year} n’est pas vraisemblable.`);
	if (age < YOUNGEST_AGE)
		return refuse(
			'too-young',
			`Ce médecin a ${age} ans au plus\u00a0: le registre commence à ${YOUNGEST_AGE}\u00a0ans.`,
		);
	return read(year);
}

/** The year of birth by an age. */
export function readAge(text: string, thisYear: number): CellReading<number> {
	const age = readFrenchNumber(text.replace(/\s*ans?$/i, ''));
	if (age === null) {
		const words = readNumberWords(text);
		return refuse(
			'not-a-number',
			'Cette colonne attend un nombre.',
			words === null ? undefined : String(words),
		);
	}
	return ofAge(thisYear - Math.round(age), thisYear);
}

/** An RPPS number, whatever the spaces; spreadsheets that took it for a number have lost nothing of eleven digits. */
export function readRpps(text: string): CellReading<string> {
	const digits = text.replace(/[\s\u00a0.'-]/g, '').replace(/^="?(\d+)"?$/, '$1');
	if (!/^\d+$/.test(digits)) return refuse('rpps-length', 'Un RPPS a 11 chiffres, et rien d’autre.');
	if (digits.length !== 11) {
		return refuse('rpps-length', `Un RPPS a 11 chiffres, celui-ci en a ${digits.length}.`);
	}
	if (!isRpps(digits))
		return refuse('rpps-key', 'La clé de ce RPPS ne convient pas\u00a0: un chiffre est faux.');
	return read(digits);
}

/** The year of an intended departure: « 2027 », « été 28 », « décembre 2027 »; null for « ? ». */
export function readDepartureYear(text: string, thisYear: number): CellReading<number | null> {
	if (/^(?:\?+|ne sait pas|nsp|inconnue?|-)$/i.test(text)) return read(null);
	const reading = readFrenchDay(text, thisYear + 30);
	const year =
		reading.kind === 'year'
			? reading.year
			: reading.kind === 'day'
				? Number(reading.day.slice(0, 4))
				: seasonYear(text);
	if (year === null) return refuse('not-a-day', 'Cette colonne attend une année, par exemple 2028.');
	if (year < thisYear - 5 || year > thisYear + 30) {
		return refuse('out-of-range', `Un départ en ${year} n’est pas vraisemblable.`);
	}
	return read(year);
}

function seasonYear(text: string): number | null {
	const [, digits] =
		/^(?:(?:fin|d[ée]but|mi|[ée]t[ée]|automne|hiver|printemps|courant|vers|en)[\s-]*)+(\d{4}|\d{2})$/i.exec(
			text,
		) ?? [];
	if (digits === undefined) return null;
	return digits.length === 2 ? 2000 + Number(digits) : Number(digits);
}
