import * as Y from 'yjs';
import { contentOf } from '#lib/documents/document.content.ts';

/** Paragraphs a document begins with. */
const PARAGRAPHS = 4;

/** Marks the one text that every document begins with. */
export const TEMPLATE_TOKEN = '⟦modele⟧';

/** A token: letters of who wrote it, its number. Nothing else in a document is between these brackets. */
export const TOKEN = /⟦[a-z0-9-]+⟧/g;

/** What a document begins with; written once, by the server's side. */
export function plantTemplate(doc: Y.Doc): void {
	doc.transact(() => {
		for (let i = 0; i < PARAGRAPHS; i += 1) addParagraph(contentOf(doc), i, i === 0 ? TEMPLATE_TOKEN : '');
	});
}

export function addParagraph(content: Y.XmlFragment, at: number, words: string): void {
	const paragraph = new Y.XmlElement('paragraph');
	paragraph.insert(0, [new Y.XmlText(words)]);
	content.insert(at, [paragraph]);
}

/** Every text of a document that people write in. */
export function textsOf(doc: Y.Doc): Y.XmlText[] {
	return contentOf(doc)
		.toArray()
		.flatMap((block) => (block instanceof Y.XmlElement ? block.toArray() : []))
		.filter((child) => child instanceof Y.XmlText);
}

/** The characters of a text, without its marks. */
export function wordsOf(text: Y.XmlText): string {
	const parts = text.toDelta() as { insert: unknown }[];
	return parts.map(({ insert }) => (typeof insert === 'string' ? insert : '\ufffc')).join('');
}

/** Every token that can be read in a document, once for each time it stands there. */
export function tokensIn(doc: Y.Doc): string[] {
	return textsOf(doc).flatMap((text) => wordsOf(text).match(TOKEN) ?? []);
}

/** Where a token stands. */
export function findToken(doc: Y.Doc, token: string): { text: Y.XmlText; index: number } | null {
	for (const text of textsOf(doc)) {
		const index = wordsOf(text).indexOf(token);
		if (index >= 0) return { text, index };
	}
	return null;
}

/** Places between tokens: nothing is ever written inside one, so that each stays whole. */
export function placesIn(text: Y.XmlText): number[] {
	const words = wordsOf(text);
	return [0, ...Array.from(words.matchAll(/⟧/g), ({ index }) => index + 1)];
}
