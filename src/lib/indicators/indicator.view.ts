import type { AttachmentType } from './attachment.rules.ts';
import type { Computation, ComputedFrom } from './computation.rules.ts';
import type { Definition, ValueState } from './indicator.rules.ts';
import type { Frequency } from './period.rules.ts';
import type { Judgement } from './status.rules.ts';

/** The value that holds for a period. */
export interface CurrentValue {
	id: string;
	period: string;
	value: number;
	state: ValueState;
	source: string;
	comment: string;
	/** 1 for a first value, more when it was corrected. */
	version: number;
	/** « Terrimed » for a value that was computed. */
	authorName: string;
	createdAt: Date;
	computedFrom: ComputedFrom | null;
}

/** An indicator as the list shows it. */
export interface IndicatorSummary {
	code: string;
	/** Of the committee's own, not of the catalogue. */
	isOwn: boolean;
	/** Of its definition. */
	version: number;
	definition: Definition;
	ownerName: string | null;
	/** A national figure to place one's own. */
	reference: string | null;
	/** What the propositions want, when they say it. */
	goal: number | null;
	/** One for each period that has some, of the present rhythm, the earliest first. */
	values: CurrentValue[];
	judgement: Judgement;
	/** The period whose value is expected next, and until when. */
	next: { period: string; dueOn: string; isOverdue: boolean };
	/** Objections that wait for an answer. */
	openObjections: number;
	/** Actions of the plan that name it. */
	actions: { number: string; title: string }[];
}

/** An objection with its answer. */
export interface ObjectionView {
	id: string;
	valueId: string;
	period: string;
	value: number;
	reason: string;
	authorName: string;
	createdAt: Date;
	answer: { text: string; authorName: string; createdAt: Date } | null;
}

/** An objection with the indicator that it is about, and the account that raised it. */
export interface RaisedObjection extends ObjectionView {
	/** Of the indicator. */
	code: string;
	accountId: string;
}

/** A file that proves a value. */
export interface AttachmentView {
	id: string;
	name: string;
	type: AttachmentType;
	/** In bytes. */
	size: number;
	/** SHA-256 of its bytes, in hexadecimal. */
	sha256: string;
}

/** A value as it was written, whether it still holds or not. */
export interface PastValue extends CurrentValue {
	definitionVersion: number;
	isCurrent: boolean;
	/** What it was brought with; a value that was validated as it stood has those of the provisional one. */
	attachments: AttachmentView[];
}

/** One indicator with all that was ever written of it. */
export interface IndicatorDetail extends IndicatorSummary {
	/** Every row of every period, the latest first; those that were corrected too. */
	history: PastValue[];
	objections: ObjectionView[];
	/** Of its definition, the latest first. */
	versions: { version: number; definedAt: Date; authorName: string | null }[];
}

/** A value that was refused because another had been written meanwhile. */
export interface ValueConflict {
	code: string;
	period: string;
	yours: number;
	current: CurrentValue;
}

/** A row of the entry grid: one indicator, and the value that holds for each of the periods shown. */
export interface GridRow {
	code: string;
	name: string;
	proposition: number;
	unit: string;
	/** Whether Terrimed computes it: nobody writes there. */
	isComputed: boolean;
	ownerName: string | null;
	/** The value of the period before the first one shown, to tell a slip. */
	before: number | null;
	/** One for each period; null where there is none. */
	cells: (CurrentValue | null)[];
}

/** The indicators of one rhythm over some periods that follow one another. */
export interface EntryGrid {
	frequency: Frequency;
	/** How many indicators of each rhythm the committee has. */
	frequencies: { frequency: Frequency; count: number }[];
	periods: { key: string; label: string; short: string }[];
	/** The last period of the grid before this one, and of the one after it. */
	earlier: string;
	later: string | null;
	rows: GridRow[];
}

/** A row behind a computed figure. */
export interface CountedRow {
	label: string;
	href: string | null;
}

/** What a computed figure counts now. */
export interface ComputationView {
	computation: Computation;
	/** ISO day of the data. */
	day: string;
	/** So few people that no figure is kept. */
	isFew: boolean;
	/** Null for whoever must not learn of so few. */
	counted: { part: number; whole: number | null } | null;
	/** Null for whoever may not read them. */
	rows: CountedRow[] | null;
	/** Rows beyond those told. */
	more: number;
}
