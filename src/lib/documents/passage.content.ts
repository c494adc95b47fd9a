import * as Y from 'yjs';
import { soundCallout } from './callout.rules.ts';
import { canonicalJson, type CanonicalValue } from './canonical.content.ts';
import { elementId } from './document.content.ts';
import { wordsOfNode } from './node-words.content.ts';

/** A stretch of text that one client wrote at once, with one set of marks. */
export interface Run {
	text: string;
	/** Marks in canonical JSON; empty without any. */
	marks: string;
	/** Who wrote it: the Yjs client, and the clock of its first UTF-16 unit. */
	client: number;
	clock: number;
	/** Words that stand for one thing in the text, which was put there at once: a note, a figure. */
	isOne?: true;
}

/** What a passage is, beside its words: two passages of the same form and words are the same to a reader. */
export interface PassageForm {
	/** Name of the block: `paragraph`, `heading`, or that of a block without text. */
	kind: string;
	/** Level of a heading; 0 otherwise. */
	level: number;
	/** Names of the blocks around it, outermost first: `bulletList`, `listItem`. */
	around: readonly string[];
	/** Its own attributes in canonical JSON. */
	attributes: string;
}

/** One line of a text as one reads it: a paragraph, a heading, what is in a cell or an item, a block without text. */
export interface Passage extends PassageForm {
	/** Stable through edits; empty when it has none. */
	id: string;
	runs: Run[];
}

/** Only tables, lists and quotes nest; deeper trees come from no editor and are read down to here. */
const DEPTH = 60;

/** What stands in the text for something that is not text: a line break reads as one. */
const OBJECT = '\uFFFC';

/** The passages of a rich text, in order. Never changes the document, whatever its shape. */
export function passagesOf(fragment: Y.XmlFragment): Passage[] {
	const passages: Passage[] = [];
	collect(fragment, [], passages);
	return passages;
}

/** The words of a passage. */
export function textOf(passage: { runs: readonly Run[] }): string {
	return passage.runs.map(({ text }) => text).join('');
}

function collect(parent: Y.XmlFragment, around: readonly string[], into: Passage[]): void {
	for (const child of parent.toArray()) {
		if (child instanceof Y.XmlText) {
			into.push({ ...formOf('paragraph', {}, around), id: '', runs: runsOf(child) });
		} else if (child instanceof Y.XmlElement) {
			if (holdsText(child) || child.length === 0 || around.length >= DEPTH) {
				const form = formOf(child.nodeName, child.getAttributes(), around);
				const runs = child.nodeName === 'image' ? [runOfElement(child)] : inlineRuns(child);
				into.push({ ...form, id: elementId(child) ?? '', runs });
			} else collect(child, [...around, nameAround(child)], into);
		}
	}
}

/** A callout says what it is for: one that changes is another. */
function nameAround(element: Y.XmlElement): string {
	if (element.nodeName !== 'callout') return element.nodeName;
	return `callout-${soundCallout(element.getAttribute('kind'))}`;
}

function formOf(kind: string, attributes: Record<string, unknown>, around: readonly string[]): PassageForm {
	const { level = 1 } = attributes;
	const number = typeof level === 'number' || typeof level === 'string' ? Number(level) : 1;
	return {
		kind,
		level: kind !== 'heading' ? 0 : Number.isFinite(number) ? number : 1,
		around,
		attributes: stable(attributes),
	};
}

function holdsText(element: Y.XmlElement): boolean {
	if (element.nodeName === 'paragraph' || element.nodeName === 'heading') return true;
	return element.toArray().some((child) => child instanceof Y.XmlText);
}

function inlineRuns(element: Y.XmlElement): Run[] {
	const runs: Run[] = [];
	for (const child of element.toArray()) {
		if (child instanceof Y.XmlText) for (const run of runsOf(child)) addRun(runs, run);
		else if (child instanceof Y.XmlElement) addRun(runs, runOfElement(child));
	}
	return runs;
}

function runOfElement(element: Y.XmlElement): Run {
	const id = element._item?.id ?? { client: 0, clock: 0 };
	const { client, clock } = id;
	if (element.nodeName === 'hardBreak') return { text: '\n', marks: '', client, clock };
	const words = wordsOfNode(element);
	// Its words say all of it: what changed in it is told as words are.
	if (words !== null)
		return { text: words, marks: stable({ [element.nodeName]: {} }), client, clock, isOne: true };
	const marks = stable({ [element.nodeName]: element.getAttributes() });
	return { text: OBJECT, marks, client, clock };
}

/** Walks the items themselves: who wrote what is nowhere else. */
function runsOf(text: Y.XmlText): Run[] {
	const runs: Run[] = [];
	const active = new Map<string, unknown>();
	let marks = '';
	for (let item = text._start; item !== null; item = item.right) {
		if (item.deleted) continue;
		const { client, clock } = item.id;
		if (item.content instanceof Y.ContentFormat) {
			const { key, value } = item.content as { key: string; value: unknown };
			if (value === null) active.delete(key);
			else active.set(key, value);
			marks = active.size === 0 ? '' : stable(Object.fromEntries(active));
		} else if (item.content instanceof Y.ContentString) {
			addRun(runs, { text: item.content.str, marks, client, clock });
		} else if (item.countable) addRun(runs, { text: OBJECT.repeat(item.length), marks, client, clock });
	}
	return runs;
}

/** Yjs cuts what one person types in one go, here and there: a run ends where the writing or the marks do. */
function addRun(runs: Run[], run: Run): void {
	const last = runs.at(-1);
	const follows =
		last !== undefined &&
		last.isOne === undefined &&
		last.client === run.client &&
		last.clock + last.text.length === run.clock &&
		last.marks === run.marks;
	if (follows) last.text += run.text;
	else if (run.text !== '') runs.push({ ...run });
}

function stable(record: Record<string, unknown>): string {
	const known = Object.entries(record).filter(([, value]) => value !== null && value !== undefined);
	if (known.length === 0) return '';
	try {
		return canonicalJson(JSON.parse(JSON.stringify(Object.fromEntries(known))) as CanonicalValue);
	} catch {
		return `(${known.map(([key]) => key).join(' ')})`;
	}
}
