import { expect, test } from 'vitest';
import { readCommuneCode, readZone } from './zoning.rules.ts';

test.each([
	['ZIP', 'ZIP'],
	[' zac ', 'ZAC'],
	['Zone d’Intervention Prioritaire', 'ZIP'],
	["Zone d'action complémentaire", 'ZAC'],
	['Zone de vigilance', 'ZV'],
	['HZ', 'none'],
	['Hors zonage', 'none'],
	['', null],
	['ZRR', null],
	['ZIP ou ZAC', null],
])('a file that says « %s » means %s', (text, zone) => expect(readZone(text)).toBe(zone));

test.each([
	['64371', '64371'],
	['1004', '01004'],
	['2a004', '2A004'],
	['64 371', '64371'],
	['Pau', null],
	['643711', null],
	['', null],
])('« %s » is the commune %s', (text, code) => expect(readCommuneCode(text)).toBe(code));
