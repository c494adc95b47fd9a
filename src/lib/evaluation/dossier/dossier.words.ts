import { PROPOSITIONS } from '#lib/plan/proposition.catalogue.ts';
import type { DossierFormat, DossierPart } from './dossier.ts';
import type { MadeDossier } from './dossier.view.ts';

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

/** Path of the page of evaluation files, with the dates that one looks at. */
export function dossiersPath(departmentCode: string, asked: URLSearchParams): string {
	const dates = ['depuis', 'au'].flatMap((name) => {
		const value = asked.get(name);
		return value === null ? [] : [`${name}=${encodeURIComponent(value)}`];
	});
	return `/${departmentCode}/revue/dossier${dates.length === 0 ? '' : `?${dates.join('&')}`}`;
}

/** « En attente de son tour », « En préparation, 40 % »: where an evaluation file stands. */
export function dossierStateInWords({
	state,
	percent,
	isStopping,
	fault,
	isKept,
}: Pick<MadeDossier, 'state' | 'percent' | 'isStopping' | 'fault' | 'isKept'>): string {
	if (isStopping) return 'Arrêt en cours';
	switch (state) {
		case 'queued':
			return 'En attente de son tour';
		case 'running':
			return percent === null ? 'En préparation' : `En préparation, ${percent}\u00a0%`;
		case 'done':
			return isKept ? 'Prêt' : 'Emporté';
		case 'failed':
			return fault ?? 'La préparation a échoué. Recommencez-la.';
		case 'cancelled':
			return 'Arrêté';
	}
}
