/**
 * Ranks: fractional indexes in base 62, compared as plain strings. A rank reads as the digits after the point of a
 * number between 0 and 1, so there is always another between two different ones, and moving a thing writes that
 * thing alone. Two people may draw the same rank at once: whoever sorts must fall back on the id.
 */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = DIGITS.length;
/** At most 64 digits, the last of them not zero; `moveAction` spreads a group anew long before. */
const RANK = /^[0-9A-Za-z]{0,63}[1-9A-Za-z]$/;

/** Length from which neighbours should be spread anew, so that ranks never reach the longest. */
export const LONG_RANK = 24;

/** The first rank of an empty list: the middle, with as much room on both sides. */
export const MIDDLE_RANK = 'V';

/** Whether `value` is a rank: digits only, not too long, without the final zero that would leave no room before it. */
export function isRank(value: unknown): value is string {
	return typeof value === 'string' && RANK.test(value);
}

/**
 * A rank strictly between two; null means the end of the list on that side.
 * @throws RangeError when the two are not in order: the caller must then spread the neighbours anew
 */
export function rankBetween(before: string | null, after: string | null): string {
	const low = before ?? '';
	if (after === null) return above(low);
	if (low >= after) throw new RangeError('ranks out of order');
	return low === '' ? below(after) : middle(low, after);
}

/** `count` ranks in order between two, evenly spread, so that none of them grows long. */
export function spreadRanks(before: string | null, after: string | null, count: number): string[] {
	if (count <= 0) return [];
	const half = Math.floor(count / 2);
	const pivot = middle(before ?? '', after);
	return [...spreadRanks(before, pivot, half), pivot, ...spreadRanks(pivot, after, count - half - 1)];
}

/** The next rank upwards, one step only: lists mostly grow at their end, and halving would lengthen ranks faster. */
function above(low: string): string {
	if (low === '') return MIDDLE_RANK;
	const index = firstIndex(low, BASE - 1);
	if (index === low.length) return low + MIDDLE_RANK;
	return low.slice(0, index) + digit(valueAt(low, index) + 1);
}

/** The next rank downwards, one step only. */
function below(high: string): string {
	const index = firstIndex(high, 0);
	const value = valueAt(high, index);
	if (value > 1) return high.slice(0, index) + digit(value - 1);
	return high.slice(0, index) + digit(0) + MIDDLE_RANK;
}

function middle(low: string, high: string | null): string {
	let prefix = '';
	for (let index = 0; ; index += 1) {
		const bottom = valueAt(low, index);
		const top = high === null ? BASE : valueAt(high, index);
		if (bottom === top) {
			prefix += digit(bottom);
		} else if (top - bottom > 1) {
			return prefix + digit(Math.floor((bottom + top) / 2));
		} else if (high !== null && high.length > index + 1) {
			return prefix + digit(top);
		} else {
			return prefix + digit(bottom) + above(low.slice(index + 1));
		}
	}
}

/** Where the first digit other than `value` stands; the length when there is none. */
function firstIndex(rank: string, value: number): number {
	let index = 0;
	while (index < rank.length && valueAt(rank, index) === value) index += 1;
	return index;
}

/** A rank goes on with zeros for ever. */
function valueAt(rank: string, index: number): number {
	return index < rank.length ? DIGITS.indexOf(rank.charAt(index)) : 0;
}

function digit(value: number): string {
	return DIGITS.charAt(value);
}
