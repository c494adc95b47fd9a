import { expect, test } from 'vitest';
import { attachmentName, isRunCell, sizeInWords } from './attachment.rules.ts';

test.each([
	['Réponses T3.pdf', 'application/pdf', 'Réponses T3.pdf'],
	['C:\\Users\\moi\\releve.CSV', 'text/csv', 'releve.csv'],
	['../../etc/passwd.csv', 'text/csv', 'passwd.csv'],
	['photo.webp', 'image/png', 'photo.png'],
	['\u202Efdp.exe.pdf', 'application/pdf', 'fdp.exe.pdf'],
	['a\r\nSet-Cookie: b.pdf', 'application/pdf', 'aSet-Cookie: b.pdf'],
	['.pdf', 'application/pdf', 'piece.pdf'],
	['x'.repeat(300) + '.pdf', 'application/pdf', 'x'.repeat(120) + '.pdf'],
] as const)('a file brought as %j', (brought, type, expected) => {
	expect(attachmentName(brought, type)).toBe(expected);
});

test.each([
	['=1+1', true],
	[' =HYPERLINK("https://mal.example")', true],
	['@SUM(A1)', true],
	["-cmd|' /C calc'!A0", true],
	['+33 5 59 00 00 00', false],
	['-12,5', false],
	['- néant', false],
	['63 %', false],
	['', false],
])('a cell %j runs in a spreadsheet: %s', (cell, expected) => {
	expect(isRunCell(cell)).toBe(expected);
});

test.each([
	[12, '1\u00a0ko'],
	[12_400, '12\u00a0ko'],
	[1_500_000, '1,4\u00a0Mo'],
])('%d bytes', (bytes, expected) => expect(sizeInWords(bytes)).toBe(expected));
