import { fold } from '#lib/ui/fold.ts';

export type DocumentKind = 'diagnosis' | 'plan' | 'project' | 'contract' | 'minutes' | 'note';
export type DocumentState = 'writing' | 'review' | 'adopted' | 'archived';

/** In the order in which a committee makes them, and in which lists show them. */
export const DOCUMENT_KINDS = [
	'diagnosis',
	'plan',
	'project',
	'contract',
	'minutes',
	'note',
] as const satisfies readonly DocumentKind[];

export const DOCUMENT_STATES = [
	'writing',
	'review',
	'adopted',
	'archived',
] as const satisfies readonly DocumentState[];

/** Kinds of which a committee has exactly one, made with it. */
export const SINGLE_KINDS = ['diagnosis', 'plan'] as const satisfies readonly DocumentKind[];

/** Kinds of which a committee makes as many as it needs. */
export const CREATED_KINDS = [
	'project',
	'contract',
	'minutes',
	'note',
] as const satisfies readonly DocumentKind[];
export type CreatedKind = (typeof CREATED_KINDS)[number];

export function isCreatedKind(kind: DocumentKind): kind is CreatedKind {
	return CREATED_KINDS.some((one) => one === kind);
}

/** Version of the shape of co-edited content; an older page reads and never writes. */
export const CONTENT_SCHEMA_VERSION = 2;

/** Longest title of a document, in characters: it fits in a list on a phone. */
export const TITLE_LONGEST = 120;

export const DOCUMENT_KIND_LABEL: Record<DocumentKind, string> = {
	diagnosis: 'Diagnostic territorial de santé',
	plan: 'Plan d’action',
	project: 'Projet territorial de santé',
	contract: 'Contrat territorial de santé',
	minutes: 'Compte rendu',
	note: 'Note',
};

/** How a sentence names a document of each kind; the title follows where a committee has several. */
export const DOCUMENT_KIND_IN_SENTENCE: Record<DocumentKind, string> = {
	diagnosis: 'le diagnostic',
	plan: 'le plan d’action',
	project: 'le projet',
	contract: 'le contrat',
	minutes: 'le compte rendu',
	note: 'la note',
};

export const DOCUMENT_STATE_LABEL: Record<DocumentState, string> = {
	writing: 'En cours de rédaction',
	review: 'En relecture',
	adopted: 'Adopté',
	archived: 'Archivé',
};

/** Whether nobody writes in a document in this state, whatever their rights. */
export function isFrozen(state: DocumentState): boolean {
	return state === 'adopted' || state === 'archived';
}

/** What a change of state asks for: the right to write in the document, or the right over its versions. */
export type StateRight = 'write' | 'version';

/**
 * What is needed to bring a document from one state to another; null when that is not a step to take. `adopted` is reached by
 * adopting a version, never by itself; opening a frozen document again is the facilitator's, like freezing it.
 */
export function rightForState(kind: DocumentKind, from: DocumentState, to: DocumentState): StateRight | null {
	if (from === to || to === 'adopted') return null;
	// A committee always has its diagnosis and its plan.
	if ((from === 'archived' || to === 'archived') && !isCreatedKind(kind)) return null;
	if (from === 'archived') return to === 'writing' ? archiveRight(kind) : null;
	if (from === 'adopted') return to === 'review' ? null : 'version';
	return to === 'archived' ? archiveRight(kind) : 'write';
}

/** What engages the committee is put away by the facilitator; a note or minutes by whoever writes them. */
function archiveRight(kind: DocumentKind): StateRight {
	return kind === 'note' || kind === 'minutes' ? 'write' : 'version';
}

/** Path of a document's page inside the site. */
export function documentPath(document: { id: string; kind: DocumentKind; departmentCode: string }): string {
	if (document.kind === 'diagnosis') return `/${document.departmentCode}/diagnostic`;
	if (document.kind === 'plan') return `/${document.departmentCode}/plan`;
	return `/${document.departmentCode}/documents/${document.id}`;
}

/** Path of the page of a document's history, the same for every kind. */
export function historyPath(document: { id: string; departmentCode: string }): string {
	return `/${document.departmentCode}/documents/${document.id}/historique`;
}

/** Path of the page of the files of a document that take long. */
export function exportsPath(document: { id: string; departmentCode: string }): string {
	return `/${document.departmentCode}/documents/${document.id}/exports`;
}

/** Path of the page that splits a document by section; it may say the part one was writing in. */
export function splitPath(document: { id: string; departmentCode: string }, here?: string | null): string {
	const path = `/${document.departmentCode}/documents/${document.id}/scinder`;
	return here === undefined || here === null ? path : `${path}?ici=${encodeURIComponent(here)}`;
}

/** What a reader of a list looks for. */
export interface DocumentFilter {
	title: string;
	kind: DocumentKind | null;
	/** Archived documents instead of the others. */
	archived: boolean;
}

/** Whether a document is among those looked for: each word of the title asked is in its title, or in the name of its kind. */
export function fitsFilter(
	document: { title: string; kind: DocumentKind; state: DocumentState },
	filter: DocumentFilter,
): boolean {
	if ((document.state === 'archived') !== filter.archived) return false;
	if (filter.kind !== null && document.kind !== filter.kind) return false;
	const words = fold(filter.title).split(/\s+/).filter(Boolean);
	const inside = fold(`${document.title} ${DOCUMENT_KIND_LABEL[document.kind]}`);
	return words.every((word) => inside.includes(word));
}
