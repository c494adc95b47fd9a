import { manifestInput, type ReadManifest } from '#lib/evaluation/dossier/dossier.input.ts';
import type { DossierFinding } from '#lib/evaluation/dossier/dossier.findings.ts';
import { DATA_PATH, MANIFEST_PATH } from '#lib/evaluation/dossier/dossier.manifest.rules.ts';
import type { DossierFormat } from '#lib/evaluation/dossier/dossier.ts';
import { ArchiveReader, listArchive } from '../../files/archive.ts';
import { ODS_FOLDER } from './writers/dossier-ods.writer.ts';
import { pdfAttachments } from './writers/pdf-attachments.ts';

/** A file that says it is an evaluation file, opened: nothing in it is believed yet. */
export interface OpenedDossier {
	format: DossierFormat;
	bytes: Uint8Array;
	manifest: ReadManifest;
	manifestText: string;
	/** Every piece but the manifest, by path; null for one whose bytes cannot be read. */
	files: Map<string, Uint8Array | null>;
	findings: DossierFinding[];
}

/** Opens an evaluation file of one of the three formats; null when it is none. */
export function openDossier(bytes: Uint8Array): OpenedDossier | null {
	const findings: DossierFinding[] = [];
	const found = filesOf(bytes, findings);
	if (found === null) return null;
	const { format, files } = found;
	const manifestText = textOf(files.get(MANIFEST_PATH));
	files.delete(MANIFEST_PATH);
	const manifest = readManifest(manifestText);
	if (manifestText === null || manifest === null) return null;
	return { format, bytes, manifest, manifestText, files, findings };
}

type Files = Map<string, Uint8Array | null>;

function filesOf(
	bytes: Uint8Array,
	findings: DossierFinding[],
): { format: DossierFormat; files: Files } | null {
	if (Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-') {
		return { format: 'pdf', files: new Map(pdfAttachments(bytes)) };
	}
	const files = archiveOf(bytes, findings);
	if (files === null) return null;
	if (!files.has(`${ODS_FOLDER}${MANIFEST_PATH}`)) return { format: 'zip', files };
	const own = [DATA_PATH, MANIFEST_PATH];
	const named = [...files].map(([path, file]) => {
		const name = own.find((one) => path === `${ODS_FOLDER}${one}`);
		return [name ?? path, file] as const;
	});
	return { format: 'ods', files: new Map(named) };
}

function archiveOf(bytes: Uint8Array, findings: DossierFinding[]): Files | null {
	try {
		const reader = new ArchiveReader(bytes);
		const files: Files = new Map();
		for (const entry of listArchive(bytes)) {
			if (files.has(entry.name)) findings.push({ piece: entry.name, fault: 'added' });
			else
				files.set(
					entry.name,
					readOrNull(() => reader.read(entry)),
				);
		}
		return files;
	} catch {
		return null;
	}
}

function readOrNull(read: () => Uint8Array): Uint8Array | null {
	try {
		return read();
	} catch {
		return null;
	}
}

function textOf(bytes: Uint8Array | null | undefined): string | null {
	try {
		return bytes === null || bytes === undefined
			? null
			: new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return null;
	}
}

function readManifest(text: string | null): ReadManifest | null {
	try {
		return manifestInput.parse(JSON.parse(text ?? ''));
	} catch {
		return null;
	}
}
