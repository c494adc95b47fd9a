import type { JSONContent } from '@tiptap/core';
import { prosemirrorJSONToYXmlFragment } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { DIAGNOSIS_SECTIONS, type TemplateSection } from '#lib/documents/diagnosis.template.ts';
import { contentOf } from '#lib/documents/document.content.ts';
import type { DocumentKind } from '#lib/documents/document.rules.ts';
import { documentSchema } from '#lib/documents/document.schema.ts';
import { CONTRACT_SECTIONS, MINUTES_SECTIONS, PROJECT_SECTIONS } from '#lib/documents/project.template.ts';

/** The first row of a document's log, and the client id it was written under; null for a kind that starts empty. */
export type FirstUpdate = {
	bytes: Uint8Array;
	clientId: number;
	/** Who brought these words, where they are somebody's: a template's are nobody's. */
	accountId?: string | null;
} | null;

/** Writes a kind's template in the shared form. Each call is a writing of its own: it is made once, when the document is. */
export function firstUpdate(kind: DocumentKind): FirstUpdate {
	const content = templateOf(kind);
	if (content === null) return null;
	const doc = new Y.Doc();
	prosemirrorJSONToYXmlFragment(documentSchema(), { type: 'doc', content }, contentOf(doc));
	const bytes = Y.encodeStateAsUpdate(doc);
	doc.destroy();
	return { bytes, clientId: doc.clientID };
}

function templateOf(kind: DocumentKind): JSONContent[] | null {
	switch (kind) {
		case 'diagnosis':
			return DIAGNOSIS_SECTIONS.flatMap(sectionBlocks);
		case 'project':
			return PROJECT_SECTIONS.flatMap(sectionBlocks);
		case 'contract':
			return CONTRACT_SECTIONS.flatMap(sectionBlocks);
		case 'minutes':
			return MINUTES_SECTIONS.flatMap(sectionBlocks);
		// A free page: its parts are its author's.
		case 'note':
			return [{ type: 'paragraph' }];
		case 'plan':
			return null;
	}
}

/** The hint is ordinary text in italics: whoever writes the part replaces it, and nobody needs a special command. */
function sectionBlocks(section: TemplateSection): JSONContent[] {
	return [
		{ type: 'heading', attrs: { level: 1 }, content: [{ type: 'text', text: section.title }] },
		{
			type: 'paragraph',
			content: [{ type: 'text', text: section.hint, marks: [{ type: 'italic' }] }],
		},
		{ type: 'paragraph' },
	];
}
