import { TerrimedError } from '#lib/errors.ts';

/** « Rien n'a été enregistré »: what is said to whoever brought a file, whatever was wrong with it. */
const SAFE = "Rien n'a été enregistré.";

export function tooLarge(what = 'Ce fichier dépasse 10 Mo.'): TerrimedError {
	return new TerrimedError('too-large', `${what} ${SAFE} Allégez-le ou coupez-le en plusieurs.`);
}

export function wrongType(expected: string): TerrimedError {
	return new TerrimedError(
		'unsupported-media-type',
		`Ce fichier n'est pas ${expected}, ou son nom ne dit pas ce qu'il est. ${SAFE}`,
	);
}

export function damaged(): TerrimedError {
	return new TerrimedError(
		'file-damaged',
		`Ce fichier est abîmé ou incomplet. ${SAFE} Ouvrez-le, enregistrez-le de nouveau, puis réessayez.`,
	);
}

/** A file that inflates, nests or repeats beyond any real one. */
export function unreasonable(): TerrimedError {
	return new TerrimedError(
		'file-unreasonable',
		`Ce fichier contient bien plus qu'il n'annonce, ou trop d'éléments imbriqués. ${SAFE}`,
	);
}

export function unreadableImage(): TerrimedError {
	return new TerrimedError(
		'file-damaged',
		`Cette image est abîmée, incomplète, ou n'est pas ce que dit son début. ${SAFE} Ouvrez-la, enregistrez-la de nouveau, puis réessayez.`,
	);
}

export function tooManyPixels(): TerrimedError {
	return new TerrimedError(
		'file-unreasonable',
		`Cette image compte trop de points (25 millions au plus). ${SAFE} Réduisez ses dimensions, puis réessayez.`,
	);
}

export function withMacros(): TerrimedError {
	return new TerrimedError(
		'file-macros',
		`Ce fichier contient des macros. ${SAFE} Enregistrez-le sans macros (.docx ou .xlsx), puis réessayez.`,
	);
}

export function withExternalContent(): TerrimedError {
	return new TerrimedError(
		'file-external',
		`Ce fichier va chercher une image ou un modèle ailleurs. ${SAFE} Retirez ce lien ou placez l'image dans le fichier.`,
	);
}

export function busy(): TerrimedError {
	return new TerrimedError('unavailable', 'Trop de fichiers sont en préparation. Réessayez dans une minute.');
}
