export type DocumentKind = 'diagnosis' | 'plan' | 'note';
export type DocumentState = 'writing' | 'review' | 'adopted' | 'archived';

export const DOCUMENT_KINDS = ['diagnosis', 'plan', 'note'] as const satisfies readonly DocumentKind[];

/** Kinds of which a committee has exactly one, made with it. */
export const SINGLE_KINDS = ['diagnosis', 'plan'] as const satisfies readonly DocumentKind[];

/** Version of the shape of co-edited content; an older page reads and never writes. */
export const CONTENT_SCHEMA_VERSION = 1;

/** Longest title of a note, in characters: it fits in a list on a phone. */
export const TITLE_LONGEST = 120;

export const DOCUMENT_KIND_LABEL: Record<DocumentKind, string> = {
	diagnosis: 'Diagnostic territorial de santé',
	plan: "Plan d'action",
	note: 'Note',
};

export const DOCUMENT_STATE_LABEL: Record<DocumentState, string> = {
	writing: 'En cours de rédaction',
	review: 'En relecture',
	adopted: 'Adopté',
	archived: 'Archivé',
};

/** Path of a document's page inside the site. */
export function documentPath(document: { id: string; kind: DocumentKind; departmentCode: string }): string {
	if (document.kind === 'diagnosis') return `/${document.departmentCode}/diagnostic`;
	if (document.kind === 'plan') return `/${document.departmentCode}/plan`;
	return `/${document.departmentCode}/documents/${document.id}`;
}
