import { defineFileJob } from '../files/files.ts';

export interface SplitInputParts {
	/** The document's fold and what follows it. */
	parts: Uint8Array[];
	/** The headings chosen, and where the document of each will be. */
	targets: { heading: string; documentId: string; href: string }[];
}

/** What a part becomes. */
export interface SplitPart {
	documentId: string;
	title: string;
	/** One Yjs update, and the client id it is written under. */
	update: Uint8Array;
	clientId: number;
	blocks: string[];
	images: { from: string; to: string }[];
}

export interface SplitOutput {
	made: SplitPart[];
	/** The edit of the source; no part is taken out of it without its link. */
	update: Uint8Array;
}

/** Null when a heading is not there. */
export const splitDocumentJob = defineFileJob<SplitInputParts, SplitOutput | null>('document.split');

export interface FollowSplitInput {
	/** The source as it was just before its parts were taken out. */
	source: Uint8Array[];
	/** The new document as it is. */
	target: Uint8Array[];
	blocks: string[];
	images: { from: string; to: string }[];
}

/** The edit that brings to a new document what was written in its part meanwhile; null when nothing was. */
export const followSplitJob = defineFileJob<FollowSplitInput, Uint8Array | null>('document.split-follow');
