import { describe, expect, test } from 'vitest';
import { DOCTOR_COLUMNS, type DoctorColumn } from './doctor-import.catalogue.ts';
import { readDepartureYear, readRpps } from './doctor-import.cells.rules.ts';
import { checkRow } from './doctor-import.row.rules.ts';
import { DOCTOR_IMPORT } from './doctor-import.subject.ts';
import { readPracticeMode, readSpecialty } from './doctor-import.words.rules.ts';
import { readPhone } from '../registries/cells.rules.ts';
import { guessMapping } from '../registries/column-guess.rules.ts';
import { missingColumns } from '../registries/import-subject.ts';
import { compareFields, mergedValues, takenBy } from '../registries/merge.rules.ts';
import { Places } from '../registries/places.rules.ts';
import { splitName } from '../registries/row-reader.rules.ts';
import { readYesNo } from '../registries/words.rules.ts';

const PLACES = new Places([
	{ code: '64371', name: 'Mauléon-Licharre', departmentCode: '64', postcodes: ['64130'] },
	{ code: '64485', name: 'Saint-Jean-Pied-de-Port', departmentCode: '64', postcodes: ['64220'] },
	{ code: '64484', name: 'Saint-Jean-le-Vieux', departmentCode: '64', postcodes: ['64220'] },
	{ code: '40088', name: 'Dax', departmentCode: '40', postcodes: ['40100'] },
]);
const MAPPING: (DoctorColumn | null)[] = [
	'fullName',
	'rpps',
	'birthYear',
	'age',
	'commune',
	'specialty',
	'phone',
];
const check = (...cells: string[]) =>
	checkRow(cells, { mapping: MAPPING, places: PLACES, thisYear: 2026, memory: new Map() });
const fault = (...cells: string[]) =>
	check(...cells).problems.map(({ fault: kind, proposal }) => [kind, proposal]);

test('the files of the mock-up are understood by their titles', () => {
	const titles = [
		'NOM Prénom',
		'N° RPPS',
		'Né(e) le',
		'Âge',
		'CP-Ville',
		'type',
		'part en',
		'tel',
		'Observations',
	];
	expect(guessMapping(titles, DOCTOR_COLUMNS)).toEqual([
		...['fullName', 'rpps', 'birthYear', 'age', 'commune', 'practiceMode', 'departureYear', 'phone'],
		null,
	]);
	for (const born of ['Né en', 'NÉ(E) EN', 'Née en', 'ddn'])
		expect(guessMapping([born], DOCTOR_COLUMNS), born).toEqual(['birthYear']);
	expect(missingColumns(DOCTOR_IMPORT, MAPPING)).toEqual([]);
	expect(missingColumns(DOCTOR_IMPORT, ['rpps'])).toHaveLength(4);
});

describe('a row', () => {
	const good = ['CARRERE Jean Louis', '', '1951', '', '64 130 Mauléon-Licharre', 'MG', '05.59.00.00.77'];
	test('that is right', () => {
		expect(check(...good)).toMatchObject({
			problems: [],
			values: {
				...{ lastName: 'CARRERE', firstName: 'Jean Louis', birthYear: 1951, communeCode: '64371' },
				...{ departmentCode: '64', specialty: 'medecine-generale', phone: '05 59 00 00 77' },
			},
		});
	});
	test.each([
		[0, '=1+1', 'formula', undefined],
		[0, '', 'missing', undefined],
		[0, 'Ã‰tchart Jean', 'damaged-letters', undefined],
		[1, '9910048', 'rpps-length', undefined],
		[2, '03/14/1951', 'day-month-swapped', '14/03/1951'],
		[2, '1985', 'too-young', undefined],
		[2, '1850', 'out-of-range', undefined],
		[4, 'St Jean', 'ambiguous-commune', undefined],
		[4, '64220', 'ambiguous-commune', undefined],
		[4, 'Mauléon', 'ambiguous-commune', '64371'],
		[4, '75001', 'foreign-commune', undefined],
		[4, 'Nulle-Part', 'unknown-commune', undefined],
		[5, 'Druidisme', 'unknown-word', undefined],
		[6, '12', 'out-of-range', undefined],
	])('column %i saying %j: %s', (column, text, kind, proposal) => {
		expect(fault(...good.with(column, text))).toEqual([[kind, proposal]]);
	});
	test('an age stands for a missing birth, and words for it are proposed only', () => {
		expect(check(...good.with(2, '').with(3, '70 ans')).values?.birthYear).toBe(1956);
		expect(fault(...good.with(2, '').with(3, 'soixante'))).toEqual([['not-a-number', '60']]);
	});
	test('an optional cell that is wrong holds the row back, and can be left empty', () => {
		const { values, problems } = check(...good.with(6, '12'));
		expect(values).not.toBeNull();
		expect(problems[0]?.mayBeEmpty).toBe(true);
		expect(check(...good.with(2, 'x')).problems[0]?.mayBeEmpty).toBe(false);
	});
});

