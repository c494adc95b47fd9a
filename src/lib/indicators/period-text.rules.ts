import { normaliseSearch } from '#lib/territory/territory.rules.ts';
import { parsePeriod, type Period } from './period.rules.ts';

const MONTHS = ['jan', 'fev', 'mar', 'avr', 'mai', 'juin', 'juil', 'aou', 'sep', 'oct', 'nov', 'dec'];

/**
 * A period as files write it: `2026-T3`, « T3 2026 », « 3e trimestre 2026 », « 2e sem. 2026 », « sept. 2026 », « 09/2026 », « 2026 »,
 * and the first day of a month, which is what spreadsheets make of it. Null when it is none.
 */
export function readPeriodText(text: string): Period | null {
	const sent = text.trim().toUpperCase();
	const exact = parsePeriod(sent);
	if (exact !== null) return exact;
	const folded = normaliseSearch(text)
		.replace(/[^a-z0-9]+/g, ' ')
		.trim();
	const year = /(?:^|\D)((?:19|20|21)\d\d)(?:\D|$)/.exec(folded)?.[1];
	if (year === undefined) return null;
	const rest = folded.replace(year, ' ').replace(/\s+/g, ' ').trim();
	return parsePeriod(`${year}${suffixOf(rest) ?? ' '}`);
}

/** What follows the year in the key of a period; null when the words name none. */
function suffixOf(rest: string): string | null {
	if (rest === '' || rest === 'annee') return '';
	const quarter = /^(?:t|q)([1-4])$|^([1-4])(?:er|e|eme)? ?(?:t|trim\w*)$/.exec(rest);
	if (quarter !== null) return `-T${quarter[1] ?? quarter[2]}`;
	const half = /^s([12])$|^([12])(?:er|e|eme)? ?(?:s|sem\w*)$/.exec(rest);
	if (half !== null) return `-S${half[1] ?? half[2]}`;
	const named = MONTHS.findIndex((month) => rest.startsWith(month) && /^[a-z]+$/.test(rest));
	if (named >= 0) return `-${String(named + 1).padStart(2, '0')}`;
	const month = /^(?:01 )?(\d{1,2})$|^(\d{1,2}) 01$/.exec(rest);
	const number = month?.[1] ?? month?.[2];
	return number === undefined ? null : `-${number.padStart(2, '0')}`;
}
