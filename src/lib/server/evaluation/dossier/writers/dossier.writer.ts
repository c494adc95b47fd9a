import { csvPath, csvText, dataPackage } from '#lib/evaluation/dossier/dossier.csv.rules.ts';
import {
	DATA_PATH,
	jsonText,
	manifestOf,
	MANIFEST_PATH,
	type Piece,
} from '#lib/evaluation/dossier/dossier.manifest.rules.ts';
import { dossierTables } from '#lib/evaluation/dossier/dossier.tables.rules.ts';
import type { DossierTable } from '#lib/evaluation/dossier/dossier.table.rules.ts';
import type { Dossier, DossierFormat } from '#lib/evaluation/dossier/dossier.ts';
import { writePdf } from '../../../documents/writers/pdf.writer.ts';
import type { TellProgress } from '../../../files/file.progress.ts';
import { packArchive } from '../../../files/pack.ts';
import { aboutLines, dossierTitle } from './dossier.about.ts';
import { dossierPages } from './dossier-pages.ts';
import { writeDossierOds } from './dossier-ods.writer.ts';
import { pieceOf, sha256 } from './dossier.pieces.ts';
import { sealPdf } from './pdf-seal.ts';

/** An evaluation file, with what the server keeps of it. */
export interface WrittenDossier {
	bytes: Uint8Array;
	pieces: Piece[];
	/** The manifest that the file carries. */
	manifest: Uint8Array;
}

interface Made {
	dossier: Dossier;
	tables: DossierTable[];
	/** The data, as every format carries it. */
	data: Uint8Array;
	tell: TellProgress;
}

const text = (words: string): Uint8Array => new TextEncoder().encode(words);

/** Writes an evaluation file: the same dossier gives the same bytes, wherever and whenever it is written. */
export async function writeDossier(
	dossier: Dossier,
	asked: { format: DossierFormat; tell?: TellProgress },
): Promise<WrittenDossier> {
	const made: Made = {
		dossier,
		tables: dossierTables(dossier),
		data: text(jsonText(dossier)),
		tell: asked.tell ?? (() => {}),
	};
	if (asked.format === 'ods') return writeDossierOds(dossier, made);
	if (asked.format === 'pdf') return writeDossierPdf(made);
	return writeArchive(made);
}

async function writeDossierPdf({ dossier, data, tell }: Made): Promise<WrittenDossier> {
	const pieces = [pieceOf({ path: DATA_PATH, mediaType: 'application/json', bytes: data })];
	const manifest = text(jsonText(manifestOf(dossier, { format: 'pdf', pieces })));
	const lines = aboutLines(dossier, data);
	const head = {
		title: dossierTitle(dossier),
		place: dossier.department.name,
		state: '',
		moment: '',
		sha256: sha256(data),
	};
	const type = 'application/json';
	const bytes = await writePdf(head, dossierPages(dossier), {
		...{ tell, lines, at: new Date(dossier.preparedAt) },
		attachments: [
			{ name: MANIFEST_PATH, type, bytes: manifest, description: 'Manifeste du dossier' },
			{ name: DATA_PATH, type, bytes: data, description: 'Données du dossier' },
		],
	});
	return { bytes: sealPdf(bytes), pieces, manifest };
}

async function writeArchive(made: Made): Promise<WrittenDossier> {
	const { dossier, tables, data } = made;
	const pdf = await writeDossierPdf(made);
	const ods = writeDossierOds(dossier, made);
	const file = (path: string, mediaType: string, bytes: Uint8Array) => ({ path, mediaType, bytes });
	const { diagnosis } = dossier;
	const files = [
		file('dossier.pdf', 'application/pdf', pdf.bytes),
		file('dossier.ods', 'application/vnd.oasis.opendocument.spreadsheet', ods.bytes),
		file(DATA_PATH, 'application/json', data),
		file('datapackage.json', 'application/json', text(jsonText(dataPackage(dossier, tables)))),
		...tables.map((table) => file(csvPath(table), 'text/csv', text(csvText(table)))),
		...(diagnosis === null ? [] : [file('textes/diagnostic.md', 'text/markdown', text(diagnosis.markdown))]),
		file('LISEZ-MOI.txt', 'text/plain', text(readMe(dossier, data))),
	];
	const pieces = files.map(pieceOf);
	const manifest = text(jsonText(manifestOf(dossier, { format: 'zip', pieces })));
	const packed = [{ path: MANIFEST_PATH, bytes: manifest }, ...files];
	return { bytes: packArchive(packed, new Date(dossier.preparedAt)), pieces, manifest };
}

function readMe(dossier: Dossier, data: Uint8Array): string {
	return [
		dossierTitle(dossier),
		...aboutLines(dossier, data),
		'',
		'dossier.pdf : à lire et à imprimer.',
		'dossier.ods : les mêmes tableaux, un par feuille.',
		'donnees/*.csv et datapackage.json : les mêmes tableaux en données ouvertes, avec leur schéma (Table Schema).',
		'dossier.json : tout ce que dit le dossier.',
		'manifest.json : l’empreinte SHA-256 de chaque pièce.',
		'',
		'Pour vérifier ce dossier : npm run dossier:verify -- <fichier>',
		'',
	].join('\n');
}
