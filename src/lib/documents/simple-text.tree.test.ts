import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { playEdit, textEdit } from '../../../tests/support/random-text.ts';
import { contentOf } from './document.content.ts';
import { documentSchema } from './document.schema.ts';
import { textTreeOf, type TextTree } from './document.tree.ts';
import { positionOf } from './reading-place.ts';
import { simpleTreeOf } from './simple-text.tree.ts';

const schema = documentSchema();

/** Without what only a whole document has, and with words that touch as one. */
function bare(tree: readonly TextTree[]): TextTree[] {
	const pieces: TextTree[] = [];
	for (const piece of tree) {
		const last = pieces.at(-1);
		if (piece === '') continue;
		if (typeof piece === 'string' && typeof last === 'string') pieces.splice(-1, 1, last + piece);
		else if (typeof piece === 'string') pieces.push(piece);
		else {
			const { id: _id, ...attributes } = piece.attributes;
			pieces.push({ tag: piece.tag, attributes, children: bare(piece.children) });
		}
	}
	return pieces;
}

function paragraph(...inside: (Y.XmlText | Y.XmlElement)[]): Y.Doc {
	const doc = new Y.Doc();
	const element = new Y.XmlElement('paragraph');
	contentOf(doc).insert(0, [element]);
	element.insert(0, inside);
	return doc;
}

function words(text: string, marks: Record<string, unknown> = {}): Y.XmlText {
	const made = new Y.XmlText();
	made.insert(0, text, marks);
	return made;
}

describe('a text read without an editor', () => {
	test('law: it is drawn as the schema draws it, or left to the editor', () => {
		let simple = 0;
		fc.assert(
			fc.property(fc.array(textEdit, { maxLength: 8 }), (edits) => {
				const doc = new Y.Doc();
				for (const edit of edits) playEdit(doc, edit);
				const tree = simpleTreeOf(contentOf(doc));
				if (tree === null || tree.length === 0) return;
				simple += 1;
				expect(bare(tree)).toEqual(bare(textTreeOf(doc, schema)));
			}),
			{ numRuns: 300 },
		);
		expect(simple).toBeGreaterThan(15);
	});

	test('marks stand in one another as in the schema, whatever order they were set in', () => {
		const marks = { highlight: {}, italic: {}, link: { href: 'https://insee.fr/a' }, bold: {}, strike: {} };
		const doc = paragraph(words('Sept ', marks), words('postes'));
		const tree = simpleTreeOf(contentOf(doc));
		expect(tree).not.toBeNull();
		expect(bare(tree ?? [])).toEqual(bare(textTreeOf(doc, schema)));
	});

	test.each([
		['a table', (doc: Y.Doc) => contentOf(doc).push([new Y.XmlElement('table')])],
		['an address that runs', (doc: Y.Doc) => contentOf(doc).push(linkTo('javascript:alert(1)'))],
		['a mark that nobody knows', (doc: Y.Doc) => contentOf(doc).push(lineWith({ big: {} }))],
		['words where blocks stand', (doc: Y.Doc) => contentOf(doc).push([words('nus')])],
		['an element of another page', (doc: Y.Doc) => contentOf(doc).push([new Y.XmlElement('script')])],
		['a name of the language itself', (doc: Y.Doc) => contentOf(doc).push([new Y.XmlElement('constructor')])],
		['a depth without end', (doc: Y.Doc) => contentOf(doc).push([quotes(100)])],
	])('%s is left to the editor', (_what, write) => {
		const doc = paragraph(words('Avant'));
		write(doc);
		expect(simpleTreeOf(contentOf(doc))).toBeNull();
	});

	test('a place in it is the same place in the editor', () => {
		const doc = schema.nodeFromJSON({
			type: 'doc',
			content: [
				{ type: 'paragraph', content: [{ type: 'text', text: 'Un' }] },
				{
					type: 'bulletList',
					content: [
						{
							type: 'listItem',
							content: [
								{
									type: 'paragraph',
									content: [
										{ type: 'text', text: 'De' },
										{ type: 'hardBreak' },
										{ type: 'text', text: 'ux', marks: [{ type: 'bold' }] },
									],
								},
							],
						},
					],
				},
			],
		});
		const at = positionOf(doc, { line: 1, offset: 4 });
		expect(doc.textBetween(at, at + 1)).toBe('x');
		expect(positionOf(doc, { line: 0, offset: 99 })).toBe(3);
		expect(positionOf(doc, { line: 7, offset: 0 })).toBe(doc.content.size);
	});
});

function lineWith(marks: Record<string, unknown>): Y.XmlElement[] {
	const element = new Y.XmlElement('paragraph');
	element.insert(0, [words('mots', marks)]);
	return [element];
}

function linkTo(href: string): Y.XmlElement[] {
	return lineWith({ link: { href } });
}

function quotes(depth: number): Y.XmlElement {
	let inner = new Y.XmlElement('paragraph');
	for (let index = 0; index < depth; index += 1) {
		const outer = new Y.XmlElement('blockquote');
		outer.insert(0, [inner]);
		inner = outer;
	}
	return inner;
}
