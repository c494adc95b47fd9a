import { addDays } from '#lib/ui/days.ts';
import { fold } from '#lib/ui/fold.ts';

/** What a cell that should hold a day says: a day, nothing that can be read, or a day with its month and day the wrong way round. */
export type DayReading =
	| { kind: 'day'; day: string }
	| { kind: 'year'; year: number }
	/** `03/14/1961`: the only day that it can be. */
	| { kind: 'swapped'; day: string }
	/** `31/02/2025`: no such day. */
	| { kind: 'impossible' }
	/** `45963`: how a spreadsheet counts days when a cell has lost its form. */
	| { kind: 'serial'; day: string }
	| { kind: 'unreadable' };

const MONTHS = [
	['janvier', 'janv', 'jan'],
	['fevrier', 'fevr', 'fev'],
	['mars', 'mar'],
	['avril', 'avr'],
	['mai'],
	['juin'],
	['juillet', 'juil'],
	['aout'],
	['septembre', 'sept', 'sep'],
	['octobre', 'oct'],
	['novembre', 'nov'],
	['decembre', 'dec'],
];

/** The day from which spreadsheets count. */
const SERIAL_EPOCH = '1899-12-30';

/**
 * Reads a day as French files write it: `31/12/1960`, `31-12-60`, `31.12.1960`, `1960-12-31`, `1er mars 1961`, `1961`. Two digits of a
 * year are of the century that lies in the past of `thisYear`.
 */
export function readFrenchDay(text: string, thisYear: number): DayReading {
	const plain = fold(text)
		.replace(/[\s\u00a0\u202f]+/g, ' ')
		.trim();
	const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[t ].*)?$/.exec(plain);
	if (iso !== null) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
	const french = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})$/.exec(plain);
	if (french !== null) {
		const year = fullYear(french[3] ?? '', thisYear);
		const [day, month] = [Number(french[1]), Number(french[2])];
		if (month > 12 && day <= 12) {
			const swapped = dayOf(year, day, month);
			return swapped.kind === 'day' ? { kind: 'swapped', day: swapped.day } : swapped;
		}
		return dayOf(year, month, day);
	}
	const words = /^(?:(\d{1,2})(?:er)? )?([a-z]+)\.? (\d{4})$/.exec(plain);
	if (words !== null) {
		const month = MONTHS.findIndex((names) => names.includes(words[2] ?? '')) + 1;
		if (month === 0) return { kind: 'unreadable' };
		return dayOf(Number(words[3]), month, Number(words[1] ?? 1));
	}
	if (/^(?:1[89]|20)\d{2}$/.test(plain)) return { kind: 'year', year: Number(plain) };
	if (/^\d{5}$/.test(plain)) return serialDay(Number(plain));
	return { kind: 'unreadable' };
}

/** The day (ISO) that a spreadsheet counts as `serial`; the day of its error of 1900 apart. */
export function daysFromSerial(serial: number, from1904 = false): string {
	return addDays(SERIAL_EPOCH, Math.floor(serial) + (from1904 ? 1_462 : 0));
}

function serialDay(serial: number): DayReading {
	return serial > 5_000 && serial < 60_000
		? { kind: 'serial', day: daysFromSerial(serial) }
		: { kind: 'unreadable' };
}

function fullYear(digits: string, thisYear: number): number {
	if (digits.length === 4) return Number(digits);
	const here = Math.floor(thisYear / 100) * 100 + Number(digits);
	return here > thisYear ? here - 100 : here;
}

function dayOf(year: number, month: number, day: number): DayReading {
	const made = new Date(Date.UTC(year, month - 1, day));
	const isReal =
		year >= 1800 && year <= 2200 && made.getUTCMonth() === month - 1 && made.getUTCDate() === day;
	return isReal ? { kind: 'day', day: made.toISOString().slice(0, 10) } : { kind: 'impossible' };
}
