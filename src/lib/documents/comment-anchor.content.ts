import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { fromBase64, toBase64 } from 'lib0/buffer';
import * as Y from 'yjs';
import { offsetOf, type FlatText } from './flat-text.content.ts';

/** Characters written one after the other by one client: its id, the clock of the first one, how many. */
export type CharacterRun = readonly [client: number, clock: number, length: number];

/**
 * A passage of a shared text, by its characters themselves: their ids never change nor serve again, whatever is written before,
 * after or between them. The words are kept too, for the day when an editor remakes the block and the ids die with it.
 */
export interface Anchor {
	/** In the order of the text. */
	runs: readonly CharacterRun[];
	/** The characters of the passage, blocks put end to end. */
	passage: string;
	/** What stood around; both empty when the words alone would not have told this passage from another. */
	before: string;
	after: string;
}

/** Where an anchor is now, in characters of the flat text; `to` is excluded. */
export interface FoundPassage {
	from: number;
	to: number;
}

/** Longest passage that can be commented, in characters: two pages; beyond, one comments a heading. */
export const PASSAGE_LONGEST = 4_000;

/** Most pieces of writing a passage may be made of: a passage written letter by letter by several people has fewer. */
const RUNS_AT_MOST = 1_000;

/** Longest encoded anchor, in characters of base64. */
export const ANCHOR_LONGEST = 48_000;

/** What is kept of the text around, in characters. */
const CONTEXT = 32;

/** How much of it must stand beside the words for them to be the same passage. */
const NEIGHBOURHOOD = 8;

const FORMAT = 1;

/** The anchor of the characters between two offsets; null for none, or for too many. */
export function anchorAt(flat: FlatText, from: number, to: number): Anchor | null {
	if (to <= from || to - from > PASSAGE_LONGEST) return null;
	const runs = flat.pieces.flatMap(({ text, start, length }) => {
		const [first, last] = [Math.max(from, start), Math.min(to, start + length)];
		return first < last ? runsOf(text, first - start, last - start) : [];
	});
	if (runs.length === 0 || runs.length > RUNS_AT_MOST) return null;
	const { characters } = flat;
	const anchor: Anchor = {
		runs,
		passage: characters.slice(from, to),
		before: characters.slice(Math.max(0, from - CONTEXT), from),
		after: characters.slice(to, to + CONTEXT),
	};
	return placesOf(characters, anchor).length === 1 ? anchor : { ...anchor, before: '', after: '' };
}

function runsOf(text: Y.XmlText, from: number, to: number): CharacterRun[] {
	const runs: [number, number, number][] = [];
	let at = 0;
	for (let item = text._start; item !== null && at < to; item = item.right) {
		if (item.deleted || !item.countable) continue;
		const [first, last] = [Math.max(from - at, 0), Math.min(to - at, item.length)];
		at += item.length;
		if (first >= last || !(item.content instanceof Y.ContentString)) continue;
		const { client, clock } = item.id;
		const previous = runs.at(-1);
		if (previous !== undefined && previous[0] === client && previous[1] + previous[2] === clock + first)
			previous[2] += last - first;
		else runs.push([client, clock + first, last - first]);
	}
	return runs;
}

/**
 * Where the passage is in a text, or null when it is detached. While all its characters live, between the first and the last of
 * them; when some died, where its words stand whole in the same surroundings, and nowhere else so; else around what is left of it.
 * Never around the characters of another passage.
 */
export function findPassage(doc: Y.Doc, flat: FlatText, anchor: Anchor): FoundPassage | null {
	const { found, alive } = aliveOf(doc, flat, anchor.runs);
	if (found !== null && alive === lengthOf(anchor.runs)) return found;
	const places = placesOf(flat.characters, anchor);
	const [place] = places;
	if (place === undefined || places.length > 1) return found;
	const words = { from: place, to: place + anchor.passage.length };
	const holdsWhatIsLeft = found === null || (words.from <= found.from && found.to <= words.to);
	return holdsWhatIsLeft ? words : found;
}

