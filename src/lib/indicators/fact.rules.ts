import type { ActionStatus } from '#lib/plan/action.rules.ts';
import type { Housing, Level } from '#lib/interns/intern.values.rules.ts';
import type {
	Activity,
	PlaceKind,
	PracticeMode,
	Successor,
} from '#lib/senior-doctors/senior-doctor.values.rules.ts';
import type { Zone } from '#lib/territory/zoning.rules.ts';

/** What a formula may know of a doctor: those who opposed the registry are not among them. */
export interface DoctorFacts {
	id: string;
	birthYear: number;
	practiceMode: PracticeMode | null;
	placeKind: PlaceKind | null;
	activity: Activity | null;
	departureYear: number | null;
	successor: Successor | null;
	hostDoctor: boolean | null;
	lastContactOn: string | null;
}

export interface InternFacts {
	id: string;
	level: Level;
	startsOn: string;
	endsOn: string;
	housing: Housing | null;
	/** Of the commune of the placement; null when nobody has said. */
	zone: Zone | null;
}

export interface ActionFacts {
	id: string;
	status: ActionStatus;
	dueOn: string | null;
}

export interface CommuneFacts {
	id: string;
	population: number;
	zone: Zone | null;
}

/** What figures are computed from, by where it is kept. */
export interface Facts {
	doctors: readonly DoctorFacts[];
	interns: readonly InternFacts[];
	actions: readonly ActionFacts[];
	communes: readonly CommuneFacts[];
}
export type FactSource = keyof Facts;
