import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import { sampleDossier } from '../../../../../tests/support/dossier.ts';
import { csvPath, csvText } from '#lib/evaluation/dossier/dossier.csv.rules.ts';
import { dossierTables } from '#lib/evaluation/dossier/dossier.tables.rules.ts';
import type { DossierManifest } from '#lib/evaluation/dossier/dossier.manifest.rules.ts';
import { DOSSIER_FORMATS, type DossierFormat } from '#lib/evaluation/dossier/dossier.ts';
import { amount } from '#lib/indicators/indicator.words.ts';
import { checkInside } from './dossier-check.ts';
import { openDossier } from './dossier-opening.ts';
import { dossierPages } from './writers/dossier-pages.ts';
import { writeDossier, type WrittenDossier } from './writers/dossier.writer.ts';
import { sha256 } from './writers/dossier.pieces.ts';

let made: Record<DossierFormat, WrittenDossier>;
let other: WrittenDossier;

beforeAll(async () => {
	const write = (format: DossierFormat) => writeDossier(sampleDossier(), { format });
	made = { zip: await write('zip'), pdf: await write('pdf'), ods: await write('ods') };
	const later = sampleDossier({ preparedAt: new Date('2026-11-21T09:30:00Z') });
	other = await writeDossier(later, { format: 'pdf' });
});

/** « piece fault » of each finding. */
function check(bytes: Uint8Array): string[] {
	const opened = openDossier(bytes);
	return opened === null
		? ['unreadable']
		: checkInside(opened).map(({ piece, fault }) => `${piece} ${fault}`);
}

type Files = Record<string, Uint8Array>;

/** The archive packed again by somebody who has changed its files. */
function repacked(change: (files: Files) => void, format: 'zip' | 'ods' = 'zip'): Uint8Array {
	const files: Files = unzipSync(made[format].bytes);
	change(files);
	return zipSync(files);
}

/** One byte of a piece, changed. */
function changed(bytes: Uint8Array): Uint8Array {
	const copy = Uint8Array.from(bytes);
	const at = Math.floor(copy.length / 2);
	copy[at] = (copy[at] ?? 0) ^ 1;
	return copy;
}

/** The manifest written again so that it fits the pieces, as a forger would. */
function fit(files: Files, path = 'manifest.json'): void {
	const manifest = JSON.parse(strFromU8(files[path]!)) as DossierManifest;
	for (const piece of manifest.pieces) {
		const bytes = files[piece.path];
		if (bytes !== undefined) Object.assign(piece, { bytes: bytes.length, sha256: sha256(bytes) });
	}
	files[path] = strToU8(`${JSON.stringify(manifest, null, '\t')}\n`);
}

describe('written', () => {
	test('the same dossier has the same bytes, whatever the clock and the zone of the machine', async () => {
		const zone = process.env.TZ;
		process.env.TZ = 'Pacific/Auckland';
		try {
			for (const format of DOSSIER_FORMATS) {
				const again = await writeDossier(sampleDossier(), { format });
				expect(sha256(again.bytes)).toBe(sha256(made[format].bytes));
			}
		} finally {
			if (zone === undefined) delete process.env.TZ;
			else process.env.TZ = zone;
		}
	});

	test('the shape of the tables is that of this version: another one asks for another `DOSSIER_SHAPE`', () => {
		const tables = dossierTables(sampleDossier()).map((table) => csvPath(table) + csvText(table));
		expect(sha256(tables.join(''))).toMatchInlineSnapshot(
			`"dd86a2c8039b87c3c2d25493ce4ce643330a412144c348e6e05fddde6ad877b1"`,
		);
	});

	test('nobody is named, in no piece', () => {
		const files = unzipSync(made.zip.bytes);
		const text = Object.entries(files)
			.filter(([path]) => !/\.(?:pdf|ods)$/.test(path))
			.map(([, bytes]) => strFromU8(bytes))
			.join('');
		for (const name of ['Claire Dufau', 'Dr Lacoste', 'Maire de Tardets']) expect(text).not.toContain(name);
	});

	test('a formula that somebody wrote is a text', () => {
		const files = unzipSync(made.zip.bytes);
		expect(strFromU8(files['donnees/actions.csv']!)).toContain(`"'=HYPERLINK(""https://mal.example"")"`);
		expect(strFromU8(unzipSync(made.ods.bytes)['content.xml']!)).toContain('&#39;=HYPERLINK');
	});

	test('the pages and the workbook say the figures of the data', () => {
		const dossier = sampleDossier();
		const pages = JSON.stringify(dossierPages(dossier));
		const sheets = strFromU8(unzipSync(made.ods.bytes)['content.xml']!);
		for (const { title } of dossier.actions) expect(pages).toContain(JSON.stringify(title).slice(1, -1));
		for (const { name, sentence, values } of dossier.indicators) {
			expect(sheets).toContain(name);
			if (values.length === 0) continue;
			expect(pages).toContain(sentence);
			for (const { value } of values) {
				expect(pages).toContain(amount(value, '%'));
				expect(sheets).toContain(`office:value="${value}"`);
			}
		}
		for (const { value, before } of dossier.figures) {
			expect(pages).toContain(`"value":"${value}","detail":"${before}"`);
		}
	});

	test('each table has its schema', () => {
		const files = unzipSync(made.zip.bytes);
		const { resources } = JSON.parse(strFromU8(files['datapackage.json']!)) as {
			resources: { path: string; schema: { fields: { name: string }[] } }[];
		};
		for (const { path, schema } of resources) {
			const [titles] = strFromU8(files[path]!).split('\r\n');
			expect(titles).toBe(schema.fields.map(({ name }) => name).join(','));
		}
		expect(resources.map(({ path }) => path).sort()).toEqual(
			Object.keys(files)
				.filter((path) => path.startsWith('donnees/'))
				.sort(),
		);
	});
});

