import { ROOT } from '#lib/collaboration/protocol.ts';
import { diffArrays } from 'diff';
import * as Y from 'yjs';
import { longestRising } from './alignment.rules.ts';
import { canonicalOf } from './canonical.content.ts';
import { tokensOf } from './difference.rules.ts';
import { contentOf, elementId, outlineOf } from './document.content.ts';

/**
 * Edits `current` so that it says what `past` said: the whole, or one part of it (the id of a heading, or of an action of the
 * plan). What is the same stays as it is, down to the words: whatever others write meanwhile, there or elsewhere, merges with
 * this edit like with any other. Call it inside a transaction.
 * @returns false when there is no such part in the past
 */
export function restoreDocument(current: Y.Doc, past: Y.Doc, sectionId: string | null): boolean {
	const actions = { current: current.getMap(ROOT.actions), past: past.getMap(ROOT.actions) };
	if (sectionId === null) {
		restoreMap(actions.current, actions.past);
		restoreBlocks(contentOf(current), contentOf(past), null);
		return true;
	}
	if (actions.past.has(sectionId)) {
		restoreKey(actions.current, actions.past, sectionId);
		return true;
	}
	return restoreSection(contentOf(current), contentOf(past), sectionId);
}

interface Range {
	start: number;
	end: number;
}

function restoreSection(current: Y.XmlFragment, past: Y.XmlFragment, sectionId: string): boolean {
	const wanted = rangeOf(past, sectionId);
	if (wanted === null) return false;
	const blocks = past.toArray().slice(wanted.start, wanted.end);
	restoreBlocks(current, blocks, rangeOf(current, sectionId) ?? placeFor(current, past, sectionId));
	return true;
}

/** A heading and what follows it, up to the next one; '' is what comes before the first. */
function rangeOf(fragment: Y.XmlFragment, sectionId: string): Range | null {
	const outline = outlineOf(fragment);
	if (sectionId === '') return { start: 0, end: outline[0]?.index ?? fragment.length };
	const place = outline.findIndex(({ id }) => id === sectionId);
	const entry = outline[place];
	if (entry === undefined) return null;
	return { start: entry.index, end: outline[place + 1]?.index ?? fragment.length };
}

/** Where a part that is gone was: after the last part before it that is still there. */
function placeFor(current: Y.XmlFragment, past: Y.XmlFragment, sectionId: string): Range {
	const before = outlineOf(past);
	const place = before.findIndex(({ id }) => id === sectionId);
	for (const { id } of before.slice(0, place).reverse()) {
		const range = rangeOf(current, id);
		if (range !== null) return { start: range.end, end: range.end };
	}
	const first = outlineOf(current)[0]?.index ?? current.length;
	return { start: first, end: first };
}

type Block = ReturnType<Y.XmlFragment['toArray']>[number];

/** Makes a range of blocks say what others said. */
function restoreBlocks(current: Y.XmlFragment, past: Y.XmlFragment | Block[], range: Range | null): void {
	const wanted = Array.isArray(past) ? past : past.toArray();
	const { start, end } = range ?? { start: 0, end: current.length };
	const present = current.toArray().slice(start, end);
	const sources = pairBlocks(present, wanted);
	const kept = longestRising(sources);
	const keptSources = new Set([...kept].map((index) => sources[index]));
	for (let index = present.length - 1; index >= 0; index -= 1) {
		if (!keptSources.has(index)) current.delete(start + index, 1);
	}
	wanted.forEach((block, index) => {
		const source = kept.has(index) ? present[sources[index] ?? -1] : undefined;
		if (source === undefined) current.insert(start + index, [cloneOf(block)]);
		else if (canonicalOf(source) !== canonicalOf(block)) {
			if (restoreWords(source, block)) return;
			current.delete(start + index, 1);
			current.insert(start + index, [cloneOf(block)]);
		}
	});
}

/** For each block wanted, the present one it is: by identity, else by equal content. */
function pairBlocks(present: readonly Block[], wanted: readonly Block[]): (number | null)[] {
	const free = new Set(present.keys());
	const ids = new Map(present.map((block, index) => [idOf(block), index]));
	const sources = wanted.map((block) => {
		const found = ids.get(idOf(block));
		if (found === undefined || idOf(block) === null) return null;
		free.delete(found);
		return found;
	});
	const contents = new Map<string, number[]>();
	for (const index of free) {
		const block = present[index];
		const key = block === undefined ? '' : canonicalOf(block);
		contents.set(key, [...(contents.get(key) ?? []), index]);
	}
	return sources.map((source, index) => {
		const block = wanted[index];
		if (source !== null || block === undefined) return source;
		return contents.get(canonicalOf(block))?.shift() ?? null;
	});
}

