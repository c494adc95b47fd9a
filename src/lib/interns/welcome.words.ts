import { shortDate } from '#lib/ui/date-text.ts';
import type { AlertKind, InternAlert } from './alert.rules.ts';
import type { InternValues } from './intern.rules.ts';
import {
	CHECKLIST_ITEM_LABEL,
	LEVEL_LABEL,
	PLACEMENT_KIND_LABEL,
	type ChecklistItem,
} from './intern.values.rules.ts';
import type { Gap, GapKind } from './welcome.rules.ts';

/** What is missing, of several welcomes at once. */
export const GAP_LABEL: Record<GapKind, string> = {
	'no-housing': 'Sans logement',
	'step-late': 'Une étape d’accueil passée',
	'housing-unknown': 'Logement à demander',
	'no-host': 'Sans hôte dans la commune',
	'no-evening': 'Soirée d’accueil sans date',
	'no-visit': 'Visite sans date',
	'step-without-owner': 'Une étape à confier',
};

/** What is missing from one welcome: « Visite du territoire, attendue le 15 nov. 2026 ». */
export function gapWords({ kind, item, dueOn }: Gap, course: { startsOn: string }): string {
	if (kind === 'no-housing' && dueOn !== null && dueOn !== course.startsOn)
		return `Sans logement après le ${shortDate(dueOn)}`;
	if (item === null || kind === 'no-evening' || kind === 'no-visit') return GAP_LABEL[kind];
	const step = CHECKLIST_ITEM_LABEL[item];
	if (kind === 'step-without-owner') return `${step}, à confier`;
	return dueOn === null ? step : `${step}, attendue le ${shortDate(dueOn)}`;
}

/** What a step asks of whoever it is for. */
export const STEP_REQUEST: Record<ChecklistItem, string> = {
	housing: 'Trouver un logement',
	'welcome-evening': 'Organiser la soirée d’accueil',
	'local-visit': 'Faire visiter la commune et ses environs',
	posts: 'Présenter les postes du territoire',
	'phase-interview': 'Mener l’entretien de fin de phase',
};

const ALERT_SENTENCE: Record<AlertKind, string> = {
	lost: 'Perdu de vue : parti sans projet connu ni entretien',
	'phase-without-interview': 'Fin de phase sans entretien',
	'project-unknown': 'Projet inconnu à deux mois du départ',
};

/** « Projet inconnu à deux mois du départ, fin de stage le 30 avr. 2027 ». */
export function alertWords({ kind, endsOn }: InternAlert): string {
	return `${ALERT_SENTENCE[kind].replace(' :', '\u00a0:')}, fin de stage le ${shortDate(endsOn)}`;
}

type Course = Pick<InternValues, 'level' | 'semester' | 'studyYear' | 'placementKind'>;

/** « Docteur junior », « Interne, 3e semestre », « Externe, 6e année ». */
export function levelWords({
	level,
	semester,
	studyYear,
}: Pick<Course, 'level' | 'semester' | 'studyYear'>): string {
	if (level === 'intern' && semester !== null)
		return `${LEVEL_LABEL.intern}, ${ordinal(semester)}\u00a0semestre`;
	if (level === 'extern' && studyYear !== null) return `${LEVEL_LABEL.extern}, ${studyYear}e\u00a0année`;
	return LEVEL_LABEL[level];
}

function ordinal(rank: number): string {
	return rank === 1 ? '1er' : `${rank}e`;
}

/** Where somebody works: the site, else what kind of course it is. */
export function siteWords({ site, placementKind }: Pick<InternValues, 'site' | 'placementKind'>): string {
	return site ?? (placementKind === null ? 'Lieu à préciser' : PLACEMENT_KIND_LABEL[placementKind]);
}
