import type { InternAlert } from './alert.rules.ts';
import type { InternValues } from './intern.rules.ts';
import type { Passage } from './semester.rules.ts';
import type { Gap, GapKind, Readiness } from './welcome.rules.ts';

/** One course as a page about the life of a semester shows it. */
export interface CourseLine extends Pick<
	InternValues,
	'level' | 'phase' | 'semester' | 'studyYear' | 'site' | 'placementKind' | 'startsOn' | 'endsOn'
> {
	id: string;
	name: string;
	communeName: string;
}

/** Somebody to call about something. */
export interface PersonToCall {
	name: string;
	/** Why this person: « la personne », « à qui l’étape est confiée ». */
	role: 'intern' | 'owner' | 'contact';
	phone: string | null;
}

/** A welcome that is not ready: what is missing, and whom to call. */
export interface UnreadyLine extends CourseLine {
	gaps: { gap: Gap; call: PersonToCall[] }[];
}

/** Somebody to call before they are lost from sight. */
export interface AlertLine extends CourseLine {
	alert: InternAlert;
	call: PersonToCall[];
}

export interface PassageLine extends CourseLine {
	passage: Passage;
	/** Of who arrives. */
	readiness: Readiness;
}

/** Arrivals of one semester, as a chart shows them. */
export interface SemesterBar {
	code: string;
	count: number;
	/** Not begun: announced only. */
	isComing: boolean;
}

/** A semester of a département: who arrives, who leaves, who stays, what is not ready, and whom to call. */
export interface SemesterPage {
	code: string;
	previous: string;
	next: string;
	/** It is the one of today. */
	isCurrent: boolean;
	today: string;
	lines: PassageLine[];
	missing: { kind: GapKind; count: number; isLate: boolean }[];
	readiness: string;
	unready: UnreadyLine[];
	alerts: AlertLine[];
	bars: SemesterBar[];
}