describe('checked without the server', () => {
	test.each(DOSSIER_FORMATS)('a %s as it was written is whole', (format) => {
		expect(check(made[format].bytes)).toEqual([]);
	});

	test('one byte of each piece is named', () => {
		const paths = Object.keys(unzipSync(made.zip.bytes)).filter((path) => path !== 'manifest.json');
		for (const path of paths) {
			expect(check(repacked((files) => (files[path] = changed(files[path]!))))).toEqual([`${path} altered`]);
		}
		expect(paths.length).toBeGreaterThan(15);
	});

	test('a piece removed, added or renamed is named', () => {
		expect(check(repacked((files) => delete files['donnees/valeurs.csv']))).toEqual([
			'donnees/valeurs.csv missing',
		]);
		expect(check(repacked((files) => (files['donnees/plus.csv'] = strToU8('a'))))).toEqual([
			'donnees/plus.csv added',
		]);
		const renamed = repacked((files) => {
			files['donnees/autres.csv'] = files['donnees/valeurs.csv']!;
			delete files['donnees/valeurs.csv'];
		});
		expect(check(renamed)).toEqual(['donnees/valeurs.csv renamed']);
	});

	test('a manifest that says something else is named', () => {
		const later = repacked((files) => {
			const text = strFromU8(files['manifest.json']!).replace(
				'"until": "2026-11-19"',
				'"until": "2026-11-18"',
			);
			files['manifest.json'] = strToU8(text);
		});
		expect(check(later)).toEqual(['manifest.json altered']);
		expect(check(repacked((files) => delete files['manifest.json']))).toEqual(['unreadable']);
	});

	test('a table is named even when the manifest was written again to fit it', () => {
		const forged = repacked((files) => {
			files['donnees/actions.csv'] = strToU8(
				strFromU8(files['donnees/actions.csv']!).replace('En retard', 'Terminée'),
			);
			fit(files);
		});
		expect(check(forged)).toEqual(['donnees/actions.csv altered']);
	});

	test('a PDF taken from another dossier is named, its fingerprint written in the manifest or not', () => {
		const replaced = (fits: boolean) =>
			repacked((files) => {
				files['dossier.pdf'] = other.bytes;
				if (fits) fit(files);
			});
		expect(check(replaced(false))).toEqual(['dossier.pdf altered']);
		expect(check(replaced(true))).toEqual(['dossier.pdf foreign']);
	});

	test('a byte of a PDF alone, wherever it is, is seen', () => {
		const { bytes } = made.pdf;
		for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / 40)) {
			const copy = Uint8Array.from(bytes);
			copy[at] = (copy[at] ?? 0) ^ 1;
			expect(check(copy)).not.toEqual([]);
		}
	});

	test('a cell of a workbook alone is seen', () => {
		const forged = repacked((files) => {
			files['content.xml'] = strToU8(strFromU8(files['content.xml']!).replace('En retard', 'Terminée'));
		}, 'ods');
		expect(check(forged)).toEqual(['content.xml altered']);
	});

	test('what is no evaluation file is told so', () => {
		for (const bytes of [new Uint8Array(), strToU8('%PDF-1.7'), zipSync({ 'a.txt': strToU8('a') })]) {
			expect(check(bytes)).toEqual(['unreadable']);
		}
	});
});
