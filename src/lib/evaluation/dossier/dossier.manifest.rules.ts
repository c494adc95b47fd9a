import type { Dossier, DossierFormat, DossierHead } from './dossier.ts';

/** One of the files that make up an evaluation file. */
export interface Piece {
	path: string;
	mediaType: string;
	bytes: number;
	/** In hexadecimal digits. */
	sha256: string;
}

/** What an evaluation file says of itself: enough to tell later whether something in it was changed. */
export interface DossierManifest extends DossierHead {
	/** « 64-20261119-3f9a2c1d7b04 »: the day, and the start of the fingerprint of the data. */
	reference: string;
	format: DossierFormat;
	plan: Dossier['plan'];
	documents: { id: string; title: string; seq: number; sha256: string; adopted: string[] }[];
	/** All the pieces but the manifest itself. */
	pieces: Piece[];
}

/** The piece that holds all that the file says; every format has it. */
export const DATA_PATH = 'dossier.json';
export const MANIFEST_PATH = 'manifest.json';

/** The number of an evaluation file, from the fingerprint of its data. */
export function referenceOf({ department, preparedAt }: DossierHead, dataSha256: string): string {
	const day = preparedAt.slice(0, 10).replaceAll('-', '');
	return `${department.code}-${day}-${dataSha256.slice(0, 12)}`;
}

/** The manifest of a file of these pieces, in an order that never changes: the same file has the same manifest, byte for byte. */
export function manifestOf(
	dossier: Dossier,
	made: { format: DossierFormat; pieces: readonly Piece[] },
): DossierManifest {
	const data = made.pieces.find(({ path }) => path === DATA_PATH)?.sha256 ?? '';
	return {
		shape: dossier.shape,
		reference: referenceOf(dossier, data),
		format: made.format,
		department: dossier.department,
		region: dossier.region,
		period: dossier.period,
		states: dossier.states,
		preparedAt: dossier.preparedAt,
		program: dossier.program,
		parts: dossier.parts,
		auditChain: dossier.auditChain,
		plan: dossier.plan,
		documents: dossier.documents.map(({ id, title, seq, sha256, adopted }) => ({
			...{ id, title, seq, sha256 },
			adopted: adopted.map((one) => one.sha256),
		})),
		pieces: made.pieces.map(({ path, mediaType, bytes, sha256 }) => ({ path, mediaType, bytes, sha256 })),
	};
}

/** A manifest, or the data, as text: the one form that is hashed. */
export function jsonText(value: Dossier | DossierManifest | object): string {
	return `${JSON.stringify(value, null, '\t')}\n`;
}
