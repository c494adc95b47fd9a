import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { decodeAnchor, encodeAnchor } from './comment-anchor.content.ts';
import { contentOf } from './document.content.ts';
import { readFlatText } from './flat-text.content.ts';
import { applyWords, placeAt, standingOf, type SuggestedPlace } from './suggestion.content.ts';

/** A document of paragraphs, written by one page. */
function write(...paragraphs: string[]): Y.Doc {
	const doc = new Y.Doc();
	contentOf(doc).insert(0, paragraphs.map(paragraph));
	return doc;
}

function paragraph(text: string): Y.XmlElement {
	const element = new Y.XmlElement('paragraph');
	element.insert(0, [new Y.XmlText(text)]);
	return element;
}

const textOf = (doc: Y.Doc, block: number): Y.XmlText =>
	(contentOf(doc).get(block) as Y.XmlElement).get(0) as Y.XmlText;
const read = (doc: Y.Doc): string[] =>
	contentOf(doc)
		.toArray()
		.map((block) => ((block as Y.XmlElement).get(0) as Y.XmlText).toDelta() as { insert: string }[])
		.map((delta) => delta.map(({ insert }) => insert).join(''));

/** The place of a suggestion, sent and stored as it is in the product. */
function propose(doc: Y.Doc, block: number, from: number, to: number): SuggestedPlace {
	const flat = readFlatText(contentOf(doc));
	const piece = flat.pieces.find(({ text }) => text === textOf(doc, block))!;
	const place = placeAt(flat, { piece, from, to });
	if (typeof place === 'string') throw new Error(place);
	return { anchor: decodeAnchor(encodeAnchor(place.anchor))!, at: place.at };
}

function accept(doc: Y.Doc, place: SuggestedPlace, proposed: string): string {
	const standing = standingOf(doc, readFlatText(contentOf(doc)), place);
	if (standing.kind === 'intact') doc.transact(() => applyWords(standing, proposed));
	return standing.kind;
}

describe('words proposed', () => {
	test('replace, take out or add exactly what was quoted', () => {
		const doc = write('Les médecins partent bientôt.');
		const replaced = propose(doc, 0, 4, 12);
		const added = propose(doc, 0, 28, 28);
		const taken = propose(doc, 0, 20, 28);
		expect(accept(doc, added, ' en retraite')).toBe('intact');
		expect(accept(doc, replaced, 'généralistes')).toBe('intact');
		expect(accept(doc, taken, '')).toBe('intact');
		expect(read(doc)).toEqual(['Les généralistes partent en retraite.']);
	});

	test('take the marks of the words they replace, and leave the others theirs', () => {
		const doc = write('Les médecins partent.');
		textOf(doc, 0).format(4, 8, { bold: {} });
		accept(doc, propose(doc, 0, 0, 20), 'Les généralistes partent déjà');
		accept(doc, propose(doc, 0, 4, 4), 'chers ');
		expect(textOf(doc, 0).toDelta()).toEqual([
			{ insert: 'Les chers ' },
			{ insert: 'généralistes', attributes: { bold: {} } },
			{ insert: ' partent déjà.' },
		]);
	});

	test('leave the characters that both have as they are', () => {
		const doc = write('Les médecins partent bientôt en retraite.');
		const kept = propose(doc, 0, 13, 20);
		accept(doc, propose(doc, 0, 0, 40), 'Des médecins partent cette année en retraite');
		expect(standingOf(doc, readFlatText(contentOf(doc)), kept)).toMatchObject({ kind: 'intact', length: 7 });
	});

	test('are refused over what is no text, and where there is nothing', () => {
		const doc = write('Un dessin ici', '');
		textOf(doc, 0).insertEmbed(3, { image: 'x' });
		const flat = readFlatText(contentOf(doc));
		const [piece, empty] = [textOf(doc, 0), textOf(doc, 1)].map((text) =>
			flat.pieces.find((one) => one.text === text)!,
		);
		expect(placeAt(flat, { piece: piece!, from: 0, to: 6 })).toBe('not-text');
		expect(placeAt(flat, { piece: empty!, from: 0, to: 0 })).toBe('empty');
		expect(propose(doc, 0, 4, 4)).toMatchObject({ at: 0 });
		expect(propose(doc, 0, 3, 3)).toMatchObject({ at: 3 });
	});
});

