import * as cell from '../registries/cells.rules.ts';
import { known } from '../registries/cells.rules.ts';
import type { CheckedRow, RowReading } from '../registries/import-subject.ts';
import { readNames, RowReader } from '../registries/row-reader.rules.ts';
import { readYesNo } from '../registries/words.rules.ts';
import type { DoctorColumn } from './doctor-import.catalogue.ts';
import { readAge, readBirthYear, readDepartureYear, readRpps } from './doctor-import.cells.rules.ts';
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
type ImportedDoctor = {
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
};

/** Reads the cells of a row: each is right, empty, or told with what is wrong with it. */
export function checkRow(cells: readonly string[], reading: RowReading): CheckedRow {
	const row = new RowReader<DoctorColumn>(cells, reading);
	const { thisYear } = reading;
	const { lastName, firstName } = readNames(row, { last: 'lastName', first: 'firstName', full: 'fullName' });
	const birthYear = birthYearOf(row, thisYear);
	const specialty = row.neededWord('specialty', (text) =>
		known(words.readSpecialty(text), 'cette spécialité'),
	);
	const place = row.place({ code: 'communeCode', name: 'commune', postcode: 'postcode' });
	const optional = optionalOf(row, thisYear);
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

function optionalOf(row: RowReader<DoctorColumn>, thisYear: number) {
	return {
		...row.optional('rpps', readRpps),
		...row.word('civility', (text) => known(words.readCivility(text), 'ce mot')),
		...row.word('practiceMode', (text) => known(words.readPracticeMode(text), 'ce mode d’exercice')),
		...row.word('sector', (text) => known(words.readSector(text), 'ce secteur')),
		...row.word('placeKind', (text) => known(words.readPlaceKind(text), 'ce type de lieu')),
		...row.optional('halfDays', (text) => cell.readCount(text, 14)),
		...row.optional('patientCount', (text) => cell.readCount(text, 10_000)),
		...row.word('activity', (text) => known(words.readActivity(text), 'ce mot')),
		...row.optional('workingPensionerSince', (text) => cell.readDay(text, thisYear)),
		...row.optional('email', cell.readEmail),
		...row.optional('phone', cell.readPhone),
		...row.optional('address', (text) => cell.readName(text, 200)),
		...row.word('departureYear', (text) => readDepartureYear(text, thisYear)),
		...row.word('successor', (text) => known(words.readSuccessor(text), 'ce mot')),
		...row.word('hostDoctor', (text) => known(readYesNo(text), 'ce mot')),
		...row.word('trainingSupervisor', (text) => known(words.readTrainingSupervisor(text), 'ce mot')),
		...row.word('universityPost', (text) => known(readYesNo(text), 'ce mot')),
		...row.optional('informedOn', (text) => cell.readDay(text, thisYear)),
	};
}

/** The year of birth, else by the age where it is missing. */
function birthYearOf(row: RowReader<DoctorColumn>, thisYear: number): number | null {
	const byAge = (text: string) => readAge(text, thisYear);
	if (!row.has('birthYear')) return row.needed('age', byAge);
	if (row.said('birthYear') === '' && row.said('age') !== '') return row.read('age', false, byAge);
	return row.neededWord('birthYear', (text) => readBirthYear(text, thisYear));
}
