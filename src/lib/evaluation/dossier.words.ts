import { PROPOSITIONS } from '#lib/plan/proposition.catalogue.ts';
import type { DossierFormat, DossierPart } from './dossier.ts';

export const DOSSIER_PART_LABEL: Record<DossierPart, string> = {
	plan: 'Plan d’action et écarts',
	indicators: 'Indicateurs, valeurs et sources',
	diagnosis: 'Diagnostic adopté',
	changes: 'Changements de la période',
	journal: 'Journal des écritures',
};

export const DOSSIER_FORMAT_LABEL: Record<DossierFormat, string> = {
	zip: 'PDF, tableur et données ouvertes (zip)',
	pdf: 'PDF',
	ods: 'Tableur (ods)',
};

export const DOSSIER_MEDIA_TYPE: Record<DossierFormat, string> = {
	zip: 'application/zip',
	pdf: 'application/pdf',
	ods: 'application/vnd.oasis.opendocument.spreadsheet',
};

/** The name under which a file is taken away: « dossier-evaluation-64-2026-06-30-2026-11-19.zip ». */
export function dossierFileName(
	{ code, from, until }: { code: string; from: string; until: string },
	format: DossierFormat,
): string {
	return `dossier-evaluation-${code}-${from}-${until}.${format}`;
}

/** « 5. Garder plus longtemps… »; of what belongs to none, « Tout le plan ». */
export function propositionTitle(number: number | null): string {
	const found = PROPOSITIONS.find((one) => one.number === number);
	return found === undefined ? 'Tout le plan' : `${found.number}. ${found.title}`;
}
