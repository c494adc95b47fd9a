import {
	DATA_PATH,
	jsonText,
	manifestOf,
	MANIFEST_PATH,
	type Piece,
} from '#lib/evaluation/dossier/dossier.manifest.rules.ts';
import type { Dossier } from '#lib/evaluation/dossier/dossier.ts';
import type { DossierTable, TableCell, TableField } from '#lib/evaluation/dossier/dossier.table.rules.ts';
import type { SheetValue } from '#lib/plan/plan-cell.rules.ts';
import { packArchive } from '../../../files/pack.ts';
import { element, escapeXml } from '../../../files/xml.ts';
import { odsParts, type OdsPart } from '../../../plan/writers/ods.writer.ts';
import { pieceOf } from './dossier.pieces.ts';
import { aboutLines } from './dossier.about.ts';

/** Where a workbook keeps what is not of its sheets. */
export const ODS_FOLDER = 'Terrimed/';

/** A workbook: a sheet for each table, what it is, its data and its manifest. */
export function writeDossierOds(
	dossier: Dossier,
	made: { tables: readonly DossierTable[]; data: Uint8Array },
): { bytes: Uint8Array; pieces: Piece[]; manifest: Uint8Array } {
	const text = (words: string): Uint8Array => new TextEncoder().encode(words);
	const sheets = made.tables.map(({ title, fields, rows }) => ({
		name: title,
		columns: fields,
		rows: rows.map((row) => row.map((cell, index) => sheetValue(cell, fields[index]))),
	}));
	const meta = { path: 'meta.xml', mediaType: 'text/xml', bytes: text(metaOf(dossier)) };
	const data = { path: `${ODS_FOLDER}${DATA_PATH}`, mediaType: 'application/json', bytes: made.data };
	const manifestPart: OdsPart = {
		...{ path: `${ODS_FOLDER}${MANIFEST_PATH}`, mediaType: 'application/json', bytes: text('') },
	};
	const parts = odsParts(sheets, aboutLines(dossier, made.data), [meta, data, manifestPart]);
	const pieces = parts.filter(({ path }) => path !== manifestPart.path).map(odsPiece);
	const manifest = text(jsonText(manifestOf(dossier, { format: 'ods', pieces })));
	const files = parts.map(({ path, bytes }) => ({
		path,
		bytes: path === manifestPart.path ? manifest : bytes,
		...(path === 'mimetype' ? { stored: true as const } : {}),
	}));
	return { bytes: packArchive(files, new Date(dossier.preparedAt)), pieces, manifest };
}

/** The data is the same piece in every format, wherever its file stands. */
const odsPiece = ({ path, mediaType, bytes }: OdsPart): Piece =>
	pieceOf({ mediaType, bytes, path: path === `${ODS_FOLDER}${DATA_PATH}` ? DATA_PATH : path });

function sheetValue(cell: TableCell, field: TableField | undefined): SheetValue {
	if (typeof cell === 'boolean') return cell ? 'oui' : 'non';
	if (typeof cell === 'string' && field?.type === 'date') return cell === '' ? null : { day: cell };
	return cell;
}

function metaOf(dossier: Dossier): string {
	const facts = [
		element('dc:title', {}, escapeXml(`Dossier d’évaluation, ${dossier.department.name}`)),
		element('dc:language', {}, 'fr-FR'),
		element('dc:date', {}, dossier.preparedAt),
		element('meta:generator', {}, `Terrimed ${dossier.program.version}`),
	];
	const namespaces = {
		'xmlns:office': 'urn:oasis:names:tc:opendocument:xmlns:office:1.0',
		'xmlns:meta': 'urn:oasis:names:tc:opendocument:xmlns:meta:1.0',
		'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
		'office:version': '1.3',
	};
	const root = element('office:document-meta', namespaces, element('office:meta', {}, facts.join('')));
	return `<?xml version="1.0" encoding="UTF-8"?>\n${root}`;
}
