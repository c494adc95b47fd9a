import * as cell from '../registries/cells.rules.ts';
import { known, type CellReading } from '../registries/cells.rules.ts';
import { readFrenchDay } from '../registries/french-date.rules.ts';
import type { CheckedRow, RowReading } from '../registries/import-subject.ts';
import { readNames, RowReader } from '../registries/row-reader.rules.ts';
import { readYesNo } from '../registries/words.rules.ts';
import { readRpps } from '../senior-doctors/doctor-import.cells.rules.ts';
import { readCivility, readSpecialty } from '../senior-doctors/doctor-import.words.rules.ts';
import type { InternColumn } from './intern-import.catalogue.ts';
import * as words from './intern-import.words.rules.ts';
import type { InternValues } from './intern.rules.ts';
import type { Level } from './intern.values.rules.ts';
import { arrivalSemester } from './semester.rules.ts';

/** What a row of a file says of a placement, once it has been read: only what it says. */
type ImportedIntern = {
	lastName: string;
	firstName: string;
	level: Level;
	startsOn: string;
	endsOn: string;
	communeCode: string;
	departmentCode: string;
} & { [Field in keyof InternValues]?: InternValues[Field] };

/** Semesters of a third cycle, and years of an extern. */
const SEMESTERS = [1, 12] as const;
const YEARS = [2, 6] as const;

type Row = RowReader<InternColumn>;

/** Reads the cells of a row: each is right, empty, or told with what is wrong with it. */
export function checkInternRow(cells: readonly string[], reading: RowReading): CheckedRow {
	const row: Row = new RowReader(cells, reading);
	const { lastName, firstName } = wholeName(row);
	const place = row.place({ code: 'communeCode', name: 'commune', postcode: 'postcode' });
	const startsOn = row.neededWord('startsOn', (text) => readBorder(text, reading.thisYear));
	const endsOn = startsOn === null ? null : endOf(row, startsOn, reading.thisYear);
	const cycle = cycleOf(row);
	const optional = optionalOf(row, reading.thisYear);
	const name = `${lastName ?? ''} ${firstName ?? ''}`.trim();
	const isWhole = lastName !== null && firstName !== null && startsOn !== null && endsOn !== null;
	if (!isWhole || place === null || cycle === null) return { values: null, name, problems: row.problems };
	const values: ImportedIntern = {
		...{ lastName, firstName, startsOn, endsOn },
		...{ communeCode: place.code, departmentCode: place.departmentCode },
		...cycle,
		...optional,
	};
	return { values, name, problems: row.problems };
}

/** Both names: a record has the two or none. */
function wholeName(row: Row): { lastName: string | null; firstName: string | null } {
	const { lastName, firstName } = readNames(row, { last: 'lastName', first: 'firstName', full: 'fullName' });
	if (lastName === null || firstName !== '') return { lastName, firstName };
	const told = row.has('firstName') ? 'firstName' : row.has('lastName') ? 'lastName' : 'fullName';
	row.tell(told, cell.refuse('missing', 'Le prénom manque\u00a0: écrivez le nom et le prénom.'), false);
	return { lastName, firstName: null };
}

/** A day that a placement begins or ends on: a year alone is none. */
function readBorder(text: string, thisYear: number): CellReading<string> {
	const isYear = readFrenchDay(text, thisYear + 5).kind === 'year';
	const result = cell.readDay(text, thisYear + 5);
	if (result.ok && result.value !== null && !isYear) return cell.read(result.value);
	if (!result.ok) return result;
	return cell.refuse('not-a-day', 'Cette colonne attend une date, par exemple 02/11/2026.');
}

/** The last day; that of the semester when the file does not say it. */
function endOf(row: Row, startsOn: string, thisYear: number): string | null {
	if (row.said('endsOn') === '') return arrivalSemester(startsOn).endsOn;
	const endsOn = row.neededWord('endsOn', (text) => readBorder(text, thisYear));
	if (endsOn === null || endsOn >= startsOn) return endsOn;
	row.tell(
		'endsOn',
		cell.refuse('out-of-range', 'La fin du stage vient avant son début. Vérifiez les deux dates.'),
		false,
	);
	return null;
}

type Cycle = Pick<ImportedIntern, 'level' | 'phase' | 'semester' | 'studyYear'>;

/** Where somebody is in their studies: what is said of the level, else what the phase, the semester or the year tell of it. */
function cycleOf(row: Row): Cycle | null {
	const said = row.word('level', (text) => known(words.readLevel(text), 'ce niveau')).level;
	const isJunior = row.word('isJuniorDoctor', (text) => known(readYesNo(text), 'ce mot')).isJuniorDoctor;
	const { phase } = row.word('phase', (text) => known(words.readPhase(text), 'cette phase'));
	const { semester } = row.optional('semester', (text) => readRank(text, SEMESTERS));
	const { studyYear } = row.optional('studyYear', (text) => readRank(text, YEARS));
	const level = isJunior === true ? 'junior-doctor' : (said ?? guessLevel({ phase, semester, studyYear }));
	if (level === null) {
		const told = (['level', 'phase', 'semester', 'studyYear', 'isJuniorDoctor'] as const).find((key) =>
			row.has(key),
		);
		const refusal = cell.refuse(
			'missing',
			'Ni le niveau, ni la phase, ni le semestre\u00a0: dites l’un d’eux.',
		);
		if (told !== undefined && row.said(told) === '') row.tell(told, refusal, false);
		return null;
	}
	if (level === 'extern') return { level, ...(studyYear === undefined ? {} : { studyYear }) };
	return {
		level,
		...(phase === undefined ? {} : { phase }),
		...(semester === undefined ? {} : { semester }),
	};
}

function guessLevel({ phase, semester, studyYear }: Omit<Cycle, 'level'>): Level | null {
	if (phase !== undefined || semester !== undefined) return 'intern';
	return studyYear === undefined ? null : 'extern';
}

/** « 3 », « S3 », « 3e semestre », « DFASM2 »: the only number of a few letters. */
function readRank(text: string, [least, most]: readonly [number, number]): CellReading<number> {
	const [, digits] = /^\D{0,12}(\d{1,2})\D{0,12}$/.exec(text) ?? [];
	const rank = Number(digits);
	if (digits !== undefined && rank >= least && rank <= most) return cell.read(rank);
	return cell.refuse('out-of-range', `Ce nombre devrait être entre ${least} et ${most}.`);
}

function optionalOf(row: Row, thisYear: number) {
	const line = (most: number) => (text: string) => cell.readName(text, most);
	return {
		...row.optional('rpps', readRpps),
		...row.word('civility', (text) => known(readCivility(text), 'ce mot')),
		...row.optional('email', cell.readEmail),
		...row.optional('phone', cell.readPhone),
		...row.word('university', line(120)),
		...row.word('subdivision', (text) => known(words.readSubdivision(text), 'cette subdivision')),
		...row.word('specialty', (text) => known(readSpecialty(text), 'cette spécialité')),
		...row.word('serviceCommitment', (text) => known(readYesNo(text), 'ce mot')),
		...row.word('site', line(160)),
		...row.optional('hostName', line(160)),
		...row.optional('supervisor', line(160)),
		...row.word('placementKind', (text) => known(words.readPlacementKind(text), 'ce type de stage')),
		...row.word('housing', (text) => known(words.readHousing(text), 'ce mot')),
		...row.word('wantsToStay', (text) => known(words.readStay(text), 'ce mot')),
		...row.word('informedOn', (text) => cell.readDay(text, thisYear)),
	};
}
