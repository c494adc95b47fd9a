import type { InternValues } from './intern.rules.ts';
import type { ChecklistItem } from './intern.values.rules.ts';
import type { Gap } from './welcome.rules.ts';

/** A step of a welcome on a mayor's list. */
export interface MayorStep {
	item: ChecklistItem;
	dueOn: string | null;
	doneOn: string | null;
	/** Who sees to it, when it is not the reader. */
	ownerName: string | null;
	isTickable: boolean;
	version: number;
}

/** Somebody who is in a commune, or comes: what they share with its elected officials, and nothing else. */
export interface MayorCard extends Pick<
	InternValues,
	'level' | 'semester' | 'studyYear' | 'site' | 'placementKind' | 'startsOn' | 'endsOn' | 'housing'
> {
	id: string;
	/** Null when the name is not shared, or not known yet. */
	name: string | null;
	/** A name that will come, or one that is kept. */
	isNamed: boolean;
	/** Not there at all unless they are known and shared. */
	phone?: string;
	email?: string;
	/** « Conjoint : cherche un poste d'enseignante » : what would help, as far as it is shared. */
	wishes: { label: string; text: string }[];
	isHere: boolean;
	/** Of the roof alone. */
	housingGap: Gap | null;
	steps: MayorStep[];
	/** Member of the committee whom one may ask. */
	contactName: string | null;
}

/** One commune of a mayor's list, which prints on a page of its own. */
export interface MayorCommune {
	code: string;
	name: string;
	cards: MayorCard[];
}

export interface MayorPage {
	/** `own`: the communes of an elected official; `every`: those who keep the records choose one. */
	reads: 'own' | 'every';
	today: string;
	communes: MayorCommune[];
	/** To choose from, with how many people are there or come. */
	choices: { code: string; name: string; count: number }[];
	/** Who facilitates the committee: whom one may ask. */
	facilitators: string[];
	/** Who prints, for the foot of the page. */
	readerName: string;
}
