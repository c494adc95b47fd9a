import * as Y from 'yjs';
import { isId } from '#lib/identifiers.ts';
import { canonicalOf } from './canonical.content.ts';
import { contentOf, elementId, outlineOf, type OutlineEntry } from './document.content.ts';

/** A part that a document may be split by: a heading, and all that follows up to the next one that is not deeper. */
export interface DocumentPart extends OutlineEntry {
	/** Where it ends among the first level of blocks, itself not included. */
	end: number;
	/** What it weighs in the whole text, in percent; rounded. */
	share: number;
}

/** The parts of a text, those inside others too, in order. Reads; never throws on a strange shape. */
export function partsOf(fragment: Y.XmlFragment): DocumentPart[] {
	const weights = fragment.toArray().map((block) => canonicalOf(block).length);
	const total = Math.max(1, sum(weights));
	const outline = outlineOf(fragment);
	return outline.map((entry, place) => {
		const next = outline.slice(place + 1).find(({ level }) => level <= entry.level);
		const end = next?.index ?? fragment.length;
		return { ...entry, end, share: Math.round((100 * sum(weights.slice(entry.index, end))) / total) };
	});
}

/** Of the parts chosen, those that are in no other one chosen, in the order of the text; null when one of them is not there. */
export function outermost(parts: readonly DocumentPart[], chosen: readonly string[]): DocumentPart[] | null {
	const wanted = new Set(chosen);
	const found = parts.filter(({ id }) => wanted.has(id));
	if (found.length !== wanted.size) return null;
	return found.filter((part) => !found.some((other) => other.index < part.index && part.index < other.end));
}

/** A part as the text of a document of its own. */
export interface PartCopy {
	doc: Y.Doc;
	/** The blocks of the source that it was made of. */
	blocks: string[];
	/** The pictures of the part, each with the id it has in the copy. */
	images: { from: string; to: string }[];
}

/** Copies a part with its heading; its pictures get ids of their own, from `nameImage`. The copy is the caller's to destroy. */
export function copyPart(
	source: Y.XmlFragment,
	part: Pick<DocumentPart, 'index' | 'end'>,
	nameImage: () => string,
): PartCopy {
	const blocks = source.toArray().slice(part.index, part.end);
	const doc = copyBlocks(blocks);
	const ids = new Map<string, string>();
	for (const image of imagesIn(contentOf(doc))) {
		const from: unknown = image.getAttribute('id');
		if (typeof from === 'string' && isId(from) && !ids.has(from)) ids.set(from, nameImage());
	}
	const images = [...ids].map(([from, to]) => ({ from, to }));
	renameImages(doc, images);
	return { doc, blocks: idsOf(blocks), images };
}

/** The blocks of a text that are still there of those a copy was made of, as a copy made now would be. */
export function copyAgain(source: Y.XmlFragment, made: Pick<PartCopy, 'blocks' | 'images'>): Y.Doc {
	const wanted = new Set(made.blocks);
	const doc = copyBlocks(source.toArray().filter((block) => wanted.has(idOf(block) ?? '')));
	renameImages(doc, made.images);
	return doc;
}

/** What stands in the text for a part that has a document of its own. */
export interface PartLink {
	heading: string;
	title: string;
	href: string;
}

const MOVED = 'Cette partie a maintenant son propre document\u00a0: ';

/** Leaves of each part its heading, and a line with the link to its document. Call it inside a transaction. */
export function replaceByLinks(doc: Y.Doc, links: readonly PartLink[]): void {
	const fragment = contentOf(doc);
	const parts = new Map(partsOf(fragment).map((part) => [part.id, part]));
	const placed = links.flatMap((link) => {
		const part = parts.get(link.heading);
		return part === undefined ? [] : [{ link, part }];
	});
	for (const { link, part } of placed.sort((one, other) => other.part.index - one.part.index)) {
		const below = part.index + 1;
		if (part.end > below) fragment.delete(below, part.end - below);
		const line = new Y.XmlElement('paragraph');
		const text = new Y.XmlText();
		line.insert(0, [text]);
		fragment.insert(below, [line]);
		text.insert(0, MOVED);
		text.insert(MOVED.length, link.title, { link: { href: link.href } });
	}
}

type Block = ReturnType<Y.XmlFragment['toArray']>[number];

function copyBlocks(blocks: readonly Block[]): Y.Doc {
	const doc = new Y.Doc();
	const copies = blocks.flatMap((block) =>
		block instanceof Y.XmlElement || block instanceof Y.XmlText ? [block.clone()] : [],
	);
	doc.transact(() => contentOf(doc).insert(0, copies));
	return doc;
}

function renameImages(doc: Y.Doc, images: readonly { from: string; to: string }[]): void {
	const names = new Map(images.map(({ from, to }) => [from, to]));
	doc.transact(() => {
		for (const image of imagesIn(contentOf(doc))) {
			const to = names.get(String(image.getAttribute('id')));
			if (to !== undefined) image.setAttribute('id', to);
		}
	});
}

/** A walk without recursion, for trees of whatever depth. */
function imagesIn(fragment: Y.XmlFragment): Y.XmlElement[] {
	const images: Y.XmlElement[] = [];
	const rest: Y.XmlFragment[] = [fragment];
	for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
		for (const child of next.toArray()) {
			if (!(child instanceof Y.XmlElement)) continue;
			if (child.nodeName === 'image') images.push(child);
			rest.push(child);
		}
	}
	return images;
}

function idsOf(blocks: readonly Block[]): string[] {
	return blocks.flatMap((block) => idOf(block) ?? []);
}

function idOf(block: Block): string | null {
	return block instanceof Y.XmlElement ? elementId(block) : null;
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, number) => total + number, 0);
}
