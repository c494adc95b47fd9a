import { TerrimedError } from '#lib/errors.ts';
import { ROW_BOUNDS, type RowsFault } from '#lib/registries/csv.rules.ts';

const SAFE = 'Rien n’a été écrit dans le registre.';

const COUNT = new Intl.NumberFormat('fr-FR');
const count = (value: number): string => COUNT.format(value).replace(/\u202f/g, '\u00a0');

/** The sentence of what stopped the reading of rows. */
export function rowsFault({ kind, line }: RowsFault): TerrimedError {
	const at = `Ligne ${line} du fichier\u00a0:`;
	const said = {
		quote: `${at} un guillemet est ouvert et jamais refermé. ${SAFE} Corrigez cette ligne, puis réessayez.`,
		cell: `${at} une cellule dépasse ${count(ROW_BOUNDS.cell)} caractères. ${SAFE} Raccourcissez-la, puis réessayez.`,
		row: `${at} elle dépasse ${count(ROW_BOUNDS.row)} caractères. ${SAFE} Retirez les colonnes de texte libre, puis réessayez.`,
		columns: `${at} elle compte plus de ${count(ROW_BOUNDS.columns)} colonnes. ${SAFE} Retirez les colonnes inutiles, puis réessayez.`,
		rows: `Ce fichier compte plus de ${count(ROW_BOUNDS.rows)} lignes. ${SAFE} Coupez-le en plusieurs.`,
	};
	return new TerrimedError('file-unreasonable', said[kind]);
}

export function binaryFile(): TerrimedError {
	return new TerrimedError(
		'unsupported-media-type',
		`Ce fichier n’est ni un texte (.csv) ni un classeur Excel (.xlsx). ${SAFE} Ouvrez-le dans votre tableur et enregistrez-le sous l’une de ces formes.`,
	);
}

export function oldOrLockedWorkbook(): TerrimedError {
	return new TerrimedError(
		'unsupported-media-type',
		`Ce classeur est protégé par un mot de passe, ou d’une forme ancienne (.xls). ${SAFE} Enregistrez-le sans mot de passe au format .xlsx, puis réessayez.`,
	);
}

export function emptyFile(): TerrimedError {
	return new TerrimedError(
		'invalid-input',
		`Ce fichier n’a pas de ligne sous ses titres. ${SAFE} Vérifiez que c’est le bon.`,
	);
}

export function untitledFile(): TerrimedError {
	return new TerrimedError(
		'invalid-input',
		`La première ligne de ce fichier ne porte pas de titres de colonnes. ${SAFE} Ajoutez-les, puis réessayez.`,
	);
}
