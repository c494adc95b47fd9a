import { sha256 } from './dossier.pieces.ts';

/** A comment of the file, before the place of its table: every program reads over it. */
const MARK = '%Terrimed-SHA-256 ';
const EMPTY = '0'.repeat(64);
const BEFORE = '\nstartxref';

/** A PDF that says the fingerprint of all its bytes, those of the fingerprint itself counted as zeros. */
export function sealPdf(bytes: Uint8Array): Uint8Array {
	const whole = Buffer.from(bytes);
	const at = whole.lastIndexOf(BEFORE) + 1;
	if (at === 0) throw new Error('this is no PDF of ours');
	const line = Buffer.from(`${MARK}${EMPTY}\n`, 'latin1');
	const sealed = Buffer.concat([whole.subarray(0, at), line, whole.subarray(at)]);
	sealed.write(sha256(sealed), at + MARK.length, 'latin1');
	return new Uint8Array(sealed);
}

/** Whether a PDF is as it was sealed; null when it bears no seal. */
export function isSealWhole(bytes: Uint8Array): boolean | null {
	const whole = Buffer.from(bytes);
	const at = whole.lastIndexOf(MARK);
	if (at < 0) return null;
	const start = at + MARK.length;
	const said = whole.toString('latin1', start, start + EMPTY.length);
	whole.write(EMPTY, start, 'latin1');
	return sha256(whole) === said;
}
