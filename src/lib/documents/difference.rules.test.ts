import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { canonicalContent } from './canonical.content.ts';
import { differenceOf, tokensOf } from './difference.rules.ts';
import { contentOf } from './document.content.ts';
import { passagesOf, textOf, type Passage } from './passage.content.ts';
import { applyDifference } from '../../../tests/support/apply-difference.ts';
import { playEdit, textEdit } from '../../../tests/support/random-text.ts';

function documentOf(...lines: string[]): Y.Doc {
	const doc = new Y.Doc();
	lines.forEach((line) => insertLine(doc, contentOf(doc).length, line));
	return doc;
}

function insertLine(doc: Y.Doc, at: number, line: string): void {
	const heading = line.startsWith('# ');
	const element = new Y.XmlElement(heading ? 'heading' : 'paragraph');
	if (heading) element.setAttribute('level', '1');
	element.insert(0, [new Y.XmlText(heading ? line.slice(2) : line)]);
	contentOf(doc).insert(at, [element]);
}

const lineAt = (doc: Y.Doc, index: number): Y.XmlText => {
	const element = contentOf(doc).get(index) as Y.XmlElement;
	return element.get(0) as Y.XmlText;
};

const readingOf = (doc: Y.Doc): Passage[] => passagesOf(contentOf(doc));

/** What a reader sees of passages: form, words and marks, whoever wrote them. */
function seen(passages: readonly Passage[]): unknown {
	return passages.map(({ kind, attributes, around, runs }) => {
		const parts: [string, string][] = [];
		for (const { text, marks } of runs) {
			const last = parts.at(-1);
			if (last?.[1] === marks) last[0] += text;
			else if (text !== '') parts.push([text, marks]);
		}
		return [kind, attributes, around, parts];
	});
}

const opsOf = (one: Y.Doc, other: Y.Doc): string[] =>
	differenceOf(readingOf(one), readingOf(other)).map((step) =>
		'moved' in step && step.moved ? `${step.op} moved` : step.op,
	);

function copyOf(doc: Y.Doc): Y.Doc {
	const copy = new Y.Doc();
	Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
	return copy;
}

describe('the difference of two texts', () => {
	test('tells words taken out and put in, and nothing else', () => {
		const one = documentOf('# Les départs', 'Au 12 mars, 233 médecins exercent.');
		const other = copyOf(one);
		lineAt(other, 1).delete(3, 2);
		lineAt(other, 1).insert(3, '18');
		const difference = differenceOf(readingOf(one), readingOf(other));
		expect(difference[0]).toMatchObject({ op: 'keep', moved: false });
		expect(difference[1]).toMatchObject({
			op: 'change',
			pieces: [{ kind: 'keep' }, { kind: 'delete', length: 2 }, { kind: 'insert' }, { kind: 'keep' }],
		});
	});

	test('a paragraph written again elsewhere has moved; bold alone is a change of format', () => {
		const one = documentOf('Premier passage du texte', 'Deuxième passage', 'Troisième passage');
		const other = copyOf(one);
		contentOf(other).delete(0, 1);
		insertLine(other, 2, 'Premier passage du texte');
		lineAt(other, 0).format(0, 8, { bold: {} });
		const difference = differenceOf(readingOf(one), readingOf(other));
		expect(difference.map((step) => step.op)).toEqual(['change', 'keep', 'keep']);
		expect(difference[0]).toMatchObject({ pieces: [{ kind: 'format', length: 8 }, { kind: 'keep' }] });
		expect(difference[2]).toMatchObject({ moved: true });
	});

	test('a paragraph typed again with other words, in its place, is one that was rewritten', () => {
		const one = documentOf('Avant', 'Six médecins sur neuf ont plus de 60 ans ici.', 'Après');
		const other = copyOf(one);
		contentOf(other).delete(1, 1);
		insertLine(other, 1, 'Sept médecins sur neuf ont plus de 60 ans ici.');
		expect(opsOf(one, other)).toEqual(['keep', 'change', 'keep']);
	});

	test('what is gone is told where it was', () => {
		const one = documentOf('Un', 'Deux mots', 'Trois');
		const other = copyOf(one);
		contentOf(other).delete(1, 1);
		expect(opsOf(one, other)).toEqual(['keep', 'delete', 'keep']);
	});

	test('tokens joined are the text', () => {
		fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => tokensOf(text).join('') === text));
	});
});

describe('laws', () => {
	test('the difference applied to the first text gives the second', () => {
		fc.assert(
			fc.property(
				fc.array(textEdit, { maxLength: 25 }),
				fc.array(textEdit, { maxLength: 25 }),
				(first, then) => {
					const one = documentOf('# Titre', 'Un passage', 'Un autre passage');
					first.forEach((step) => playEdit(one, step));
					const other = copyOf(one);
					then.forEach((step) => playEdit(other, step));
					const [before, after] = [readingOf(one), readingOf(other)];
					expect(seen(applyDifference(before, differenceOf(before, after)))).toEqual(seen(after));
					// Of two texts that have nothing to do with each other, too.
					const stranger = documentOf(...after.map(textOf).reverse());
					const third = readingOf(stranger);
					expect(seen(applyDifference(third, differenceOf(third, after)))).toEqual(seen(after));
				},
			),
			{ numRuns: 300 },
		);
	});

	test('the same document has the same canonical content, whatever the order in which its edits came', () => {
		fc.assert(
			fc.property(
				fc.array(fc.array(textEdit, { maxLength: 8 }), { minLength: 2, maxLength: 4 }),
				(people) => {
					const base = documentOf('# Titre', 'Un passage', 'Un autre passage');
					const start = Y.encodeStateVector(base);
					const updates = people.map((edits) => {
						const own = copyOf(base);
						edits.forEach((step) => playEdit(own, step));
						return Y.encodeStateAsUpdate(own, start);
					});
					const orders = [updates, updates.toReversed(), [Y.mergeUpdates(updates)]];
					const contents = orders.map((order) => {
						const doc = copyOf(base);
						for (const update of order) Y.applyUpdate(doc, update);
						return canonicalContent(doc);
					});
					expect(new Set(contents).size).toBe(1);
				},
			),
			{ numRuns: 200 },
		);
	});
});

test('canonical content: keys sorted, neighbours joined, maps and rich text of the plan inside', () => {
	const doc = documentOf('Bonjour');
	lineAt(doc, 0).insert(7, ' à tous');
	const action = new Y.Map<unknown>();
	doc.getMap('actions').set('a', action);
	action.set('title', 'Ouvrir une maison');
	action.set('budgetCents', 12);
	const communes = new Y.Map<unknown>([
		['64430', true],
		['2A004', true],
	]);
	action.set('communeCodes', communes);
	action.set('description', new Y.XmlFragment());
	expect(canonicalContent(doc)).toBe(
		'{"actions":{"a":{"budgetCents":12,"communeCodes":{"2A004":true,"64430":true},"description":[],"title":"Ouvrir une maison"}},' +
			'"content":[{"attributes":{},"content":[{"marks":{},"text":"Bonjour à tous"}],"type":"paragraph"}],"format":"terrimed-document-1"}',
	);
});
