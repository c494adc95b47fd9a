import { strToU8, zipSync } from 'fflate';
import writeXlsxFile from 'write-excel-file/node';
import { describe, expect, test } from 'vitest';
import { isTerrimedError } from '#lib/errors.ts';
import { readBeginning, readRows } from './rows.reader.ts';
import type { RowSource } from './row-source.ts';

/** A file in small parts, so that each boundary falls somewhere. */
function file(bytes: Uint8Array | string, name = 'medecins.csv', part = 7): RowSource {
	const whole = typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes;
	return {
		name,
		size: whole.length,
		async *parts() {
			for (let at = 0; at < whole.length; at += part)
				yield await Promise.resolve(whole.subarray(at, at + part));
		},
	};
}
async function rowsOf(source: RowSource): Promise<string[][]> {
	const all: string[][] = [];
	for await (const some of readRows(source)) all.push(...some.map(({ cells }) => cells));
	return all;
}
async function codeOf(source: RowSource): Promise<string> {
	try {
		await rowsOf(source);
		return 'read';
	} catch (error) {
		if (!isTerrimedError(error)) throw error;
		expect(error.message).toMatch(/\.$/);
		return error.code;
	}
}

const ROWS = [
	['Nom', 'Né(e) le', 'Ville'],
	['Bréferrac', '31/12/1958', 'Saint-Étienne-de-Baïgorry'],
	['Oli "le vieux"', '1960', 'Pau\nNord'],
];
const csv = (separator: string, end: string): string =>
	ROWS.map((row) =>
		row.map((cell) => (/["\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(separator),
	).join(end);
const TIDY = ROWS.map((row) => row.map((cell) => cell.replace('\n', ' ')));

describe('a text is read whatever program wrote it', () => {
	test.each([';', ',', '\t', '|'])('separator %j', async (separator) => {
		for (const end of ['\n', '\r\n', '\r']) expect(await rowsOf(file(csv(separator, end)))).toEqual(TIDY);
	});
	test('UTF-8 with and without its mark, UTF-16 both ways, Latin-1', async () => {
		const text = csv(';', '\r\n');
		const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
		const variants = [
			Buffer.from(`\ufeff${text}`, 'utf8'),
			utf16,
			Buffer.from(utf16).swap16(),
			Buffer.from(text, 'utf16le'),
			Buffer.from(text, 'latin1'),
		];
		for (const bytes of variants) expect(await rowsOf(file(bytes))).toEqual(TIDY);
	});
	test('the line of a spreadsheet that says its separator', async () => {
		expect(await rowsOf(file('sep=|\r\na|b;c\r\nd|e;f'))).toEqual([
			['a', 'b;c'],
			['d', 'e;f'],
		]);
	});
	test('parts of each size give the same rows', async () => {
		const bytes = Buffer.from(csv(';', '\r\n'), 'utf8');
		for (let part = 1; part < 40; part += 1) expect(await rowsOf(file(bytes, 'f.csv', part))).toEqual(TIDY);
	});
	test('quotes in the middle are signs like others; empty rows are none', async () => {
		expect(await rowsOf(file('a;b\n\n5" 3;"x"y\n;\n'))).toEqual([
			['a', 'b'],
			['5" 3', 'xy'],
		]);
	});
});

describe('a workbook is read as a stream', () => {
	test('texts, numbers, days, truths, and cells that are not there', async () => {
		const bytes = await writeXlsxFile(
			[
				[{ value: 'Nom' }, { value: 'RPPS' }, { value: 'Né le' }, { value: 'MSU' }, { value: 'Ville' }],
				[
					{ value: 'Bréferrac & fils <1>' },
					{ value: 99_000_000_016 },
					{ value: new Date(Date.UTC(1958, 11, 31)), format: 'dd/mm/yyyy' },
					{ value: true },
					null,
				],
				[null, null, null, null, { value: 'Pau' }],
			],
			{},
		).toBuffer();
		expect(await rowsOf(file(new Uint8Array(bytes), 'sans nom'))).toEqual([
			['Nom', 'RPPS', 'Né le', 'MSU', 'Ville'],
			['Bréferrac & fils <1>', '99000000016', '1958-12-31', 'oui'],
			['', '', '', '', 'Pau'],
		]);
	});
	const parts = (sheet: string): Record<string, Uint8Array> => ({
		'xl/workbook.xml': strToU8(
			'<workbook><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
		),
		'xl/_rels/workbook.xml.rels': strToU8(
			'<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
		),
		'xl/worksheets/sheet1.xml': strToU8(sheet),
	});
	test('a row that closes itself swallows nothing', async () => {
		const sheet =
			'<sheetData><row r="1"/><row r="2"><c r="A2" t="inlineStr"><is><t>a</t></is></c><c r="C2"><v>1.5</v></c></row></sheetData>';
		expect(await rowsOf(file(zipSync(parts(sheet))))).toEqual([['a', '', '1.5']]);
	});
	test.each([
		['a bomb', `<sheetData>${'<row></row>'.repeat(250_000)}</sheetData>`, 'file-unreasonable'],
		['a cell far away', '<row><c r="XFD1"><v>1</v></c></row>', 'file-unreasonable'],
		['cells never closed', `<row>${'<c r="A1">'.repeat(100_000)}</row>`, 'file-damaged'],
		['a row that never ends', `<row>${'x'.repeat(3_000_000)}`, 'file-unreasonable'],
		['entities', '<!DOCTYPE x [<!ENTITY a "b">]><row><c r="A1"><v>&a;</v></c></row>', 'file-unreasonable'],
	])('%s is refused', async (_name, sheet, code) => {
		expect(await codeOf(file(zipSync(parts(sheet)), 'f.xlsx', 65_536))).toBe(code);
	});
	test('macros, no workbook, an archive cut short, an old or locked workbook', async () => {
		const whole = zipSync({ ...parts('<row/>'), 'xl/vbaProject.bin': strToU8('x') });
		expect(await codeOf(file(whole, 'f.xlsx', 4_096))).toBe('file-macros');
		expect(await codeOf(file(zipSync({ 'a.txt': strToU8('a') }), 'f.xlsx'))).toBe('unsupported-media-type');
		expect(await codeOf(file(whole.subarray(0, 200), 'f.xlsx'))).toBe('file-damaged');
		expect(await codeOf(file(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3, 4])))).toBe(
			'unsupported-media-type',
		);
	});
});

describe('a text that is none, or without end', () => {
	test.each([
		['a quote never closed', `a;b\n"${'x'.repeat(20_000)}`, 'file-unreasonable'],
		['a cell without end', `a;b\n${'x'.repeat(20_000)};c`, 'file-unreasonable'],
		['columns without end', `${';'.repeat(500)}\n`, 'file-unreasonable'],
		['bytes of something else', '\u0000\u0001\u0002GIF\u0000\u0003', 'unsupported-media-type'],
	])('%s is refused with a sentence', async (_name, text, code) => {
		expect(await codeOf(file(text, 'f.csv', 4_096))).toBe(code);
	});
	test('nothing, titles alone, no titles', async () => {
		await expect(readBeginning(file(''), 10)).rejects.toMatchObject({ code: 'invalid-input' });
		await expect(readBeginning(file('nom;ville\n'), 10)).rejects.toMatchObject({ code: 'invalid-input' });
		await expect(readBeginning(file('1;2\n3;4\n'), 10)).rejects.toMatchObject({ code: 'invalid-input' });
		expect(await readBeginning(file('nom;ville\nOli;Pau\n'), 10)).toEqual({
			titles: ['nom', 'ville'],
			first: [{ line: 2, cells: ['Oli', 'Pau'] }],
		});
	});
});
