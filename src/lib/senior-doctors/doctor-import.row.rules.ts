import { normaliseSearch } from '../territory/territory.rules.ts';
import type { DoctorColumn } from './doctor-import.catalogue.ts';
import * as cell from './doctor-import.cells.rules.ts';
import type { CellProblem, CellReading } from './doctor-import.cells.rules.ts';
import { readPlace, type Places } from './doctor-import.places.rules.ts';
import * as words from './doctor-import.words.rules.ts';
import type {
	Activity,
	Civility,
	PlaceKind,
	PracticeMode,
	Sector,
	Successor,
	TrainingSupervisor,
} from './senior-doctor.values.rules.ts';
import type { Specialty } from './specialty.catalogue.ts';

/** What a row of a file says of a doctor, once it has been read: only what it says. */
export interface ImportedDoctor {
	lastName: string;
	firstName: string;
	birthYear: number;
	specialty: Specialty;
	communeCode: string;
	departmentCode: string;
	rpps?: string;
	civility?: Civility;
	practiceMode?: PracticeMode;
	sector?: Sector;
	placeKind?: PlaceKind;
	halfDays?: number;
	patientCount?: number;
	activity?: Activity;
	workingPensionerSince?: string;
	email?: string;
	phone?: string;
	address?: string;
	departureYear?: number;
	departureCertainty?: 'estimated';
	successor?: Successor;
	hostDoctor?: boolean;
	trainingSupervisor?: TrainingSupervisor;
	universityPost?: boolean;
	informedOn?: string;
}

/** What is wrong with one cell, where it is and what it says. `column` is null for what concerns the row. */
export interface RowProblem extends CellProblem {
	column: number | null;
	said: string;
	/** Whether the record can do without this value. */
	mayBeEmpty: boolean;
}

export interface CheckedRow {
	/** Null when something that the record cannot do without is missing or wrong. */
	values: ImportedDoctor | null;
	/** As much as could be read, to tell people which row it is. */
	name: string;
	problems: RowProblem[];
}

export interface RowReading {
	mapping: readonly (DoctorColumn | null)[];
	places: Places;
	thisYear: number;
}

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

/** Reads the cells of a row: each is right, empty, or told with what is wrong with it. */
export function checkRow(cells: readonly string[], reading: RowReading): CheckedRow {
	const row = new RowReader(cells, reading);
	const { thisYear } = reading;
	const { lastName, firstName } = row.names();
	const birthYear = row.needed('birthYear', (text) => cell.readBirthYear(text, thisYear)) ?? row.byAge();
	const specialty = row.needed('specialty', (text) => known(words.readSpecialty(text), 'cette spécialité'));
	const place = row.place();
	const optional = {
		...row.optional('rpps', cell.readRpps),
		...row.optional('civility', (text) => known(words.readCivility(text), 'ce mot')),
		...row.optional('practiceMode', (text) => known(words.readPracticeMode(text), 'ce mode d’exercice')),
		...row.optional('sector', (text) => known(words.readSector(text), 'ce secteur')),
		...row.optional('placeKind', (text) => known(words.readPlaceKind(text), 'ce type de lieu')),
		...row.optional('halfDays', (text) => cell.readCount(text, 14)),
		...row.optional('patientCount', (text) => cell.readCount(text, 10_000)),
		...row.optional('activity', (text) => known(words.readActivity(text), 'ce mot')),
		...row.optional('workingPensionerSince', (text) => cell.readDay(text, thisYear)),
		...row.optional('email', cell.readEmail),
		...row.optional('phone', cell.readPhone),
		...row.optional('address', (text) => cell.readName(text, 200)),
		...row.optional('departureYear', (text) => cell.readDepartureYear(text, thisYear)),
		...row.optional('successor', (text) => known(words.readSuccessor(text), 'ce mot')),
		...row.optional('hostDoctor', (text) => known(words.readYesNo(text), 'ce mot')),
		...row.optional('trainingSupervisor', (text) => known(words.readTrainingSupervisor(text), 'ce mot')),
		...row.optional('universityPost', (text) => known(words.readYesNo(text), 'ce mot')),
		...row.optional('informedOn', (text) => cell.readDay(text, thisYear)),
	};
	const name = `${lastName ?? ''} ${firstName}`.trim();
	if (lastName === null || birthYear === null || specialty === null || place === null) {
		return { values: null, name, problems: row.problems };
	}
	const values: ImportedDoctor = {
		...{ lastName, firstName, birthYear, specialty },
		...{ communeCode: place.code, departmentCode: place.departmentCode },
		...optional,
		...('departureYear' in optional ? { departureCertainty: 'estimated' as const } : {}),
	};
	return { values, name, problems: row.problems };
}

