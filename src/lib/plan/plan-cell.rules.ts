import { cleanText } from '#lib/documents/portable.content.ts';

/** A cell: a text, a number, or a day. */
export type SheetValue = string | number | { day: string } | null;

/** A table of a workbook. */
export interface NamedSheet {
	name: string;
	/** Their width is in characters. */
	columns: readonly { title: string; width: number }[];
	rows: readonly (readonly SheetValue[])[];
}

/** The longest text that a cell of Excel may hold, with room. */
export const CELL_LONGEST = 32_000;

/** A text that no spreadsheet takes for a formula, even once saved as text and opened again. */
export function formulaSafe(text: string): string {
	return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** A text as `formulaSafe` got it. */
export function fromFormulaSafe(text: string): string {
	return /^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}

/** What a cell holds, in one form however a spreadsheet has kept it: spaces and line breaks do not count. */
export function cellText(value: SheetValue): string {
	if (value === null) return '';
	if (typeof value === 'number') return String(Math.round(value * 100) / 100);
	if (typeof value !== 'string') return value.day;
	const text = fromFormulaSafe(cleanText(value)).slice(0, CELL_LONGEST).toWellFormed();
	return text.normalize('NFC').replace(/\s+/gu, ' ').trim();
}

const FNV_START = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** A short print of a text (FNV-1a, 32 bits): tells whether a cell was changed, proves nothing. */
export function printOf(text: string): string {
	let hash = FNV_START;
	for (let index = 0; index < text.length; index += 1) {
		hash = Math.imul(hash ^ text.charCodeAt(index), FNV_PRIME);
	}
	return (hash >>> 0).toString(36);
}

/** The prints of a row by the key of their column; null when there are none, or something else in their place. */
export function readPrints(text: string): Map<string, string> | null {
	const found = [...text.matchAll(/(?:^| )([\w-]+):([0-9a-z]{1,7})(?= |$)/g)];
	return found.length === 0 ? null : new Map(found.map(([, key = '', print = '']) => [key, print]));
}
