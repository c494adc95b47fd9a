import { strToU8, zipSync } from 'fflate';
import { csvOf, doctorRows, DOCTOR_TITLES, seeded } from './doctor-files.ts';
import { internRows, INTERN_TITLES } from './intern-files.ts';

/** Files that somebody made to break the import, or that broke on their way: the same for the same number. */
export interface HostileFile {
	kind: string;
	name: string;
	bytes: Uint8Array;
}

type Maker = (random: () => number) => { name: string; bytes: Uint8Array };

const COMMUNES = [
	{ code: '64371', name: 'Mauléon-Licharre' },
	{ code: '64430', name: 'Orthez' },
];

const pick = <Value>(random: () => number, list: readonly Value[]): Value =>
	list[Math.floor(random() * list.length)] as Value;
const below = (random: () => number, most: number): number => Math.floor(random() * most);
const text = (content: string): { name: string; bytes: Uint8Array } => ({
	name: 'f.csv',
	bytes: strToU8(content),
});

const cleanCsv = (random: () => number): string => {
	const [titles, rowsOf] = pick(random, [
		[DOCTOR_TITLES, doctorRows],
		[INTERN_TITLES, internRows],
	] as const);
	const rows = rowsOf(1 + below(random, 20), COMMUNES, below(random, 900));
	return csvOf([titles, ...rows], pick(random, [';', ',', '\t', '|']), pick(random, ['\n', '\r\n', '\r']));
};

const SHEETS = [
	(cell: string) =>
		`<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Nom</t></is></c><c r="B1"><v>${cell}</v></c></row></sheetData>`,
	(cell: string) => `<row><c r="${cell}"><v>1</v></c></row>`,
	(cell: string) => `<row><c t="s"><v>${cell}</v></c></row>`,
	(cell: string) => `<row ${'a '.repeat(500)}><c r="A1" s="${cell}"><v>4e4</v></c></row>`,
	(cell: string) => `<row>${'<c>'.repeat(300)}${cell}</row>`,
	(cell: string) => `<row><c t="inlineStr"><is><rPh>${cell}<t>x</t></is></c></row>`,
	(cell: string) => `<!DOCTYPE a [<!ENTITY b "${cell}">]><row><c><v>&b;</v></c></row>`,
	(cell: string) => `<row>${cell}`.repeat(400),
];
const CELLS = [
	'1',
	'-1',
	'1e999',
	'999999999',
	'NaN',
	'XFD1048576',
	'A0',
	'&#0;',
	'&#x110000;',
	'&lt;',
	'%s',
	'"',
	'<',
];

const workbook = (random: () => number): Uint8Array =>
	zipSync({
		'xl/workbook.xml': strToU8(
			pick(random, [
				'<workbook><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
				'<workbook/>',
				'<workbook><workbookPr date1904="1"/><sheets><sheet state="hidden" r:id="rId1"/></sheets></workbook>',
			]),
		),
		'xl/_rels/workbook.xml.rels': strToU8(
			pick(random, [
				'<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
				'<Relationships><Relationship Id="rId1" Target="../../etc/passwd"/></Relationships>',
				'',
			]),
		),
		'xl/styles.xml': strToU8(
			pick(random, ['', '<cellXfs><xf numFmtId="14"/></cellXfs>', '<cellXfs>'.repeat(2_000)]),
		),
		'xl/sharedStrings.xml': strToU8(
			pick(random, ['<sst><si><t>a</t></si></sst>', '<si>'.repeat(3_000), '<si><rPh></si>']),
		),
		'xl/worksheets/sheet1.xml': strToU8(pick(random, SHEETS)(pick(random, CELLS))),
	});

const flipped = (random: () => number, bytes: Uint8Array, times: number): Uint8Array => {
	const copy = Uint8Array.from(bytes);
	for (let flip = 0; flip < times; flip += 1) copy[below(random, copy.length)] = below(random, 256);
	return copy;
};

const MAKERS: Record<string, Maker> = {
	noise: (random) => ({
		name: 'f.csv',
		bytes: Uint8Array.from({ length: below(random, 3_000) }, () => below(random, 256)),
	}),
	'flipped csv': (random) => ({
		name: 'f.csv',
		bytes: flipped(random, strToU8(cleanCsv(random)), 1 + below(random, 40)),
	}),
	'cut csv': (random) => {
		const whole = cleanCsv(random);
		return text(whole.slice(0, below(random, whole.length)));
	},
	'open quote': (random) => text(cleanCsv(random) + `"${'x;\n'.repeat(below(random, 6_000))}`),
	'endless cell': (random) => text(`Nom;Ville\n${'x'.repeat(below(random, 30_000))};Pau\n`),
	'endless row': (random) => text(`Nom;Ville\n${'x;'.repeat(below(random, 60_000))}\n`),
	'only quotes': (random) => text('"'.repeat(below(random, 5_000))),
	'only separators': (random) =>
		text(pick(random, [';', ',', '\n', '\r', '\t']).repeat(below(random, 5_000))),
	'strange signs': (random) =>
		text(
			cleanCsv(random).replaceAll('e', () =>
				pick(random, ['\u202e', '\u0000', '\ufeff', '𝕏', '\u0301', '\u2028', '=1+1']),
			),
		),
	'half utf-16': (random) => ({
		name: 'f.csv',
		bytes: Buffer.from(cleanCsv(random), 'utf16le').subarray(0, below(random, 4_000)),
	}),
	'wrong mark': (random) => ({
		name: 'f.csv',
		bytes: Buffer.concat([
			pick(random, [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])]),
			Buffer.from(cleanCsv(random)),
		]),
	}),
	'false name': (random) => ({
		name: pick(random, ['f.xlsx', 'f.xls', 'f.pdf', 'f.ods']),
		bytes: strToU8(cleanCsv(random)),
	}),
	workbook: (random) => ({ name: 'f.xlsx', bytes: workbook(random) }),
	'flipped workbook': (random) => ({
		name: 'f.xlsx',
		bytes: flipped(random, workbook(random), 1 + below(random, 30)),
	}),
	'cut workbook': (random) => {
		const whole = workbook(random);
		return { name: 'f.xlsx', bytes: whole.subarray(0, below(random, whole.length)) };
	},
	bomb: (random) => ({
		name: 'f.xlsx',
		bytes: zipSync({
			'xl/workbook.xml': strToU8('<workbook><sheets><sheet r:id="rId1"/></sheets></workbook>'),
			'xl/_rels/workbook.xml.rels': strToU8('<Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'),
			'xl/worksheets/sheet1.xml': strToU8(
				pick(random, [
					'<row></row>'.repeat(210_000),
					`<row>${' '.repeat(3_000_000)}`,
					`<row><c t="inlineStr"><is><t>${'x'.repeat(500_000)}</t></is></c></row>`,
				]),
			),
		}),
	}),
	'old workbook': (random) => ({
		name: 'f.xls',
		bytes: Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, ...Array.from({ length: 64 }, () => below(random, 256))]),
	}),
};

export function hostileFile(number: number): HostileFile {
	const random = seeded(number);
	const kinds = Object.keys(MAKERS);
	const kind = kinds[number % kinds.length] ?? '';
	const made = MAKERS[kind]?.(random);
	if (made === undefined) throw new Error('no such kind');
	return { kind, ...made };
}
