import type { Names } from '#lib/registries/field.rules.ts';
import type { ListedRecord, RegistryList, ShownTotals } from '#lib/registries/registry-list.ts';
import type { RecordReading } from '#lib/registries/reading.rules.ts';
import type { InternCircle } from './intern.fields.rules.ts';
import type { InternFieldOrigin, InternValues } from './intern.rules.ts';
import type { MayorPage } from './mayor.view.ts';
import type { Readiness } from './welcome.rules.ts';
import type { InternSource } from './intern.values.rules.ts';
import type { StepOwner, WelcomeStep } from './welcome.view.ts';

/** What the page of the interns works with, as the server sends it. */

/** A row of the list, with what its reader may read. */
export interface ListedIntern extends ListedRecord, Partial<Omit<InternValues, 'project' | 'communeCode'>> {
	contactName: string | null;
	/** Of a host of the doctors' registry, for those who read that doctor. */
	hostDoctorName: string | null;
	/** Somebody welcomes: even when the reader may not know who. */
	hasHost: boolean;
	/** Steps of the welcome that are not done; for those who keep the records. */
	openItems?: number;
	/** How the welcome stands; for them too. */
	readiness?: Readiness | undefined;
}

export interface OpenedIntern {
	id: string;
	/** What a change must name in `If-Match`; absent for those who change nothing. */
	version?: number;
	values: Partial<InternValues>;
	communeName: string;
	/** Of the commune, the contact and the host, by code or id. */
	communeNames: Names;
	hasHost: boolean;
	/** Where each value comes from; absent for those who change nothing. */
	sources?: Readonly<Record<string, InternFieldOrigin>>;
}

/** A line of the history: a field of the record, or a step of the welcome. */
export interface InternChangeLine {
	id: string;
	field: string;
	before: unknown;
	after: unknown;
	source: InternSource;
	authorName: string | null;
	changedAt: Date;
}

export interface InternRecords extends RegistryList<ListedIntern> {
	reads: 'records';
	circle: InternCircle;
	/** May bring a file of the region. */
	imports: boolean;
	/** Of those that the reader may read, courses that run today. */
	present: number;
	opened: OpenedIntern | null;
	/** Only for those who keep the records. */
	changes: InternChangeLine[];
	readings: RecordReading[];
	/** Steps of the open record, and those to whom they may be given. */
	steps: WelcomeStep[];
	owners: StepOwner[];
}

export interface InternTotals {
	reads: 'totals';
	today: string;
	totals: ShownTotals[];
}

/** What the registry opens on for an elected official: the people of their communes, as cards. */
export interface InternCommunes {
	reads: 'communes';
	list: MayorPage;
}

export type InternsPage = InternRecords | InternCommunes | InternTotals;
