import type { RecordReading } from '#lib/registries/reading.rules.ts';
import type { FieldOrigin, SeniorDoctorField, SeniorDoctorValues } from './senior-doctor.rules.ts';
import type { FollowUpKind, Sharing, SourceKind } from './senior-doctor.values.rules.ts';
import type { ListedDoctor } from './senior-doctor.columns.ts';
import type { HorizonYear } from './horizon.rules.ts';
import type { Filter, Sort } from './senior-doctor-filter.rules.ts';
import type { Names } from './senior-doctor.words.ts';

/** What the page of the registry works with, as the server sends it. */

export interface OpenedDoctor {
	id: string;
	version?: number;
	values: Partial<SeniorDoctorValues>;
	communeName: string;
	communeNames: Names;
	sources?: Record<string, FieldOrigin>;
}

export interface LoggedFollowUp {
	id: string;
	kind: FollowUpKind;
	happenedOn: string;
	outcome: string;
	nextStep: string;
	nextStepOn: string | null;
	nextStepOwnerName: string | null;
	nextStepDone: boolean;
	authorName: string | null;
}

export interface LoggedChange {
	id: string;
	field: SeniorDoctorField;
	before: unknown;
	after: unknown;
	source: SourceKind;
	authorName: string | null;
	changedAt: Date;
}

export interface WaitingStep {
	followUpId: string;
	doctorId: string;
	lastName: string;
	firstName: string;
	communeName: string;
	phone: string | null;
	nextStep: string;
	nextStepOn: string;
	ownerName: string | null;
}

/** Another page that has a record open, as the stream tells of it. */
export interface OpenVisit {
	recordId: string;
	name: string;
	/** The same account, elsewhere. */
	isSelf: boolean;
	/** The field that is being written, null when none is. */
	field: string | null;
}

/** A tab: a question that the registry keeps ready, or that somebody saved. */
export interface RegistryTab {
	/** Id of a saved view; empty for the ready ones. */
	id: string;
	name: string;
	filters: string;
	sort: string;
	columns: string;
	count: number;
	shared: boolean;
}

export interface ShownTotals {
	by: string;
	total: number | null;
	groups: { code: string; label: string; count: number | null }[];
}

/** What the address says, read. */
export interface RegistryQuestion {
	q: string;
	filters: Filter[];
	sort: Sort;
	columns: string;
}

export interface RegistryRecords {
	reads: 'records';
	circle: Sharing;
	today: string;
	fields: SeniorDoctorField[];
	question: RegistryQuestion;
	/** Names of the communes, EPCI and people of the filters. */
	names: Names;
	rows: ListedDoctor[];
	next: string | null;
	total: number;
	tabs: RegistryTab[];
	horizon: HorizonYear[];
	/** Only for the URPS. */
	toCall: WaitingStep[];
	opened: OpenedDoctor | null;
	followUps: LoggedFollowUp[];
	changes: LoggedChange[];
	/** Who has read the open record; only for the URPS. */
	readings: RecordReading[];
}

export interface RegistryTotals {
	reads: 'totals';
	today: string;
	totals: ShownTotals[];
}

export type RegistryPage = RegistryRecords | RegistryTotals;