describe('a suggestion whose words were edited', () => {
	const edits: [string, (text: Y.XmlText) => void][] = [
		['written in', (text) => text.insert(8, 'x')],
		['cut', (text) => text.delete(6, 2)],
		['replaced', (text) => (text.delete(4, 8), text.insert(4, 'docteurs'))],
	];
	test.each(edits)('%s, is not written', (_name, edit) => {
		const doc = write('Les médecins partent.');
		const place = propose(doc, 0, 4, 12);
		edit(textOf(doc, 0));
		const before = read(doc);
		expect(accept(doc, place, 'généralistes')).not.toBe('intact');
		expect(read(doc)).toEqual(before);
	});

	test('is shown with what is read in its place, or as gone', () => {
		const doc = write('Les médecins partent.');
		const place = propose(doc, 0, 4, 12);
		textOf(doc, 0).insert(8, 'XX');
		const flat = readFlatText(contentOf(doc));
		expect(standingOf(doc, flat, place)).toMatchObject({ kind: 'changed', now: 'médeXXcins' });
		contentOf(doc).delete(0, 1);
		expect(standingOf(doc, readFlatText(contentOf(doc)), place)).toEqual({ kind: 'gone' });
	});

	test('or parted into two blocks, is not written', () => {
		const doc = write('Les médecins partent.');
		const place = propose(doc, 0, 4, 12);
		textOf(doc, 0).delete(8, 13);
		contentOf(doc).insert(1, [paragraph('cins partent.')]);
		expect(accept(doc, place, 'généralistes')).not.toBe('intact');
	});
});

test('a block made anew by an editor keeps its suggestions while its words are the same', () => {
	const doc = write('Une autre ligne.', 'Les médecins partent bientôt.');
	const words = propose(doc, 1, 4, 12);
	const between = propose(doc, 1, 20, 20);
	contentOf(doc).delete(1, 1);
	contentOf(doc).insert(1, [paragraph('Les médecins partent bientôt.')]);
	expect(accept(doc, between, ' tous')).toBe('intact');
	expect(accept(doc, words, 'généralistes')).toBe('intact');
	expect(read(doc)[1]).toBe('Les généralistes partent tous bientôt.');
});

const MARK = 'ÀÉÎ';
const edit = fc.record({
	block: fc.nat(2),
	at: fc.nat(200),
	remove: fc.nat(6),
	words: fc.stringMatching(/^[a-z ]{0,6}$/),
});
type Edit = { block: number; at: number; remove: number; words: string };

/** Makes an edit outside the quoted words, or touching them. */
function make(doc: Y.Doc, { block, at, remove, words }: Edit, keep: boolean): boolean {
	const text = textOf(doc, block);
	const [line] = [read(doc)[block]!];
	const start = line.indexOf(MARK);
	const from = at % (line.length + 1);
	const to = Math.min(from + remove, line.length);
	const touches = start !== -1 && to > start && from < start + MARK.length;
	if (keep && touches) return false;
	text.delete(from, to - from);
	text.insert(from, words);
	return true;
}

test('law: accepting after edits elsewhere changes exactly the quoted words', () => {
	fc.assert(
		fc.property(fc.array(edit, { maxLength: 60 }), fc.stringMatching(/^[A-Z]{0,5}$/), (edits, proposed) => {
			const doc = write('premier paragraphe', `du texte ${MARK} et la suite`, 'dernier paragraphe');
			const place = propose(doc, 1, 9, 9 + MARK.length);
			// Edits come from other pages, as updates.
			const page = new Y.Doc();
			Y.applyUpdate(page, Y.encodeStateAsUpdate(doc));
			for (const one of edits) make(page, one, true);
			Y.applyUpdate(doc, Y.encodeStateAsUpdate(page));
			const before = read(doc);
			expect(accept(doc, place, proposed)).toBe('intact');
			expect(read(doc)).toEqual(before.map((line) => line.replace(MARK, proposed)));
		}),
		{ numRuns: 150 },
	);
});

test('law: one whose words were edited is not written, unless further edits have made them the same again', () => {
	fc.assert(
		fc.property(fc.array(edit, { maxLength: 40 }), fc.nat(2), fc.boolean(), (edits, inside, removes) => {
			const doc = write('premier paragraphe', `du texte ${MARK} et la suite`, 'dernier paragraphe');
			const place = propose(doc, 1, 9, 9 + MARK.length);
			if (removes) textOf(doc, 1).delete(9 + inside, 1);
			else textOf(doc, 1).insert(10 + (inside % 2), 'z');
			for (const one of edits) make(doc, one, false);
			const before = read(doc);
			fc.pre(!before[1]!.includes(MARK));
			expect(accept(doc, place, 'AUTRE')).not.toBe('intact');
			expect(read(doc)).toEqual(before);
		}),
		{ numRuns: 150 },
	);
});