test.each([
	['CARRERE Jean Louis', 'CARRERE', 'Jean Louis'],
	['Minjou (Thérèse)', 'Minjou', 'Thérèse'],
	['Dr Jean DUPONT', 'DUPONT', 'Jean'],
	['de Brébard Odile', 'de Brébard', 'Odile'],
	['Haran', 'Haran', ''],
])('the name %j', (whole, lastName, firstName) => {
	expect(splitName(whole)).toEqual({ lastName, firstName });
});

test('words of files', () => {
	expect(readPracticeMode('lib. seul')).toBe('liberal');
	expect(readPracticeMode('libéral et salarié')).toBe('mixed');
	expect(readPracticeMode('cumul')).toBeNull();
	expect(readSpecialty('Omnipraticien')).toBe('medecine-generale');
	expect(readSpecialty('Radiologie')).toBe('radiologie');
	expect(readYesNo('ne sait pas')).toBeNull();
	expect(readDepartureYear('été 28', 2026)).toEqual({ ok: true, value: 2028 });
	expect(readDepartureYear('?', 2026)).toEqual({ ok: true, value: null });
	expect(readPhone('559000077')).toEqual({ ok: true, value: '05 59 00 00 77' });
	expect(readRpps('99 100 482 113').ok).toBe(readRpps('99100482113').ok);
});

describe('merging', () => {
	const held = {
		lastName: 'Laborde',
		firstName: 'Michel',
		phone: null,
		departureYear: 2027,
		patientCount: 1_180,
	};
	const brought = {
		lastName: 'LABORDE-CAZALA',
		firstName: '',
		phone: '05 59 00 00 77',
		departureYear: 2028,
		departureCertainty: 'estimated' as const,
		patientCount: 1_180,
	};
	const compared = compareFields(
		DOCTOR_IMPORT,
		{ held, brought },
		{
			departureYear: { kind: 'survey' },
			lastName: { kind: 'import' },
		},
	);

	test('compares what differs, and a file empties nothing', () => {
		expect(compared.map(({ field }) => field)).toEqual(['lastName', 'phone', 'departureYear']);
	});
	test.each([
		['suggested', ['lastName', 'phone']],
		['keep', []],
		['take', ['lastName', 'phone', 'departureYear']],
		['fill', ['phone']],
	] as const)('by the rule « %s »', (rule, taken) => {
		expect(takenBy(rule, compared)).toEqual(taken);
	});
	test('what follows a field goes with it', () => {
		expect(mergedValues(DOCTOR_IMPORT, ['departureYear'], brought)).toEqual({
			departureYear: 2028,
			departureCertainty: 'estimated',
		});
		expect(mergedValues(DOCTOR_IMPORT, ['phone'], brought)).toEqual({ phone: '05 59 00 00 77' });
	});
});