const lengthOf = (runs: readonly CharacterRun[]): number =>
	runs.reduce((sum, [, , length]) => sum + length, 0);

/** From the first to the last character that lives, and how many do. Their order in the text never changes. */
function aliveOf(
	doc: Y.Doc,
	flat: FlatText,
	runs: readonly CharacterRun[],
): { found: FoundPassage | null; alive: number } {
	let alive = 0;
	let from: number | null = null;
	let to: number | null = null;
	for (const [client, clock, length] of runs) {
		const end = Math.min(clock + length, Y.getState(doc.store, client));
		for (let at = clock; at < end;) {
			const struct: unknown = Y.getItem(doc.store, Y.createID(client, at));
			if (!(struct instanceof Y.AbstractStruct)) break;
			const stop = Math.min(struct.id.clock + struct.length, end);
			const start = struct instanceof Y.Item ? offsetInText(flat, struct, at) : null;
			if (start !== null) {
				alive += stop - at;
				from ??= start;
				to = start + stop - at;
			}
			at = stop;
		}
	}
	return { found: from === null || to === null || to <= from ? null : { from, to }, alive };
}

/** Where the character of an item with this clock stands; null when it is deleted or no character of this text. */
function offsetInText(flat: FlatText, item: Y.Item, clock: number): number | null {
	const { parent } = item;
	if (item.deleted || !(item.content instanceof Y.ContentString) || !(parent instanceof Y.XmlText))
		return null;
	let index = clock - item.id.clock;
	for (let left = item.left; left !== null; left = left.left) {
		if (!left.deleted && left.countable) index += left.length;
	}
	return offsetOf(flat, { text: parent, index });
}

/** The places where the words of a passage stand with what stood before and after them; failing any, with one of both. */
function placesOf(characters: string, { passage, before, after }: Anchor): number[] {
	const ahead = before.slice(-NEIGHBOURHOOD);
	const behind = after.slice(0, NEIGHBOURHOOD);
	const between: number[] = [];
	const beside: number[] = [];
	if (ahead === '' && behind === '') return [];
	for (let at = characters.indexOf(passage); at !== -1; at = characters.indexOf(passage, at + 1)) {
		const follows = ahead !== '' && characters.endsWith(ahead, at);
		const precedes = behind !== '' && characters.startsWith(behind, at + passage.length);
		if (follows && precedes) between.push(at);
		else if (follows || precedes) beside.push(at);
	}
	return between.length > 0 ? between : beside;
}

/** An anchor as text, to be sent and stored. */
export function encodeAnchor({ runs, passage, before, after }: Anchor): string {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, FORMAT);
	encoding.writeVarUint(encoder, runs.length);
	for (const run of runs) for (const number of run) encoding.writeVarUint(encoder, number);
	for (const text of [passage, before, after]) encoding.writeVarString(encoder, text);
	return toBase64(encoding.toUint8Array(encoder));
}

/** Reads an anchor back; null for anything that is none, or is out of bounds. Never throws. */
export function decodeAnchor(encoded: string): Anchor | null {
	if (encoded.length > ANCHOR_LONGEST) return null;
	try {
		const decoder = decoding.createDecoder(fromBase64(encoded));
		if (decoding.readVarUint(decoder) !== FORMAT) return null;
		const count = decoding.readVarUint(decoder);
		if (count < 1 || count > RUNS_AT_MOST) return null;
		const number = (): number => decoding.readVarUint(decoder);
		const runs = Array.from({ length: count }, (): CharacterRun => [number(), number(), number()]);
		const [passage, before, after] = [0, 1, 2].map(() => decoding.readVarString(decoder));
		if (passage === undefined || before === undefined || after === undefined) return null;
		const isSound =
			!decoding.hasContent(decoder) &&
			lengthOf(runs) <= PASSAGE_LONGEST &&
			passage.length > 0 &&
			passage.length <= PASSAGE_LONGEST &&
			before.length <= CONTEXT &&
			after.length <= CONTEXT;
		return isSound ? { runs, passage, before, after } : null;
	} catch {
		return null;
	}
}
