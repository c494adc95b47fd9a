import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatFilters } from '#lib/registries/filter.rules.ts';
import {
	internFilterBook,
	internSortsOpenTo,
	parseInternFilters,
	parseInternSort,
} from './intern-filter.rules.ts';
import { INTERN_FIELD_NAMES, INTERN_FIELDS, internFieldsOpenTo } from './intern.fields.rules.ts';
import { newInternInput } from './intern.input.ts';
import {
	changedInternFields,
	internFaults,
	internName,
	internSortName,
	NAMELESS,
	UNKNOWN_INTERN,
	type InternValues,
} from './intern.rules.ts';

const VALUES: InternValues = {
	...UNKNOWN_INTERN,
	...{ lastName: 'Quenvigneul', firstName: 'Léa', level: 'intern', communeCode: '64371' },
	...{ startsOn: '2026-11-02', endsOn: '2027-04-30' },
};

describe('what a record says', () => {
	test.each([
		[{}, []],
		[{ endsOn: '2026-11-01' }, ['endsOn']],
		[{ endsOn: '2026-11-02' }, []],
		[{ level: 'extern', semester: 1 }, ['phase']],
		[{ level: 'extern', studyYear: 6 }, []],
		[{ studyYear: 6 }, ['studyYear']],
		[{ firstName: null }, ['firstName']],
		[{ lastName: null, firstName: null }, []],
		[{ hostDoctorId: 'x', hostName: 'y' }, ['hostName']],
	] as [Partial<InternValues>, string[]][])('%o is refused at %o', (change, fields) => {
		expect(Object.keys(internFaults({ ...VALUES, ...change }))).toEqual(fields);
	});

	test('names who may be named, and says why nobody is', () => {
		expect(internName(VALUES)).toBe('Léa Quenvigneul');
		expect(internName({ lastName: null, firstName: null })).toBe('Nom à venir');
		expect(internName({})).toBe('Nom non partagé');
		expect(internSortName(VALUES)).toBe('quenvigneul lea');
		expect(internSortName({ lastName: null, firstName: null })).toBe(NAMELESS);
	});

	test('changes are those that differ', () => {
		expect(changedInternFields(VALUES, { level: 'intern', semester: 3 })).toEqual(['semester']);
	});

	test('a new record needs a level, a commune and its days', () => {
		const { level, communeCode, startsOn, endsOn } = VALUES;
		expect(newInternInput.safeParse({ level, communeCode, startsOn, endsOn }).success).toBe(true);
		expect(newInternInput.safeParse({ level, communeCode, startsOn }).success).toBe(false);
		expect(newInternInput.safeParse({ level, communeCode, startsOn, endsOn, birthYear: 1 }).success).toBe(
			false,
		);
	});
});

describe('who reads what', () => {
	test('an elected official reads names and contact only when they are shared, and never the project', () => {
		const none = internFieldsOpenTo('elected', { shareName: false, shareContact: false });
		for (const secret of [
			'lastName',
			'firstName',
			'phone',
			'email',
			'housingPlace',
			'rpps',
			'project',
		] as const)
			expect(none).not.toContain(secret);
		const all = internFieldsOpenTo('elected', { shareName: true, shareContact: true });
		expect(all).toEqual(expect.arrayContaining(['lastName', 'phone', 'email', 'housingPlace']));
		for (const secret of ['project', 'wantsToStay', 'rpps', 'supervisor', 'shareName'] as const)
			expect(all).not.toContain(secret);
		expect(internFieldsOpenTo('keepers', { shareName: false, shareContact: false })).toEqual(
			INTERN_FIELD_NAMES,
		);
	});

	test('no filter and no order of an elected official tells a field that somebody may keep to themselves', () => {
		for (const name of Object.keys(internFilterBook('elected'))) {
			const field = INTERN_FIELD_NAMES.find((one) => one === name);
			if (field !== undefined) expect(INTERN_FIELDS[field].elected, name).toBe('always');
		}
		expect(internSortsOpenTo('elected')).not.toContain('openItems');
		expect(parseInternSort('openItems', 'elected')).toBeNull();
	});
});

describe('filters of an address', () => {
	test('each filter has words of its own: a list of them is chosen from by its words', () => {
		const labels = Object.values(internFilterBook('keepers')).map((filter) => filter?.label);
		expect(new Set(labels).size).toBe(labels.length);
	});

	test.each([
		'',
		'arrival:2026-11,2027-05;housing:sought',
		'startsOn:2026-11-01..;phase:empty',
		'openItems:1..',
	])('%s is read and written the same', (text) =>
		expect(formatFilters(parseInternFilters(text, 'keepers') ?? [])).toBe(text),
	);

	test.each([
		'arrival:2026-06',
		'lastName:x',
		'project:empty',
		'housing:',
		'zone:none;zone:ZIP',
		'constructor:x',
	])('%s is refused', (text) => expect(parseInternFilters(text, 'keepers')).toBeNull());

	test('whatever is written is read back or refused', () => {
		fc.assert(
			fc.property(fc.string({ maxLength: 60 }), (text) => {
				const filters = parseInternFilters(text, 'elected');
				if (filters !== null) expect(parseInternFilters(formatFilters(filters), 'elected')).toEqual(filters);
			}),
		);
	});
});
