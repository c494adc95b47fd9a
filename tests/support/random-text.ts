import fc from 'fast-check';
import * as Y from 'yjs';
import { contentOf } from '#lib/documents/document.content.ts';

const WORDS = ['le ', 'médecin ', 'part', ', ', '60 ans ', '🏥', 'Soule. ', 'é'];
const IMAGE = '01900000-0000-7000-8000-00000000000a';

const line = (text: string, name = 'paragraph'): Y.XmlElement => made(name, {}, [new Y.XmlText(text)]);

function made(
	name: string,
	attributes: Record<string, unknown>,
	inside: (Y.XmlElement | Y.XmlText)[],
): Y.XmlElement {
	const element = new Y.XmlElement(name);
	for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value as string);
	element.insert(0, inside);
	return element;
}

/** Each sort of block that a text may hold, with these words in it. */
const BLOCKS: Readonly<Record<string, (text: string) => Y.XmlElement>> = {
	paragraph: (text) => line(text),
	heading: (text) => made('heading', { level: 2 }, [new Y.XmlText(text)]),
	callout: (text) => made('callout', { kind: 'warning' }, [line(text), line('fin')]),
	blockquote: (text) => made('blockquote', {}, [line(text)]),
	bulletList: (text) =>
		made('bulletList', {}, [made('listItem', {}, [line(text)]), made('listItem', {}, [line('')])]),
	taskList: (text) => made('taskList', {}, [made('taskItem', { checked: true }, [line(text)])]),
	table: (text) =>
		made('table', {}, [
			made('tableRow', {}, [made('tableHeader', { colspan: 2 }, [line(text)])]),
			made('tableRow', {}, [made('tableCell', {}, [line('a')]), made('tableCell', {}, [line(text)])]),
		]),
	image: (text) => made('image', { id: IMAGE, alt: text, width: 4, height: 3 }, []),
	horizontalRule: () => made('horizontalRule', {}, []),
};

/** What stands in a line and is no text. */
const INLINE: Readonly<Record<string, (text: string) => Y.XmlElement>> = {
	footnote: (text) => made('footnote', { text, source: 'https://insee.fr/' }, []),
	liveFigure: () => made('liveFigure', { key: 'population', of: '' }, []),
	hardBreak: () => made('hardBreak', {}, []),
};

const text = fc.array(fc.constantFrom(...WORDS), { maxLength: 6 }).map((words) => words.join(''));

/** One edit of a text, whatever the text is by then. */
export const textEdit = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.record({
			do: fc.constant('block' as const),
			name: fc.constantFrom(...Object.keys(BLOCKS)),
			at: fc.nat(20),
			text,
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			do: fc.constant('inline' as const),
			name: fc.constantFrom(...Object.keys(INLINE)),
			at: fc.nat(40),
			text,
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({ do: fc.constantFrom('remove' as const, 'change' as const), at: fc.nat(40), text }),
	},
	{
		weight: 6,
		arbitrary: fc.record({
			do: fc.constantFrom('type' as const, 'erase' as const, 'bold' as const),
			at: fc.nat(40),
			place: fc.nat(40),
			text,
		}),
	},
);
export type TextEdit = typeof textEdit extends fc.Arbitrary<infer Edit> ? Edit : never;

function all<T>(doc: Y.Doc, of: new (...given: never[]) => T): T[] {
	const found: T[] = [];
	const rest: unknown[] = contentOf(doc).toArray().reverse();
	while (rest.length > 0) {
		const node = rest.pop();
		if (node instanceof of) found.push(node);
		if (node instanceof Y.XmlElement) rest.push(...node.toArray().reverse());
	}
	return found;
}

/** What changes of a node without its words: the kind of a callout, the words of an image, the level of a heading. */
const CHANGED: Readonly<Record<string, [key: string, value: unknown]>> = {
	callout: ['kind', 'key-point'],
	image: ['alt', 'Autre carte'],
	heading: ['level', 3],
	footnote: ['text', 'autre note'],
	taskItem: ['checked', false],
};

/** Makes an edit; one that has nothing to be made on changes nothing. */
export function playEdit(doc: Y.Doc, edit: TextEdit): void {
	const content = contentOf(doc);
	if (edit.do === 'block') {
		const block = BLOCKS[edit.name]?.(edit.text);
		if (block !== undefined) content.insert(edit.at % (content.length + 1), [block]);
	} else if (edit.do === 'remove') {
		if (content.length > 0) content.delete(edit.at % content.length, 1);
	} else if (edit.do === 'change') {
		const able = all(doc, Y.XmlElement).filter(({ nodeName }) => nodeName in CHANGED);
		const target = able[edit.at % Math.max(1, able.length)];
		const change = CHANGED[target?.nodeName ?? ''];
		if (change !== undefined) target?.setAttribute(change[0], change[1] as string);
	} else if (edit.do === 'inline') {
		const lines = all(doc, Y.XmlElement).filter(({ nodeName }) => nodeName === 'paragraph');
		const target = lines[edit.at % Math.max(1, lines.length)];
		const node = INLINE[edit.name]?.(edit.text);
		if (target !== undefined && node !== undefined)
			target.insert(target.length, [node, new Y.XmlText(edit.text)]);
	} else if ('place' in edit) playLetters(doc, edit);
}

function playLetters(doc: Y.Doc, edit: Extract<TextEdit, { place: number }>): void {
	const texts = all(doc, Y.XmlText);
	const target = texts[edit.at % Math.max(1, texts.length)];
	if (target === undefined) return;
	const place = Math.min(edit.place, target.length);
	if (edit.do === 'type') target.insert(place, edit.text, {});
	else if (place === target.length) return;
	else if (edit.do === 'erase') target.delete(place, 1);
	else target.format(place, target.length - place, { bold: {} });
}
