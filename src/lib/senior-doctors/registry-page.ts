import type { Names } from '#lib/registries/field.rules.ts';
import type { RecordReading } from '#lib/registries/reading.rules.ts';
import type { RegistryList, ShownTotals } from '#lib/registries/registry-list.ts';
import type { FieldOrigin, SeniorDoctorField, SeniorDoctorValues } from './senior-doctor.rules.ts';
import type { FollowUpKind, Sharing, SourceKind } from './senior-doctor.values.rules.ts';
import type { ListedDoctor } from './senior-doctor.columns.ts';
import type { HorizonYear } from './horizon.rules.ts';

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

export interface RegistryRecords extends RegistryList<ListedDoctor> {
	reads: 'records';
	circle: Sharing;
	fields: SeniorDoctorField[];
	/** EPCI of the département by code: what one may filter by. */
	intercommunalities: Names;
	horizon: HorizonYear[];
	/** Only for the URPS: what waits, and whom a record may be given to. */
	toCall: WaitingStep[];
	coordinators: { id: string; name: string }[];
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
