import type { Civility } from '#lib/senior-doctors/senior-doctor.values.rules.ts';
import type { Specialty } from '#lib/senior-doctors/specialty.catalogue.ts';
import { normaliseSearch } from '#lib/territory/territory.rules.ts';
import type {
	Housing,
	InternSource,
	Level,
	Phase,
	PlacementKind,
	ProjectForm,
	Stay,
	Subdivision,
} from './intern.values.rules.ts';

/**
 * What people write in a record. One record is one placement: who comes again for another semester has another one. Days are ISO; null is
 * « not known ». A placement may be announced before its name is.
 */
export interface InternValues {
	lastName: string | null;
	firstName: string | null;
	civility: Civility | null;
	rpps: string | null;
	email: string | null;
	phone: string | null;
	/** What the intern agrees to show to the elected officials of the commune. */
	shareName: boolean;
	shareContact: boolean;
	sharingOn: string | null;
	informedOn: string | null;
	level: Level;
	phase: Phase | null;
	/** Of the third cycle. */
	semester: number | null;
	/** Year of studies of an extern. */
	studyYear: number | null;
	university: string | null;
	subdivision: Subdivision | null;
	specialty: Specialty | null;
	/** Contract of commitment to public service (CESP). */
	serviceCommitment: boolean | null;
	site: string | null;
	communeCode: string;
	/** A record of the doctors' registry; else `hostName` says who welcomes. */
	hostDoctorId: string | null;
	hostName: string | null;
	supervisor: string | null;
	placementKind: PlacementKind | null;
	startsOn: string;
	/** Last day, included. */
	endsOn: string;
	housing: Housing | null;
	housingUntil: string | null;
	housingPlace: string | null;
	transport: string | null;
	spouseWork: string | null;
	childcare: string | null;
	wantsToStay: Stay | null;
	projectPlace: string | null;
	projectFrom: string | null;
	projectForm: ProjectForm | null;
	project: string | null;
	/** Account of the member of the committee whom the intern may call. */
	contactId: string | null;
}

export type InternField = keyof InternValues;

/** A record of which nothing is known but what it cannot do without. */
export const UNKNOWN_INTERN: Omit<InternValues, 'level' | 'communeCode' | 'startsOn' | 'endsOn'> = {
	lastName: null,
	firstName: null,
	civility: null,
	rpps: null,
	email: null,
	phone: null,
	shareName: false,
	shareContact: false,
	sharingOn: null,
	informedOn: null,
	phase: null,
	semester: null,
	studyYear: null,
	university: null,
	subdivision: null,
	specialty: null,
	serviceCommitment: null,
	site: null,
	hostDoctorId: null,
	hostName: null,
	supervisor: null,
	placementKind: null,
	housing: null,
	housingUntil: null,
	housingPlace: null,
	transport: null,
	spouseWork: null,
	childcare: null,
	wantsToStay: null,
	projectPlace: null,
	projectFrom: null,
	projectForm: null,
	project: null,
	contactId: null,
};

/** Where the value of a field comes from; `on` is an ISO day. */
export interface InternFieldOrigin {
	kind: InternSource;
	on: string;
}

type Named = Pick<InternValues, 'lastName' | 'firstName'>;

/** After every name: the place of what has none in lists. */
export const NAMELESS = '~';

/** The order of lists: folded, so that accents and capitals do not count; a placement without a name comes last. */
export function internSortName({ lastName, firstName }: Named): string {
	return normaliseSearch(`${lastName ?? ''} ${firstName ?? ''}`) || NAMELESS;
}

/** Where a placement is, as a search compares it: all that a search finds of whom keeps their name to themselves. */
export function internSearchedPlace({ site }: Pick<InternValues, 'site'>, communeSearchName: string): string {
	return `${communeSearchName} ${normaliseSearch(site ?? '')}`.trim();
}

/** What a search by words compares for those who read names. The RPPS is compared apart. */
export function internSearchedText(
	values: Named & Pick<InternValues, 'site' | 'university'>,
	communeSearchName: string,
): string {
	const name = normaliseSearch(`${values.lastName ?? ''} ${values.firstName ?? ''}`);
	const university = normaliseSearch(values.university ?? '');
	return [name, internSearchedPlace(values, communeSearchName), university].filter(Boolean).join(' ');
}

/** « Léa Mirande », or what stands for a name that is not known or not shared. */
export function internName(person: Partial<Named>): string {
	const name = [person.firstName, person.lastName].filter(Boolean).join(' ');
	if (name !== '') return name;
	return person.lastName === undefined ? 'Nom non partagé' : 'Nom à venir';
}

/** What the values of a record contradict, a sentence for each field; empty when they hold together. */
export function internFaults(values: InternValues): Partial<Record<InternField, string>> {
	const faults: Partial<Record<InternField, string>> = {};
	if ((values.lastName === null) !== (values.firstName === null)) {
		faults[values.lastName === null ? 'lastName' : 'firstName'] =
			'Indiquez le nom et le prénom, ou aucun des deux.';
	}
	if (values.endsOn < values.startsOn)
		faults.endsOn = 'La fin du stage vient avant son début. Vérifiez les deux dates.';
	if (values.level === 'extern' && (values.phase !== null || values.semester !== null)) {
		faults.phase = 'Un externe n’a ni phase ni semestre : indiquez son année d’études.';
	}
	if (values.level !== 'extern' && values.studyYear !== null) {
		faults.studyYear = 'L’année d’études est celle d’un externe. Indiquez la phase et le semestre.';
	}
	if (values.hostDoctorId !== null && values.hostName !== null) {
		faults.hostName = 'Choisissez l’hôte dans le registre, ou écrivez son nom, mais pas les deux.';
	}
	return faults;
}

/** Names of the fields whose values differ, in the order of the changes. */
export function changedInternFields(before: InternValues, changes: Partial<InternValues>): InternField[] {
	return (Object.keys(changes) as InternField[]).filter((field) => before[field] !== changes[field]);
}
