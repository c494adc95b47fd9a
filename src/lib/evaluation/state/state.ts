import type { Role, SeatRole } from '#lib/committee/role.rules.ts';
import type { DocumentKind, DocumentState } from '#lib/documents/document.rules.ts';
import type { CurrentValue, IndicatorSummary, RaisedObjection } from '#lib/indicators/indicator.view.ts';
import type { Action, ActionStatus } from '#lib/plan/action.rules.ts';

/** An action of the plan as it was, with the fields that the plan's table shows. */
export interface ActionState extends Action {
	/** « 5.3 ». */
	number: string;
	/** The rich text, as plain text. */
	description: string;
	/** The status that the plan's page showed that day: an action past its due date is late, whatever was entered. */
	standing: ActionStatus;
}

/** The plan as its log says it was. */
export interface PlanState {
	documentId: string;
	/** Last row of the log that it holds; 0 for a plan without one. */
	seq: number;
	/** SHA-256 of its canonical content, in hexadecimal digits. */
	hash: string;
	/** In the order of the plan. */
	actions: ActionState[];
}

/** The value that held for a period, with what its row says. */
export interface ValueState extends CurrentValue {
	/** Who entered it; null when it was computed. */
	accountId: string | null;
	/** The version of the definition that it was entered under. */
	definitionVersion: number;
}

/** An indicator as it was defined, with the values that held and how they were judged that day. */
export interface IndicatorState extends Omit<IndicatorSummary, 'values' | 'openObjections' | 'actions'> {
	/** When the definition of this version was written; null for what the catalogue says and nobody had touched. */
	definedAt: Date | null;
	/** One for each period that had some, of the rhythm of the definition, the earliest first. */
	values: ValueState[];
}

/** An objection raised by then, with its answer if it had one. */
export type ObjectionState = RaisedObjection;

/** A version that the committee had adopted. */
export interface AdoptedState {
	id: string;
	name: string;
	seq: number;
	/** SHA-256 of what was adopted, the figures it froze included. */
	hash: string;
	at: Date;
}

/** A document as it was: its text is read in its history, at `seq`. */
export interface DocumentThen {
	id: string;
	kind: DocumentKind;
	title: string;
	/** False when nothing says what the title was then: it is today's. */
	isTitleThen: boolean;
	state: DocumentState;
	/** Last row of the log that it held; 0 for an empty one. */
	seq: number;
	/** When that row was written; null for an empty one. */
	changedAt: Date | null;
	/** SHA-256 of its canonical content, in hexadecimal digits. */
	hash: string;
	/** The earliest first. */
	adopted: AdoptedState[];
}

/** Somebody whose mandate was in force. */
export interface SeatedMember {
	mandateId: string;
	accountId: string;
	name: string;
	organisationId: string;
	organisation: string;
	/** Slug of `college.catalogue.ts`. */
	college: string;
	collegeLabel: string;
	seatRole: SeatRole;
	/** The right it gave then; null when it gave none. */
	role: Role | null;
	/** In the person's own words. */
	title: string;
	/** Whether the mandate is for the whole region (URPS, ARS). */
	isRegional: boolean;
	/** First and last day as they were written then (ISO). */
	from: string;
	until: string;
}

/**
 * A committee's space as it was at an instant: from the log of its documents and from rows that are only ever added, never from
 * copies of today. Names of people and bodies alone are today's, so that a person who was erased is named nowhere.
 */
export interface SpaceState {
	departmentCode: string;
	/** The instant: what was written until then counts. */
	at: Date;
	/** The day in France on which statuses are judged (ISO). */
	day: string;
	plan: PlanState;
	/** By proposition, as their page lists them. */
	indicators: IndicatorState[];
	/** The latest first. */
	objections: ObjectionState[];
	/** By kind, then by age. */
	documents: DocumentThen[];
	/** By college, organisation and first day. */
	composition: SeatedMember[];
	/** What the ids of the plan stand for: organisations, people, communes, EPCI, suggested indicators. */
	names: Record<string, string>;
}
