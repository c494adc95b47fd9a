import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRpps, keyOf } from './rpps.rules.ts';
import {
	filterDefinition,
	filtersOpenTo,
	parseFilters,
	parseSort,
	sortsOpenTo,
} from './senior-doctor-filter.rules.ts';
import { FIELD_NAMES, FIELDS, fieldsOpenTo, isSharedWith } from './senior-doctor.fields.rules.ts';
import { SHARINGS } from './senior-doctor.values.rules.ts';
import { filterText, formatFilters, formatSort } from '#lib/registries/filter.rules.ts';
import { valueWords } from './senior-doctor.words.ts';

describe('RPPS', () => {
	test('has eleven digits, the last of which is the key of the others', () => {
		fc.assert(
			fc.property(fc.stringMatching(/^\d{10}$/), (digits) => {
				const key = keyOf(digits);
				expect(isRpps(digits + key)).toBe(true);
				for (const other of '0123456789') if (other !== key) expect(isRpps(digits + other)).toBe(false);
			}),
		);
		for (const text of ['', '1234567890', '123456789012', '1234567890a']) expect(isRpps(text)).toBe(false);
	});

	test('two neighbouring digits that are exchanged are found, but for 0 and 9', () => {
		const digits = '9900000159';
		const whole = digits + keyOf(digits);
		const exchanged = `${whole.slice(0, 7)}${whole[8]}${whole[7]}${whole.slice(9)}`;
		expect(isRpps(whole)).toBe(true);
		expect(isRpps(exchanged)).toBe(false);
	});
});

describe('fields', () => {
	test('each circle reads what the narrower ones read, and less', () => {
		const [urps, committee, elected] = SHARINGS.map((circle) => new Set(fieldsOpenTo(circle)));
		expect(urps?.size).toBe(FIELD_NAMES.length);
		expect([...(elected ?? [])].every((field) => committee?.has(field))).toBe(true);
		for (const field of [
			'rpps',
			'email',
			'phone',
			'address',
			'birthYear',
			'conditions',
			'obstacles',
		] as const) {
			expect(committee?.has(field)).toBe(false);
		}
		expect(elected?.has('sector')).toBe(false);
	});

	test('a record shared with elected officials is shared with the committee too', () => {
		expect(isSharedWith('elected', 'committee')).toBe(true);
		expect(isSharedWith('committee', 'elected')).toBe(false);
		expect(isSharedWith('urps', 'committee')).toBe(false);
	});
});

describe('filters and orders of an address', () => {
	test('come back as they were written', () => {
		for (const text of [
			'',
			'departureYear:2026..2028;successor:sought,in-discussion',
			'birthYear:..1955',
			'halfDays:4',
			'lastContactOn:2026-01-01..',
			'hostDoctor:yes;activity:empty;communeCode:64445,2A004;intercommunality:200067106',
		]) {
			expect(formatFilters(parseFilters(text, 'urps') ?? [])).toBe(text);
		}
		for (const text of ['name', '-departureYear']) {
			const sort = parseSort(text, 'urps');
			expect(sort === null ? '' : formatSort(sort)).toBe(text);
		}
	});

	test('what is no filter, no value or not open to the reader is refused', () => {
		for (const text of [
			...['x:1', 'successor', 'successor:', 'successor:nobody', 'departureYear:..', 'departureYear:a..b'],
			...['departureYear:2026..2027..2028', 'lastContactOn:2026-02-30..', 'hostDoctor:true', 'communeCode:x'],
			...['followedBy:someone', 'successor:found;successor:sought', "communeCode:64445'", 'lastName:etchart'],
		]) {
			expect(parseFilters(text, 'urps'), text).toBeNull();
		}
		expect(parseFilters('birthYear:1950', 'committee')).toBeNull();
		expect(parseFilters('sector:1', 'elected')).toBeNull();
		expect(parseSort('birthYear', 'elected')).toBeNull();
		expect(parseSort('--name', 'urps')).toBeNull();
	});

	test('whatever somebody types, nothing is thrown, and what is read is written the same', () => {
		fc.assert(
			fc.property(fc.string(), (text) => {
				const filters = parseFilters(text, 'urps');
				if (filters !== null) expect(parseFilters(formatFilters(filters), 'urps')).toEqual(filters);
			}),
		);
	});

	test('no circle filters or sorts by what it does not read', () => {
		for (const circle of ['committee', 'elected'] as const) {
			const fields = new Set<string>(fieldsOpenTo(circle));
			for (const name of filtersOpenTo(circle))
				expect(fields.has(name) || name === 'intercommunality' || name === 'zone', name).toBe(true);
			expect(sortsOpenTo(circle)).not.toContain('lastContactOn');
		}
	});
});

test('values and filters are said in words', () => {
	expect(valueWords('successor', 'in-discussion')).toBe('En discussion');
	expect(valueWords('hostDoctor', false)).toBe('Non');
	expect(valueWords('halfDays', null)).toBe('–');
	expect(
		valueWords('otherPlaces', [{ communeCode: '64445', kind: 'msp', share: 40 }], { '64445': 'Pau' }),
	).toBe('Pau, maison de santé, 40\u00a0%');
	const [filter] = parseFilters('successor:not-yet,sought', 'urps') ?? [];
	expect(filter === undefined ? '' : filterText(filterDefinition(filter.name), filter)).toBe(
		'Successeur\u00a0: pas encore ou cherche',
	);
	const [place] = parseFilters('communeCode:64445', 'urps') ?? [];
	expect(place && filterText(filterDefinition(place.name), place, { '64445': 'Pau' })).toBe(
		'Commune\u00a0: Pau',
	);
	for (const field of FIELD_NAMES) expect(FIELDS[field].label).not.toBe('');
});