function known<Value>(value: Value | null, what: string): CellReading<Value> {
	return value === null
		? cell.refuse('unknown-word', `Le registre ne connaît pas ${what}.`)
		: cell.read(value);
}

class RowReader {
	readonly problems: RowProblem[] = [];
	readonly #cells: readonly string[];
	readonly #reading: RowReading;

	constructor(cells: readonly string[], reading: RowReading) {
		this.#cells = cells;
		this.#reading = reading;
	}

	/** A value that the record may lack: absent when the cell is empty, wrong, or says « aucun ». */
	optional<Key extends DoctorColumn, Value>(
		key: Key,
		readCell: (text: string) => CellReading<Value | null>,
	): { [Name in Key]?: Value } {
		const value = this.#read(key, true, readCell);
		return (value === null ? {} : { [key]: value }) as { [Name in Key]?: Value };
	}

	needed<Value>(key: DoctorColumn, readCell: (text: string) => CellReading<Value>): Value | null {
		const column = this.#reading.mapping.indexOf(key);
		if (column === -1) return null;
		if (this.#text(column) === '') {
			const isAgeGiven = key === 'birthYear' && this.#said('age') !== '';
			if (!isAgeGiven)
				this.#tell(
					column,
					cell.refuse('missing', 'Cette valeur manque, et la fiche ne peut pas s’en passer.'),
					false,
				);
			return null;
		}
		return this.#read(key, false, readCell);
	}

	byAge(): number | null {
		const wasSaid = this.#said('birthYear') !== '';
		if (wasSaid || !this.#reading.mapping.includes('age')) return null;
		if (this.#reading.mapping.includes('birthYear')) {
			return this.#read('age', false, (text) => cell.readAge(text, this.#reading.thisYear));
		}
		return this.needed('age', (text) => cell.readAge(text, this.#reading.thisYear));
	}

	names(): { lastName: string | null; firstName: string } {
		const readOne = (text: string) => cell.readName(text, 80);
		if (this.#reading.mapping.includes('lastName')) {
			const lastName = this.needed('lastName', readOne);
			return { lastName, firstName: this.#read('firstName', true, readOne) ?? '' };
		}
		const whole = this.needed('fullName', readOne);
		return whole === null ? { lastName: null, firstName: '' } : splitName(whole);
	}

	place() {
		const { mapping, places } = this.#reading;
		const said = {
			code: this.#said('communeCode'),
			name: this.#said('commune'),
			postcode: this.#said('postcode'),
		};
		const key = said.code === '' ? 'commune' : 'communeCode';
		const column = [key, 'communeCode', 'commune', 'postcode'].map((one) =>
			mapping.indexOf(one as DoctorColumn),
		);
		const at = column.find((one) => one !== -1) ?? -1;
		if (at === -1) return null;
		const result =
			said.code + said.name + said.postcode === ''
				? cell.refuse('missing', 'Cette valeur manque, et la fiche ne peut pas s’en passer.')
				: readPlace(said, places);
		if (result.ok) return result.value;
		this.#tell(at, result, false);
		return null;
	}

	#read<Value>(
		key: DoctorColumn,
		mayBeEmpty: boolean,
		readCell: (text: string) => CellReading<Value>,
	): Value | null {
		const column = this.#reading.mapping.indexOf(key);
		const text = this.#text(column);
		if (text === '') return null;
		const result = readCell(text);
		if (result.ok) return result.value;
		this.#tell(column, result, mayBeEmpty);
		return null;
	}

	#said(key: DoctorColumn): string {
		return this.#text(this.#reading.mapping.indexOf(key));
	}

	#text(column: number): string {
		const text = this.#cells[column] ?? '';
		return text.length < 14 && NOTHING.has(normaliseSearch(text)) ? '' : text;
	}

	#tell(column: number, refusal: { problem: CellProblem } | CellReading<never>, mayBeEmpty: boolean): void {
		if (!('problem' in refusal)) return;
		this.problems.push({ ...refusal.problem, column, said: this.#text(column).slice(0, 120), mayBeEmpty });
	}
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

/** A name as two rows are compared by it: family name first, plain letters. */
export const nameKey = ({ lastName, firstName }: Pick<ImportedDoctor, 'lastName' | 'firstName'>): string =>
	normaliseSearch(`${lastName} ${firstName}`);
