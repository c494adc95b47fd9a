import { ABANDONED_DAYS, UNDO_DAYS } from '#lib/registries/import.rules.ts';
import { addDays } from '#lib/ui/days.ts';

/**
 * How long each thing is kept. The responsible body may decide otherwise: these are the defaults proposed to it, and the only place where they
 * are written.
 */

/** Full years after the year in which a doctor said they would stop. */
const DOCTOR_YEARS_AFTER_DEPARTURE = 1;

/** Years without a change or a contact after which nobody stands behind what a doctor's record says. */
const DOCTOR_SILENT_YEARS = 3;

/** Years after the last day of a placement. */
const INTERN_YEARS_AFTER_END = 1;

/** Years after a call, a visit or a letter. */
const FOLLOW_UP_YEARS = 3;

/** Years during which the history says what a field was before. */
const HISTORY_YEARS = 3;

/** Months during which it is known which records a search or an export showed (CNIL: six months to one year). */
const READING_MONTHS = 12;

/** Years during which what was done of somebody's rights is known, without their name: to answer for it. */
const REQUEST_YEARS = 5;

/** Days before a record goes during which the page says so. */
export const NOTICE_DAYS = 60;

/** A day as many years earlier; the 29th of February gives the 28th. */
export function yearsBefore(day: string, years: number): string {
	const moved = `${Number(day.slice(0, 4)) - years}${day.slice(4)}`;
	return moved.endsWith('-02-29') ? `${moved.slice(0, 8)}28` : moved;
}

/** What is past its time on a day (ISO): everything before these is removed. */
export interface RetentionBounds {
	/** Declared years of departure below this one. */
	departureYear: number;
	/** Doctors' records neither changed nor contacted since. */
	doctorSilentSince: string;
	/** Placements that ended before. */
	internEndsOn: string;
	followUpOn: string;
	historyOn: string;
	readingOn: string;
	requestOn: string;
}

export function boundsOn(day: string): RetentionBounds {
	return {
		departureYear: Number(day.slice(0, 4)) - DOCTOR_YEARS_AFTER_DEPARTURE,
		doctorSilentSince: yearsBefore(day, DOCTOR_SILENT_YEARS),
		internEndsOn: yearsBefore(day, INTERN_YEARS_AFTER_END),
		followUpOn: yearsBefore(day, FOLLOW_UP_YEARS),
		historyOn: yearsBefore(day, HISTORY_YEARS),
		readingOn: yearsBefore(day, READING_MONTHS / 12),
		requestOn: yearsBefore(day, REQUEST_YEARS),
	};
}

/** The day on which the notice looks: what will be past its time by then is announced. */
export function noticeDay(today: string): string {
	return addDays(today, NOTICE_DAYS);
}

/** What is kept and how long, in words, for the pages. */
export const RETENTION_FACTS: readonly { label: string; value: string }[] = [
	{
		label: 'Fiche d’un médecin',
		value: `jusqu’à la fin de l’année qui suit celle du départ déclaré, ou ${DOCTOR_SILENT_YEARS} ans sans modification ni contact`,
	},
	{ label: 'Fiche d’un interne', value: `${INTERN_YEARS_AFTER_END} an après la fin du stage` },
	{ label: 'Journal de suivi d’un médecin', value: `${FOLLOW_UP_YEARS} ans après chaque contact` },
	{ label: 'Historique des champs', value: `${HISTORY_YEARS} ans après chaque modification` },
	{
		label: 'Lignes d’un fichier importé',
		value: `${UNDO_DAYS} jours, le temps de pouvoir annuler le lot`,
	},
	{ label: 'Fichier refusé ou laissé en attente', value: `${ABANDONED_DAYS} jours` },
	{
		label: 'Fiches montrées par une recherche ou un export',
		value: `${READING_MONTHS} mois`,
	},
	{ label: 'Suites données aux demandes, sans nom', value: `${REQUEST_YEARS} ans` },
];

/** What the purge removed, in the order of its report. */
const PURGED_PARTS = [
	'doctors',
	'interns',
	'follow-ups',
	'changes',
	'readings',
	'requests',
	'postponed',
] as const;
export type PurgedPart = (typeof PURGED_PARTS)[number];

const PURGED_PART_LABEL: Readonly<Record<PurgedPart, string>> = {
	doctors: 'fiches de médecins',
	interns: 'fiches d’internes',
	'follow-ups': 'contacts du journal de suivi',
	changes: 'lignes d’historique',
	readings: 'listes de consultation',
	requests: 'demandes anciennes',
	postponed: 'fiches remises à la nuit suivante, un import étant en cours',
};

export type PurgeCounts = Partial<Record<PurgedPart, number>>;

/** « fiches de médecins : 2, lignes d’historique : 1 »; empty when nothing went. */
export function purgeWords(counts: PurgeCounts): string {
	return PURGED_PARTS.flatMap((part) => {
		const count = counts[part] ?? 0;
		return count === 0 ? [] : [`${PURGED_PART_LABEL[part]}\u00a0: ${count}`];
	}).join(', ');
}
