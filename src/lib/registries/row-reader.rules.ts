import { normaliseSearch } from '../territory/territory.rules.ts';
import * as cell from './cells.rules.ts';
import type { CellProblem, CellReading } from './cells.rules.ts';
import type { RowProblem, RowReading } from './import-subject.ts';
import { readPlace, type Place } from './places.rules.ts';

/** Words by which files say that a cell is empty. */
const NOTHING = new Set([
	'sans objet',
	'ne sait pas',
	'nsp',
	'inconnu',
	'inconnue',
	'n a',
	'na',
	'neant',
	'nc',
	'nr',
	'vide',
]);

/** Most cells are told from all of them by their first letter. */
const MAY_BE_NOTHING = /^[^\p{L}]*[sniv]/iu;

const MISSING = cell.refuse('missing', 'Cette valeur manque, et la fiche ne peut pas s’en passer.');

/** Words kept in memory at most, and characters of one. */
const REMEMBERED = 20_000;
const SHORT = 60;

/** Reads the cells of one row by what their columns are; each is right, empty, or told with what is wrong with it. */
export class RowReader<Column extends string> {
	readonly problems: RowProblem[] = [];
	readonly #cells: readonly string[];
	readonly #reading: RowReading;

	constructor(cells: readonly string[], reading: RowReading) {
		this.#cells = cells;
		this.#reading = reading;
	}

	has(key: Column): boolean {
		return this.#reading.mapping.includes(key);
	}

	/** What a column says, as the file has it; empty when it says nothing. */
	said(key: Column): string {
		return this.#text(this.#reading.mapping.indexOf(key));
	}

	/** A value that the record may lack: absent when the cell is empty, wrong, or says « aucun ». */
	optional<Key extends Column, Value>(
		key: Key,
		readCell: (text: string) => CellReading<Value | null>,
	): { [Name in Key]?: Value } {
		const value = this.read(key, true, readCell);
		return (value === null ? {} : { [key]: value }) as { [Name in Key]?: Value };
	}

	/** The same for words of a closed list, which come again and again: each is read once. */
	word<Key extends Column, Value>(
		key: Key,
		readWord: (text: string) => CellReading<Value | null>,
	): { [Name in Key]?: Value } {
		return this.optional(key, (text) => this.#once(`${key}:${text}`, () => readWord(text)));
	}

	/** A value that the record cannot do without. */
	needed<Value>(key: Column, readCell: (text: string) => CellReading<Value>): Value | null {
		const column = this.#reading.mapping.indexOf(key);
		if (column === -1) return null;
		if (this.#text(column) !== '') return this.read(key, false, readCell);
		this.tell(key, MISSING, false);
		return null;
	}

	/** The same for words of a closed list. */
	neededWord<Value>(key: Column, readWord: (text: string) => CellReading<Value>): Value | null {
		return this.needed(key, (text) => this.#once(`${key}:${text}`, () => readWord(text)));
	}

	read<Value>(
		key: Column,
		mayBeEmpty: boolean,
		readCell: (text: string) => CellReading<Value>,
	): Value | null {
		const text = this.said(key);
		if (text === '') return null;
		const result = readCell(text);
		if (result.ok) return result.value;
		this.tell(key, result, mayBeEmpty);
		return null;
	}

	/** The commune that up to three columns say. */
	place(keys: { code: Column; name: Column; postcode: Column }): Place | null {
		const said = {
			code: this.said(keys.code),
			name: this.said(keys.name),
			postcode: this.said(keys.postcode),
		};
		const first = said.code === '' ? keys.name : keys.code;
		const told = [first, keys.code, keys.name, keys.postcode].find((key) => this.has(key));
		if (told === undefined) return null;
		const whole = `place:${said.code}|${said.name}|${said.postcode}`;
		const result =
			whole === 'place:||' ? MISSING : this.#once(whole, () => readPlace(said, this.#reading.places));
		if (result.ok) return result.value;
		this.tell(told, result, false);
		return null;
	}

	/** Says what is wrong with a cell. */
	tell(key: Column, refusal: { problem: CellProblem } | CellReading<never>, mayBeEmpty: boolean): void {
		if (!('problem' in refusal)) return;
		const column = this.#reading.mapping.indexOf(key);
		this.problems.push({ ...refusal.problem, column, said: this.#text(column).slice(0, 120), mayBeEmpty });
	}

	#once<Value>(key: string, make: () => Value): Value {
		const { memory } = this.#reading;
		const known = memory.get(key);
		if (known !== undefined) return known as Value;
		const made = make();
		if (key.length < SHORT && memory.size < REMEMBERED) memory.set(key, made);
		return made;
	}

	#text(column: number): string {
		const text = this.#cells[column] ?? '';
		if (text.length >= 14 || !MAY_BE_NOTHING.test(text)) return text;
		return NOTHING.has(normaliseSearch(text)) ? '' : text;
	}
}

/** The names of a person, in two columns or in one to be cut. Null for a family name that is missing or wrong. */
export function readNames<Column extends string>(
	row: RowReader<Column>,
	keys: { last: Column; first: Column; full: Column },
): { lastName: string | null; firstName: string } {
	const readOne = (text: string) => cell.readName(text, 80);
	if (row.has(keys.last)) {
		const lastName = row.needed(keys.last, readOne);
		return { lastName, firstName: row.read(keys.first, true, readOne) ?? '' };
	}
	const whole = row.needed(keys.full, readOne);
	return whole === null ? { lastName: null, firstName: '' } : splitName(whole);
}

/**
 * « CARRERE Jean Louis », « Minjou (Thérèse) », « Jean DUPONT »: the words in capitals are the family name when some are and some are not;
 * else the first word is.
 */
export function splitName(whole: string): { lastName: string; firstName: string } {
	const plain = whole
		.replace(/^(?:dr|docteur|pr|professeur)\.?\s+/i, '')
		.replace(/[(),]/g, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	const parts = plain.split(' ');
	const isCapital = (part: string): boolean =>
		part.length > 1 && part === part.toUpperCase() && /\p{L}/u.test(part);
	const capital = parts.filter(isCapital);
	if (capital.length > 0 && capital.length < parts.length) {
		return { lastName: capital.join(' '), firstName: parts.filter((part) => !isCapital(part)).join(' ') };
	}
	const first = /^(?:de|du|des|le|la|d’|l’)$/i.test(parts[0] ?? '') ? 2 : 1;
	return { lastName: parts.slice(0, first).join(' '), firstName: parts.slice(first).join(' ') };
}
