import { describe, expect, test } from 'vitest';
import { guessMapping } from '../registries/column-guess.rules.ts';
import { missingColumns } from '../registries/import-subject.ts';
import { compareFields } from '../registries/merge.rules.ts';
import { Places } from '../registries/places.rules.ts';
import { INTERN_COLUMNS, type InternColumn } from './intern-import.catalogue.ts';
import { checkInternRow } from './intern-import.row.rules.ts';
import { INTERN_IMPORT } from './intern-import.subject.ts';
import {
	readHousing,
	readLevel,
	readPlacementKind,
	readStay,
	readSubdivision,
} from './intern-import.words.rules.ts';

const PLACES = new Places([
	{ code: '64371', name: 'Mauléon-Licharre', departmentCode: '64', postcodes: ['64130'] },
	{ code: '40088', name: 'Dax', departmentCode: '40', postcodes: ['40100'] },
]);
const MAPPING: InternColumn[] = [
	...(['lastName', 'firstName', 'level', 'phase', 'semester', 'studyYear', 'commune'] as const),
	...(['startsOn', 'endsOn', 'university', 'phone'] as const),
];
const check = (...cells: string[]) =>
	checkInternRow(cells, { mapping: MAPPING, places: PLACES, thisYear: 2026, memory: new Map() });
const GOOD = [
	'Brébard',
	'Léa',
	'interne',
	'socle',
	'S2',
	'',
	'64130 Mauléon-Licharre',
	'02/11/2026',
	'',
	'Bordeaux',
	'',
];

test('the titles that universities write are understood', () => {
	const titles = [
		'NOM',
		'Prénom',
		'Fac',
		'DES',
		'Terrain de stage',
		'Ville',
		'Du',
		'Au',
		'MSU',
		'Docteur junior',
		'Remarques',
	];
	expect(guessMapping(titles, INTERN_COLUMNS)).toEqual([
		...['lastName', 'firstName', 'university', 'specialty', 'site', 'commune', 'startsOn', 'endsOn'],
		...['supervisor', 'isJuniorDoctor', null],
	]);
	expect(missingColumns(INTERN_IMPORT, MAPPING)).toEqual([]);
	expect(missingColumns(INTERN_IMPORT, ['rpps'])).toHaveLength(4);
});

describe('a row', () => {
	test('that is right; the end that is not said is that of the semester', () => {
		expect(check(...GOOD)).toMatchObject({
			problems: [],
			values: {
				...{ lastName: 'Brébard', firstName: 'Léa', level: 'intern', phase: 'foundation', semester: 2 },
				...{ communeCode: '64371', departmentCode: '64', startsOn: '2026-11-02', endsOn: '2027-04-30' },
			},
		});
	});
	test('tells the level by what else is said', () => {
		expect(check(...GOOD.with(2, '')).values).toMatchObject({ level: 'intern' });
		const extern = GOOD.with(2, '').with(3, '').with(4, '').with(5, 'DFASM2');
		expect(check(...extern).values).toMatchObject({ level: 'extern', studyYear: 2 });
		expect(check(...GOOD.with(2, 'externe')).values).not.toHaveProperty('phase');
		expect(check(...GOOD.with(2, '').with(3, '').with(4, '')).problems).toMatchObject([{ fault: 'missing' }]);
	});
	test.each([
		[0, '', 'missing'],
		[1, '', 'missing'],
		[0, '=1+1', 'formula'],
		[2, 'druide', 'unknown-word'],
		[4, '40', 'out-of-range'],
		[6, 'Nulle-Part', 'unknown-commune'],
		[7, '2026', 'not-a-day'],
		[7, '', 'missing'],
		[7, '31/02/2026', 'no-such-day'],
		[8, '01/10/2026', 'out-of-range'],
		[10, '12', 'out-of-range'],
	])('column %i saying %j: %s', (column, text, fault) => {
		const { problems } = check(...GOOD.with(column, text));
		expect(problems.map((one) => one.fault)).toEqual([fault]);
		for (const { sentence } of problems) expect(sentence).toMatch(/\.$/);
	});
});

test('words of files', () => {
	expect(['Docteur junior', 'Externe', 'Interne MG'].map(readLevel)).toEqual([
		'junior-doctor',
		'extern',
		'intern',
	]);
	expect(['SASPAS', 'praticien niveau 1', 'CHU', 'urgences'].map(readPlacementKind)).toEqual([
		...['saspas', 'ambulatory-1', 'hospital', 'emergency'],
	]);
	expect(['oui', 'non', 'Internat'].map(readHousing)).toEqual(['found', 'sought', 'hospital-lodging']);
	expect(['oui', 'hésite', 'non'].map(readStay)).toEqual(['yes', 'perhaps', 'no']);
	expect(['Bordeaux', 'Subdivision de Poitiers', 'Océan indien', 'Nulle part'].map(readSubdivision)).toEqual([
		...['bordeaux', 'poitiers', 'ocean-indien', null],
	]);
});

test('a name written for the host says nothing where the host is a doctor of the registry', () => {
	const brought = { hostName: 'Une voisine' };
	expect(compareFields(INTERN_IMPORT, { held: { hostName: null }, brought }, {})).toHaveLength(1);
	expect(compareFields(INTERN_IMPORT, { held: { hostName: null, hostDoctorId: 'x' }, brought }, {})).toEqual(
		[],
	);
});
