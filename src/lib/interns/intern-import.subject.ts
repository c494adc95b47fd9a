import type { ImportSubject } from '../registries/import-subject.ts';
import { sayImported } from '../registries/import.words.ts';
import type { LikenessNames } from '../registries/likeness.rules.ts';
import { SOURCE_KIND_LABEL } from '../senior-doctors/senior-doctor.values.rules.ts';
import { normaliseSearch } from '../territory/territory.rules.ts';
import { INTERN_COLUMNS, NEEDED_INTERN_COLUMNS } from './intern-import.catalogue.ts';
import { checkInternRow } from './intern-import.row.rules.ts';
import { INTERN_FIELDS } from './intern.fields.rules.ts';
import { internSearchedPlace, internSearchedText, internSortName, type InternField } from './intern.rules.ts';

/** One record is one placement: the number alone does not tell it, the day on which it begins does. */
export const INTERN_LIKENESS: LikenessNames = {
	number: 'same-rpps-start',
	both: 'name-start-university',
	first: 'name-start',
	// Never asked: each placement has its first day.
	second: 'name-start',
};

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const isField = (field: string): field is InternField => Object.hasOwn(INTERN_FIELDS, field);

/** A file of placements of externs, interns and junior doctors. */
export const INTERN_IMPORT: ImportSubject = {
	registry: 'interns',
	words: {
		title: 'Importer des fiches d’internes',
		registry: 'Internes',
		path: 'internes',
		person: 'Interne',
		dispensable: 'Un RPPS incomplet, un téléphone trop court',
		first: 'l’interne',
	},
	columns: INTERN_COLUMNS,
	needed: NEEDED_INTERN_COLUMNS,
	compared: [
		...['lastName', 'firstName', 'civility', 'rpps', 'email', 'phone', 'level', 'phase', 'semester'],
		...['studyYear', 'university', 'subdivision', 'specialty', 'serviceCommitment', 'communeCode', 'site'],
		...['hostName', 'supervisor', 'placementKind', 'endsOn', 'housing', 'wantsToStay', 'informedOn'],
	],
	follows: { departmentCode: 'communeCode' },
	yieldsTo: { hostName: 'hostDoctorId' },
	unsourced: ['departmentCode', 'searchedPlace'],
	birthField: 'lastName',
	recognisedBy: ['commune', 'site', 'startsOn'],
	numberColumn: 'rpps',
	check: checkInternRow,
	identityKeys: ['lastName', 'firstName', 'rpps', 'startsOn', 'university', 'communeCode', 'departmentCode'],
	identityOf({ lastName, firstName, rpps, startsOn, university }) {
		const said = normaliseSearch(text(university) ?? '');
		return {
			number: text(rpps) === null ? null : `${text(rpps)} ${text(startsOn)}`,
			name: normaliseSearch(`${text(lastName) ?? ''} ${text(firstName) ?? ''}`),
			first: text(startsOn),
			second: said === '' ? null : said,
		};
	},
	derive({ lastName, firstName, site, university }, communeSearchName) {
		const person = { lastName: text(lastName), firstName: text(firstName) };
		const where = { site: text(site), university: text(university) };
		return {
			sortName: internSortName(person),
			searched: internSearchedText({ ...person, ...where }, communeSearchName),
			beside: { searchedPlace: internSearchedPlace(where, communeSearchName) },
		};
	},
	sayField: (field) => (isField(field) ? INTERN_FIELDS[field].label : field),
	sayValue: (field, value, communes) =>
		field === 'communeCode'
			? (communes.get(String(value)) ?? String(value))
			: sayImported(value, isField(field) ? INTERN_FIELDS[field].choices : undefined),
	saySource: (kind) =>
		kind in SOURCE_KIND_LABEL ? SOURCE_KIND_LABEL[kind as keyof typeof SOURCE_KIND_LABEL] : kind,
	sayRepeated: (line, likeness) =>
		likeness === 'same-rpps-start'
			? `La ligne ${line} a le même RPPS et le même début de stage.`
			: `Sans doute le même stage qu’à la ligne ${line}.`,
};
