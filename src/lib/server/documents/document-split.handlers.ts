import * as Y from 'yjs';
import { canonicalContent } from '#lib/documents/canonical.content.ts';
import { contentOf } from '#lib/documents/document.content.ts';
import { TITLE_LONGEST } from '#lib/documents/document.rules.ts';
import { restoreDocument } from '#lib/documents/restore.content.ts';
import { copyAgain, copyPart, outermost, partsOf, replaceByLinks } from '#lib/documents/split.content.ts';
import { newId } from '#lib/identifiers.ts';
import { oneLine } from '#lib/text.ts';
import { documentOf } from './document-file.handlers.ts';
import type { FollowSplitInput, SplitInputParts, SplitOutput, SplitPart } from './document-split.jobs.ts';

/** Makes of the chosen parts of a document the first edits of others, and the edit that leaves links in their place. */
export async function splitDocumentHandler(input: SplitInputParts): Promise<SplitOutput | null> {
	const source = documentOf(input.parts);
	try {
		const fragment = contentOf(source);
		const targets = new Map(input.targets.map((target) => [target.heading, target]));
		const chosen = outermost(partsOf(fragment), [...targets.keys()]);
		if (chosen === null) return null;
		const links: Parameters<typeof replaceByLinks>[1][number][] = [];
		const made = chosen.map((part): SplitPart => {
			const { documentId, href } = targets.get(part.id) ?? { documentId: newId(), href: '' };
			const title = titleOf(part);
			links.push({ heading: part.id, title, href });
			const { doc, blocks, images } = copyPart(fragment, part, newId);
			const update = Y.encodeStateAsUpdate(doc);
			const clientId = doc.clientID;
			doc.destroy();
			return { documentId, title, update, clientId, blocks, images };
		});
		return { made, update: editOf(source, () => replaceByLinks(source, links)) ?? new Uint8Array() };
	} finally {
		source.destroy();
	}
}

/** What was written in a part between the reading of it and its leaving, as an edit of its new document. */
export async function followSplitHandler(input: FollowSplitInput): Promise<Uint8Array | null> {
	const source = documentOf(input.source);
	const target = documentOf(input.target);
	const wanted = copyAgain(contentOf(source), input);
	try {
		if (canonicalContent(wanted) === canonicalContent(target)) return null;
		return editOf(target, () => void restoreDocument(target, wanted, null));
	} finally {
		for (const doc of [source, target, wanted]) doc.destroy();
	}
}

function editOf(doc: Y.Doc, change: () => void): Uint8Array | null {
	const updates: Uint8Array[] = [];
	doc.on('update', (bytes: Uint8Array) => updates.push(bytes));
	doc.transact(change);
	return updates[0] ?? null;
}

function titleOf({ number, text }: { number: string; text: string }): string {
	const title = oneLine(text).replace(/\s+/g, ' ').slice(0, TITLE_LONGEST).toWellFormed().trim();
	return title === '' ? `Partie ${number}` : title;
}
