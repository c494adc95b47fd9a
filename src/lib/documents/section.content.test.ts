import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { readSections } from './section.content.ts';

function write(blocks: [level: number, text: string][]): Y.Doc {
	const doc = new Y.Doc();
	const content = doc.getXmlFragment('content');
	for (const [level, text] of blocks) {
		const element = new Y.XmlElement(level > 0 ? 'heading' : 'paragraph');
		if (level > 0) element.setAttribute('level', level as unknown as string);
		element.insert(0, [new Y.XmlText(text)]);
		content.insert(content.length, [element]);
	}
	return doc;
}

const outline = (blocks: [number, string][]) =>
	readSections(write(blocks)).map(({ number, heading }) => `${number} ${heading}`.trim());

describe('sections', () => {
	test('have the numbers of the outline', () => {
		expect(
			outline([
				[1, 'Population'],
				[0, 'texte'],
				[1, 'Offre'],
				[2, 'Généralistes'],
				[2, 'Spécialistes'],
				[1, 'Accès'],
			]),
		).toEqual(['1 Population', '2 Offre', '2.1 Généralistes', '2.2 Spécialistes', '3 Accès']);
	});
	test('text before the first heading has none; an empty document has no section', () => {
		expect(
			outline([
				[0, 'avant'],
				[1, 'A'],
			]),
		).toEqual(['', '1 A']);
		expect(outline([])).toEqual([]);
	});
});

test('the content of a section changes with its text, its marks and its nodes, and only with its own', () => {
	const doc = write([
		[1, 'A'],
		[0, 'un'],
		[1, 'B'],
		[0, 'deux'],
	]);
	const contents = () => readSections(doc).map((section) => section.content);
	const first = contents();
	const paragraph = doc.getXmlFragment('content').get(3) as Y.XmlElement;
	(paragraph.get(0) as Y.XmlText).format(0, 2, { bold: true });
	const marked = contents();
	expect(marked[0]).toBe(first[0]);
	expect(marked[1]).not.toBe(first[1]);
	paragraph.setAttribute('checked', 'true');
	expect(contents()[1]).not.toBe(marked[1]);
});

test('any shape is read without a change and without a throw', () => {
	fc.assert(
		fc.property(fc.array(fc.tuple(fc.string(), fc.anything({ withBigInt: true }))), (attributes) => {
			const doc = new Y.Doc();
			let place: Y.XmlFragment | Y.XmlElement = doc.getXmlFragment('content');
			for (const [name, value] of attributes) {
				const element = new Y.XmlElement(name === '' ? 'heading' : name);
				place.insert(0, [element]);
				if (typeof value === 'bigint' || typeof value === 'string') {
					element.setAttribute('level', value as string);
				}
				place = element;
			}
			const before = Y.encodeStateAsUpdate(doc);
			readSections(doc);
			expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
		}),
	);
});

test('a tree of any depth is read', () => {
	const doc = new Y.Doc();
	doc.transact(() => {
		let place: Y.XmlFragment | Y.XmlElement = doc.getXmlFragment('content');
		for (let depth = 0; depth < 5_000; depth += 1) {
			const element = new Y.XmlElement('blockquote');
			place.insert(0, [element]);
			place = element;
		}
	});
	expect(readSections(doc)).toHaveLength(1);
});
