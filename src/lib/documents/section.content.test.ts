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

describe('numbers of sections', () => {
	test('follow the levels', () => {
		expect(
			outline([
				[1, 'Population'],
				[0, 'texte'],
				[1, 'Offre'],
				[2, 'Généralistes'],
				[2, 'Spécialistes'],
				[3, 'Pédiatres'],
				[1, 'Accès'],
			]),
		).toEqual([
			'1 Population',
			'2 Offre',
			'2.1 Généralistes',
			'2.2 Spécialistes',
			'2.2.1 Pédiatres',
			'3 Accès',
		]);
	});
	test('leave a title out, and begin at the highest level there is', () => {
		expect(
			outline([
				[1, 'Diagnostic'],
				[2, 'Population'],
				[2, 'Offre'],
			]),
		).toEqual(['Diagnostic', '1 Population', '2 Offre']);
		expect(
			outline([
				[2, 'Population'],
				[2, 'Offre'],
			]),
		).toEqual(['1 Population', '2 Offre']);
	});
	test('are the author’s when the heading has one', () => {
		expect(outline([[1, '4. Accès et distance']])).toEqual(['4 Accès et distance']);
	});
	test('a level that is skipped counts as one', () => {
		expect(
			outline([
				[1, 'A'],
				[3, 'B'],
				[1, 'C'],
				[2, 'D'],
			]),
		).toEqual(['1 A', '1.1.1 B', '2 C', '2.1 D']);
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
