import { safeHref } from './link.rules.ts';

/** Longest text of a note, in characters: beyond it belongs in the document. */
export const NOTE_LONGEST = 1_000;

/** What a note says, and where that can be checked. */
export interface Footnote {
	text: string;
	/** http or https; null without any. */
	source: string | null;
}

/** What a document says a note is, brought back to what can be shown. Never throws, whatever the values. */
export function soundNote(attributes: { text?: unknown; source?: unknown }): Footnote {
	const { text, source } = attributes;
	return {
		text: typeof text === 'string' ? text.replace(/\s+/g, ' ').trim().slice(0, NOTE_LONGEST) : '',
		source: safeSource(source),
	};
}

/** An address that a note may name: a page, never a mailbox. */
export function safeSource(value: unknown): string | null {
	const href = safeHref(value);
	return href === null || href.startsWith('mailto:') ? null : href;
}