function idOf(block: Block): string | null {
	return block instanceof Y.XmlElement ? elementId(block) : null;
}

function cloneOf(block: Block): Y.XmlElement | Y.XmlText {
	if (block instanceof Y.XmlElement || block instanceof Y.XmlText) return block.clone();
	throw new Error('no such content in a text');
}

/** Brings a block back to its former words, in its own text: its place, its id and its anchors stay. @returns whether it could */
function restoreWords(source: Block, wanted: Block): boolean {
	if (!(source instanceof Y.XmlElement) || !(wanted instanceof Y.XmlElement)) return false;
	if (source.nodeName !== wanted.nodeName || source.length !== 1 || wanted.length !== 1) return false;
	const [text, former] = [source.get(0), wanted.get(0)];
	if (!(text instanceof Y.XmlText) || !(former instanceof Y.XmlText)) return false;
	const [from, to] = [unitsOf(text), unitsOf(former)];
	if (from === null || to === null) return false;
	restoreAttributes(source, wanted);
	text.applyDelta(deltaOf(from, to));
	return true;
}

function restoreAttributes(source: Y.XmlElement, wanted: Y.XmlElement): void {
	const [now, former] = [source.getAttributes(), wanted.getAttributes()];
	for (const [name, value] of Object.entries(former)) {
		if (now[name] !== value && value !== undefined) source.setAttribute(name, value);
	}
	for (const name of Object.keys(now)) if (former[name] === undefined) source.removeAttribute(name);
}

interface Units {
	text: string;
	/** The marks of each UTF-16 unit. */
	marks: Record<string, unknown>[];
}

/** Null when the text holds something that is not text. */
function unitsOf(text: Y.XmlText): Units | null {
	const units: Units = { text: '', marks: [] };
	for (const { insert, attributes } of text.toDelta() as {
		insert: unknown;
		attributes?: Record<string, unknown>;
	}[]) {
		if (typeof insert !== 'string') return null;
		units.text += insert;
		for (let index = 0; index < insert.length; index += 1) units.marks.push(attributes ?? {});
	}
	return units;
}

type Operation =
	| { delete: number }
	| { insert: string; attributes: Record<string, unknown> }
	| { retain: number; attributes: Record<string, unknown> };

function deltaOf(from: Units, to: Units): Operation[] {
	const operations: Operation[] = [];
	let [at, goal] = [0, 0];
	for (const change of diffArrays(tokensOf(from.text), tokensOf(to.text))) {
		const { length } = change.value.join('');
		if (change.removed) operations.push({ delete: length });
		for (let index = 0; index < length && !change.removed; index += 1) {
			const marks = to.marks[goal + index] ?? {};
			const unit = to.text[goal + index] ?? '';
			const now = from.marks[at + index] ?? {};
			addUnit(
				operations,
				change.added ? { insert: unit, attributes: marks } : { retain: 1, attributes: changed(now, marks) },
			);
		}
		if (!change.added) at += length;
		if (!change.removed) goal += length;
	}
	return operations;
}

function addUnit(operations: Operation[], next: Operation): void {
	const last = operations.at(-1);
	const sameMarks =
		last !== undefined &&
		'attributes' in last &&
		'attributes' in next &&
		JSON.stringify(last.attributes) === JSON.stringify(next.attributes);
	if (sameMarks && 'insert' in last && 'insert' in next) last.insert += next.insert;
	else if (sameMarks && 'retain' in last && 'retain' in next) last.retain += next.retain;
	else operations.push(next);
}

/** What to set so that marks become others: null takes one off. */
function changed(now: Record<string, unknown>, wanted: Record<string, unknown>): Record<string, unknown> {
	const change: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(wanted)) {
		if (JSON.stringify(now[name]) !== JSON.stringify(value)) change[name] = value;
	}
	for (const name of Object.keys(now)) if (!Object.hasOwn(wanted, name)) change[name] = null;
	return change;
}

function restoreMap(current: Y.Map<unknown>, past: Y.Map<unknown>): void {
	for (const key of [...current.keys()]) if (!past.has(key)) current.delete(key);
	for (const key of past.keys()) restoreKey(current, past, key);
}

function restoreKey(current: Y.Map<unknown>, past: Y.Map<unknown>, key: string): void {
	const [now, former] = [current.get(key), past.get(key)];
	if (current.has(key) && canonicalOf(now) === canonicalOf(former)) return;
	if (now instanceof Y.Map && former instanceof Y.Map) restoreMap(now, former);
	else if (isFragment(now) && isFragment(former)) restoreBlocks(now, former, null);
	else current.set(key, former instanceof Y.AbstractType ? former.clone() : former);
}

function isFragment(value: unknown): value is Y.XmlFragment {
	return value instanceof Y.XmlFragment && !(value instanceof Y.XmlElement);
}
