import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { canonicalContent } from './canonical.content.ts';
import { contentOf, elementId, outlineOf, plainText } from './document.content.ts';
import { restoreDocument } from './restore.content.ts';

function insertLine(doc: Y.Doc, at: number, line: string): void {
	const heading = line.startsWith('# ');
	const element = new Y.XmlElement(heading ? 'heading' : 'paragraph');
	if (heading) element.setAttribute('level', '1');
	element.insert(0, [new Y.XmlText(heading ? line.slice(2) : line)]);
	contentOf(doc).insert(at, [element]);
}

function documentOf(...lines: string[]): Y.Doc {
	const doc = new Y.Doc();
	lines.forEach((line, index) => insertLine(doc, index, line));
	return doc;
}

function copyOf(doc: Y.Doc): Y.Doc {
	const copy = new Y.Doc();
	Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
	return copy;
}

const textAt = (doc: Y.Doc, index: number): Y.XmlText =>
	(contentOf(doc).get(index) as Y.XmlElement).get(0) as Y.XmlText;

const lines = (doc: Y.Doc): string[] =>
	contentOf(doc)
		.toArray()
		.map((block) => plainText(block as Y.XmlElement));

function restore(current: Y.Doc, past: Y.Doc, sectionId: string | null): boolean {
	let done = false;
	current.transact(() => (done = restoreDocument(current, past, sectionId)));
	return done;
}

const sectionId = (doc: Y.Doc, text: string): string =>
	outlineOf(contentOf(doc)).find((entry) => entry.text === text)?.id ?? '';

describe('restoring one part', () => {
	const past = documentOf('# Un', 'Six médecins sur neuf', '# Deux', 'La garde est tenue', '# Trois', 'Fin');

	test('leaves the others as they are now, and keeps what somebody types meanwhile in another one', () => {
		const current = copyOf(past);
		textAt(current, 1).insert(3, ' jeunes');
		textAt(current, 3).delete(0, 8);
		insertLine(current, 4, 'Un passage de plus');
		const elsewhere = copyOf(current);
		expect(restore(current, past, sectionId(past, 'Deux'))).toBe(true);
		expect(lines(current)).toEqual([
			'Un',
			'Six jeunes médecins sur neuf',
			'Deux',
			'La garde est tenue',
			'Trois',
			'Fin',
		]);
		textAt(elsewhere, 1).insert(0, 'Écrit pendant ce temps. ');
		textAt(elsewhere, 3).insert(textAt(elsewhere, 3).length, ' encore');
		Y.applyUpdate(current, Y.encodeStateAsUpdate(elsewhere));
		Y.applyUpdate(elsewhere, Y.encodeStateAsUpdate(current));
		expect(lines(current)[1]).toBe('Écrit pendant ce temps. Six jeunes médecins sur neuf');
		expect(lines(current)[3]).toBe('La garde est tenue encore');
		expect(lines(elsewhere)).toEqual(lines(current));
	});

	test('keeps the identity of headings, so that links and anchors to them hold', () => {
		const current = copyOf(past);
		const [before] = outlineOf(contentOf(current));
		textAt(current, 0).insert(2, ' bis');
		restore(current, past, before?.id ?? '');
		expect(lines(current)[0]).toBe('Un');
		expect(elementId(contentOf(current).get(0) as Y.XmlElement)).toBe(before?.id);
	});

	test('puts a part that is gone back where it was', () => {
		const current = copyOf(past);
		contentOf(current).delete(2, 2);
		restore(current, past, sectionId(past, 'Deux'));
		expect(lines(current)).toEqual(lines(past));
	});

	test('of a part that was not there, does nothing', () => {
		const current = copyOf(past);
		const before = canonicalContent(current);
		expect(restore(current, past, 'p-1-2')).toBe(false);
		expect(canonicalContent(current)).toBe(before);
	});

	test('of an action of the plan: its fields and its text, and no other action', () => {
		const plan = new Y.Doc();
		for (const id of ['a', 'b']) {
			const action = new Y.Map<unknown>([
				['title', `Action ${id}`],
				['communeCodes', new Y.Map([['64430', true]])],
			]);
			plan.getMap('actions').set(id, action);
		}
		const current = copyOf(plan);
		for (const id of ['a', 'b']) (current.getMap('actions').get(id) as Y.Map<unknown>).set('title', 'Autre');
		(current.getMap('actions').get('a') as Y.Map<Y.Map<unknown>>).get('communeCodes')?.delete('64430');
		expect(restore(current, plan, 'a')).toBe(true);
		expect(current.getMap('actions').toJSON()).toEqual({
			a: { title: 'Action a', communeCodes: { 64430: true } },
			b: { title: 'Autre', communeCodes: { 64430: true } },
		});
	});
});

test('law: the whole restored says exactly what it said', () => {
	const text = fc.array(fc.constantFrom('mot ', 'médecin ', ', ', '🏥', 'Soule'), { maxLength: 6 });
	const step = fc.record({
		kind: fc.constantFrom('line', 'heading', 'remove', 'type', 'erase', 'bold', 'again'),
		at: fc.nat(9),
		place: fc.nat(20),
		text: text.map((words) => words.join('')),
	});
	const play = (
		doc: Y.Doc,
		{ kind, at, place, text: words }: typeof step extends fc.Arbitrary<infer T> ? T : never,
	) => {
		const { length } = contentOf(doc);
		if (kind === 'line' || kind === 'heading' || length === 0) {
			return insertLine(doc, Math.min(at, length), kind === 'heading' ? `# ${words}` : words);
		}
		const index = at % length;
		if (kind === 'remove') return contentOf(doc).delete(index, 1);
		if (kind === 'again')
			return contentOf(doc).insert(index, [(contentOf(doc).get(length - 1) as Y.XmlElement).clone()]);
		const target = textAt(doc, index);
		const from = Math.min(place, target.length);
		if (kind === 'type') target.insert(from, words);
		else if (from < target.length && kind === 'erase') target.delete(from, 1);
		else if (from < target.length) target.format(from, target.length - from, { bold: {} });
	};
	fc.assert(
		fc.property(fc.array(step, { maxLength: 20 }), fc.array(step, { maxLength: 20 }), (first, then) => {
			const past = documentOf('# Titre', 'Un passage');
			first.forEach((one) => play(past, one));
			const current = copyOf(past);
			then.forEach((one) => play(current, one));
			restore(current, past, null);
			expect(canonicalContent(current)).toBe(canonicalContent(past));
		}),
		{ numRuns: 400 },
	);
});
