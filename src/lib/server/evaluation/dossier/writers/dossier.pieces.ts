import { createHash } from 'node:crypto';
import type { Piece } from '#lib/evaluation/dossier/dossier.manifest.rules.ts';

/** SHA-256 in hexadecimal digits. */
export const sha256 = (bytes: Uint8Array | string): string =>
	createHash('sha256').update(bytes).digest('hex');

/** What a manifest says of a file. */
export function pieceOf(file: { path: string; mediaType: string; bytes: Uint8Array }): Piece {
	const { path, mediaType, bytes } = file;
	return { path, mediaType, bytes: bytes.byteLength, sha256: sha256(bytes) };
}
