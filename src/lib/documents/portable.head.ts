import { cleanText } from './portable.content.ts';

/** What every file says of the document it holds, above its text. */
export interface FileHead {
	title: string;
	/** Name of the département. */
	place: string;
	/** The document's state in words. */
	state: string;
	/** « 22 novembre 2026 à 11 h 05 »: the moment whose text this is. */
	moment: string;
	/** SHA-256 of the canonical content, in hexadecimal. */
	sha256: string;
}

/** Facts of one line each, that every format can hold: titles and names are older than the rule that they have no line break. */
export function soundHead({ title, place, state, moment, sha256 }: FileHead): FileHead {
	const sound = { title: cleanText(title), place: cleanText(place), state: cleanText(state) };
	return { ...sound, moment, sha256 };
}

/** The lines under the title. */
export function headLines({ place, state, moment, sha256 }: FileHead): string[] {
	return [`${place} · ${state}`, `Texte du ${moment}`, `Empreinte SHA-256\u00a0: ${sha256}`];
}

/** Longest name of a file, without its ending: some systems stop at 255 bytes. */
const NAME_LONGEST = 80;

/** A file's name from a title: what every system accepts. */
export function fileName(title: string, extension: string): string {
	const plain = title
		.normalize('NFD')
		.replace(/\p{Diacritic}/gu, '')
		.replace(/[^A-Za-z0-9]+/g, '-')
		.slice(0, NAME_LONGEST)
		.replace(/^-+|-+$/g, '');
	return `${plain === '' ? 'document' : plain}.${extension}`;
}
