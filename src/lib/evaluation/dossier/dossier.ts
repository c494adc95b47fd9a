import type { DocumentKind } from '#lib/documents/document.rules.ts';
import type { Baseline, Definition, Target } from '#lib/indicators/indicator.rules.ts';
import type { IndicatorStatus } from '#lib/indicators/status.rules.ts';
import type { ActionStatus } from '#lib/plan/action.rules.ts';

/** The shape of an evaluation file: raised when its tables or its manifest change, since files made before are checked by theirs. */
export const DOSSIER_SHAPE = 'terrimed-dossier/1';

export const DOSSIER_FORMATS = ['zip', 'pdf', 'ods'] as const;
export type DossierFormat = (typeof DOSSIER_FORMATS)[number];

/** What its reader may leave out. */
export const DOSSIER_PARTS = ['plan', 'indicators', 'diagnosis', 'changes', 'journal'] as const;
export type DossierPart = (typeof DOSSIER_PARTS)[number];

/** A line of the space's log of events, as its chain holds it. */
export interface ChainHead {
	chain: string;
	/** 0 and an empty hash for a chain that nothing was written in. */
	seq: number;
	sha256: string;
}

/** What every file says of itself, in its data and in its manifest. */
export interface DossierHead {
	shape: typeof DOSSIER_SHAPE;
	department: { code: string; name: string };
	region: string;
	/** Days (ISO): the space as it was at the end of each. */
	period: { from: string; until: string };
	/** Instants of the two states. */
	states: { from: string; until: string };
	preparedAt: string;
	program: { name: 'Terrimed'; version: string };
	parts: DossierPart[];
	/** The last line of the space's log when the file was prepared. */
	auditChain: ChainHead;
}

export type StatusCounts = Record<ActionStatus, number>;

/** A figure at the end of the period, beside what it was at its start. */
export interface DossierFigure {
	label: string;
	value: string;
	before: string;
}

export interface DossierProposition {
	number: number;
	title: string;
	before: StatusCounts;
	after: StatusCounts;
}

export interface DossierAction {
	id: string;
	number: string;
	proposition: number;
	title: string;
	objective: string;
	/** Names of bodies; nobody's. */
	lead: string;
	partners: string[];
	places: string[];
	startsOn: string | null;
	dueOn: string | null;
	standing: ActionStatus;
	/** Null when it was not in the plan at the start. */
	before: ActionStatus | null;
	progress: number;
	budgetCents: number | null;
	staffingHundredths: number | null;
	milestones: { title: string; dueOn: string | null; done: boolean }[];
	obstacles: { text: string; answer: string; lifted: boolean }[];
	indicators: string[];
}

export interface DossierValue {
	period: string;
	periodLabel: string;
	value: number;
	state: string;
	source: string;
	comment: string;
	version: number;
	definitionVersion: number;
	isComputed: boolean;
	writtenAt: string;
}

export interface DossierIndicator {
	code: string;
	name: string;
	proposition: number;
	unit: string;
	direction: string;
	formula: string;
	source: string;
	frequency: string;
	isOwn: boolean;
	version: number;
	baseline: Baseline | null;
	targets: Target[];
	/** What the curve draws beside the path. */
	thresholds: Pick<Definition, 'direction' | 'watchFrom' | 'lateFrom'>;
	status: IndicatorStatus;
	statusLabel: string;
	sentence: string;
	/** Null when it was not defined at the start. */
	beforeLabel: string | null;
	values: DossierValue[];
	objections: { period: string; value: number; reason: string; raisedAt: string; answer: string | null }[];
}

export interface DossierChange {
	subject: string;
	proposition: number | null;
	importance: string;
	what: string;
	before: string;
	after: string;
	/** A body; nobody's name. */
	who: string;
	when: string;
}

/** A link of the chain from a proposition to its values that is broken. */
export interface DossierGap {
	proposition: number | null;
	subject: string;
	gap: string;
}

export interface DossierDocument {
	id: string;
	kind: DocumentKind;
	title: string;
	state: string;
	seq: number;
	sha256: string;
	adopted: { id: string; name: string; seq: number; sha256: string; at: string }[];
}

export interface DossierSeat {
	organisation: string;
	college: string;
	seat: string;
	from: string;
	until: string;
}

export interface DossierEvent {
	seq: number;
	at: string;
	action: string;
	subject: string;
	sha256: string;
}

/** All that an evaluation file holds, as plain values: its tables, its pages and its data say this and nothing else. */
export interface Dossier extends DossierHead {
	/** Where the committee stands, in a sentence. */
	sentence: string;
	figures: DossierFigure[];
	plan: { documentId: string; from: PlanMark; until: PlanMark };
	propositions: DossierProposition[];
	actions: DossierAction[];
	indicators: DossierIndicator[];
	changes: DossierChange[];
	gaps: DossierGap[];
	documents: DossierDocument[];
	composition: DossierSeat[];
	/** The last version of the diagnosis that was adopted by then, as Markdown. */
	diagnosis: { name: string; at: string; sha256: string; markdown: string } | null;
	journal: DossierEvent[];
	/** How it was made, and what it does not say. */
	method: string[];
}

export interface PlanMark {
	seq: number;
	sha256: string;
}
