import { csvPath, csvText, dataPackage } from '#lib/evaluation/dossier/dossier.csv.rules.ts';
import type { DossierFinding } from '#lib/evaluation/dossier/dossier.findings.ts';
import {
	DATA_PATH,
	jsonText,
	manifestOf,
	MANIFEST_PATH,
} from '#lib/evaluation/dossier/dossier.manifest.rules.ts';
import { dossierTables } from '#lib/evaluation/dossier/dossier.tables.rules.ts';
import type { Dossier } from '#lib/evaluation/dossier/dossier.ts';
import { openDossier, type OpenedDossier } from './dossier-opening.ts';
import { sha256 } from './writers/dossier.pieces.ts';
import { isSealWhole } from './writers/pdf-seal.ts';

/** What a PDF calls what is not attached to it. */
const PAGES = 'pages du PDF';

/** What in an evaluation file does not fit the rest of it: without the server's own records, nothing more can be said. */
export function checkInside(opened: OpenedDossier): DossierFinding[] {
	const findings = [...opened.findings, ...piecesFindings(opened)];
	if (opened.format === 'pdf' && isSealWhole(opened.bytes) !== true) {
		findings.push({ piece: PAGES, fault: 'altered' });
	}
	const dossier = findings.some(({ piece }) => piece === DATA_PATH) ? null : dataOf(opened);
	if (dossier === null) return findings;
	return [...findings, ...dataFindings(opened, dossier, new Set(findings.map(({ piece }) => piece)))];
}

/** Each piece by its fingerprint; one that is missing and one that is too many are the same under another name when they are alike. */
function piecesFindings({ manifest, files }: OpenedDossier): DossierFinding[] {
	const expected = new Map(manifest.pieces.map((piece) => [piece.path, piece.sha256]));
	const strange = new Map(
		[...files].filter(([path]) => !expected.has(path)).map(([path, bytes]) => [path, hashOf(bytes)]),
	);
	const findings: DossierFinding[] = [];
	for (const [path, hash] of expected) {
		const file = files.get(path);
		if (file !== undefined) {
			if (hashOf(file) !== hash) findings.push({ piece: path, fault: 'altered' });
			continue;
		}
		const [renamed] = [...strange].find(([, one]) => one === hash) ?? [];
		if (renamed === undefined) findings.push({ piece: path, fault: 'missing' });
		else findings.push({ piece: path, fault: 'renamed', detail: renamed });
		if (renamed !== undefined) strange.delete(renamed);
	}
	return [...findings, ...[...strange.keys()].map((piece): DossierFinding => ({ piece, fault: 'added' }))];
}

const hashOf = (bytes: Uint8Array | null): string => (bytes === null ? '' : sha256(bytes));

function dataOf({ files }: OpenedDossier): Dossier | null {
	try {
		return JSON.parse(Buffer.from(files.get(DATA_PATH) ?? []).toString('utf8')) as Dossier;
	} catch {
		return null;
	}
}

/** What the data give again: the manifest itself, and in an archive the tables; the other two files must hold the same data. */
function dataFindings(
	{ format, manifest, manifestText, files }: OpenedDossier,
	dossier: Dossier,
	known: ReadonlySet<string>,
): DossierFinding[] {
	try {
		const findings: DossierFinding[] = [];
		const told = jsonText(manifestOf(dossier, { format, pieces: manifest.pieces }));
		if (told !== manifestText) findings.push({ piece: MANIFEST_PATH, fault: 'altered' });
		if (format !== 'zip') return findings;
		for (const [path, text] of tablesOf(dossier)) {
			const differs = !known.has(path) && hashOf(files.get(path) ?? null) !== sha256(text);
			if (differs) findings.push({ piece: path, fault: files.has(path) ? 'altered' : 'missing' });
		}
		const others = ['dossier.pdf', 'dossier.ods'].filter((path) => !known.has(path));
		return [...findings, ...others.flatMap((path) => innerFindings(path, files))];
	} catch {
		// Data that are no data of ours: their fingerprint fits a manifest that somebody wrote.
		return [{ piece: DATA_PATH, fault: 'altered' }];
	}
}

function tablesOf(dossier: Dossier): Map<string, string> {
	const tables = dossierTables(dossier);
	const files = new Map(tables.map((table) => [csvPath(table), csvText(table)]));
	return files.set('datapackage.json', jsonText(dataPackage(dossier, tables)));
}

/** The PDF and the workbook of an archive are whole by themselves, and say the same. */
function innerFindings(path: string, files: OpenedDossier['files']): DossierFinding[] {
	const bytes = files.get(path) ?? null;
	const inner = bytes === null ? null : openDossier(bytes);
	if (inner === null || inner.findings.length > 0) return [{ piece: path, fault: 'altered' }];
	const ours = hashOf(files.get(DATA_PATH) ?? null);
	if (hashOf(inner.files.get(DATA_PATH) ?? null) !== ours) return [{ piece: path, fault: 'foreign' }];
	return checkInside(inner).length > 0 ? [{ piece: path, fault: 'altered' }] : [];
}
