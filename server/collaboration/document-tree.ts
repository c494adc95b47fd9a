import * as Y from 'yjs';
import { ROOT } from '#lib/collaboration/protocol.ts';
import type { ClockRange } from './document-index.ts';
import type { Limits } from './limits.ts';
import { BadFrame } from './messages.ts';
import type { Struct } from './struct-order.ts';
import { sizeOfContent } from './value-size.ts';

/**
 * Where a struct stands: sixteen times its depth below the root types, plus these flags. Yjs writes parent and name of the first struct of a
 * sequence or of a key only: what comes after it inherits them from the one beside it.
 */
type Place = number;
const DEPTH = 16;
const DEPTH_BITS = 4;
/** The value of a key, not a member of a sequence. */
const IS_NAMED = 2;
/** Inside an element, where a key is an attribute. */
const IN_ELEMENT = 1;
/** In the sequence of an element: elements and texts stand there, and nothing else that counts. */
const AMONG_NODES = 4;
/** In the sequence of a fragment: the description of an action, or the root of a text, where the document is one. Elements alone stand there. */
const AMONG_BLOCKS = 8;

/** What a shared type is, as flags. */
const TAKES_ATTRIBUTES = 1;
const IS_BLOCK = 2;
const HOLDS_NODES = 4;
const HOLDS_BLOCKS = 8;

/** For what is no longer in the tree. */
const NOWHERE: Place = 0;
const TOP: Place = DEPTH;
/** In the root where the documents that are texts have theirs. Whether this one is such, the tree does not know. */
const IN_TEXT: Place = TOP | AMONG_BLOCKS;

export type ShapeCount = { nodes: number; blocks: number };
type ShapeLimits = Pick<Limits, 'VALUE_DEPTH' | 'ATTRIBUTE_BYTES' | 'FIELD_BYTES'>;
/** What an update is held to; `isText` when the document is a text, which its kind tells. */
export type ShapeRule = { limits: ShapeLimits; isText: boolean };

/**
 * Places of one client's structs, as runs of equal ones: a text typed letter by letter is a single run, so that this costs about
 * as much as the document has elements.
 */
class ClientPlaces {
	readonly #starts: number[] = [];
	readonly #places: Place[] = [];
	readonly #types: number[] = [];
	readonly #kinds: number[] = [];

	/** Structs come in order of their clocks. */
	push(clock: number, place: Place): void {
		if (this.#places.at(-1) === place) return;
		this.#starts.push(clock);
		this.#places.push(place);
	}

	pushType(clock: number, kind: number): void {
		this.#types.push(clock);
		this.#kinds.push(kind);
	}

	at(clock: number): Place {
		return this.#places[firstAfter(this.#starts, clock) - 1] ?? NOWHERE;
	}

	/** What the shared type of a clock is; no flag when there is none. */
	kindAt(clock: number): number {
		const at = firstAfter(this.#types, clock) - 1;
		return this.#types[at] === clock ? (this.#kinds[at] ?? 0) : 0;
	}

	/** The shared types in `[from, to)`. */
	count(from: number, to: number): ShapeCount {
		const [first, last] = [firstAfter(this.#types, from - 1), firstAfter(this.#types, to - 1)];
		let blocks = 0;
		for (let i = first; i < last; i++) if (((this.#kinds[i] ?? 0) & IS_BLOCK) !== 0) blocks += 1;
		return { nodes: last - first, blocks };
	}

	/** Takes in what comes after it. */
	append(later: ClientPlaces): void {
		later.#starts.forEach((start, i) => this.push(start, later.#places[i] ?? NOWHERE));
		later.#types.forEach((clock, i) => this.pushType(clock, later.#kinds[i] ?? 0));
	}
}

/**
 * The tree of a document without the document: how deep each struct stands, and how many shared types (elements, texts, maps) there
 * are. What went with a deleted parent without being named still counts, until the document is opened again.
 */
export class DocumentTree {
	readonly #clients = new Map<number, ClientPlaces>();
	/** Shared types that are not deleted. */
	nodes = 0;
	/** Those directly in a root: paragraphs, tables, actions. */
	blocks = 0;
	/** Without any shared type or key ever, everything stands directly in a root. */
	isFlat = true;

	of(client: number): ClientPlaces | undefined {
		return this.#clients.get(client);
	}

	absorb(draft: TreeDraft): void {
		for (const [client, places] of draft.clients) {
			const known = this.#clients.get(client);
			if (known) known.append(places);
			else this.#clients.set(client, places);
		}
		this.nodes += draft.nodes;
		this.blocks += draft.blocks;
		this.isFlat &&= draft.isFlat;
	}

	/** The shared types in ranges that are being deleted for the first time. */
	count(ranges: readonly ClockRange[]): ShapeCount {
		return sum(ranges, (client) => this.#clients.get(client));
	}

	remove(ranges: readonly ClockRange[]): void {
		const { nodes, blocks } = this.count(ranges);
		this.nodes -= nodes;
		this.blocks -= blocks;
	}
}

/** What an update adds to the tree, before it is accepted. Structs are given in an order in which those they name come first. */
export class TreeDraft {
	readonly clients = new Map<number, ClientPlaces>();
	nodes = 0;
	blocks = 0;
	isFlat = true;
	readonly #tree: DocumentTree;
	readonly #clockOf: (client: number) => number;
	readonly #rule: ShapeRule | null;

	/** Without a rule for what is stored already. */
	constructor(tree: DocumentTree, clockOf: (client: number) => number, rule: ShapeRule | null) {
		this.#tree = tree;
		this.#clockOf = clockOf;
		this.#rule = rule;
	}

	/** Throws `BadFrame` for a struct too deep, an attribute or field too large, or what no editor can show where it stands. */
	add(struct: Struct): void {
		const { client } = struct.id;
		const clock = Math.max(struct.id.clock, this.#clockOf(client));
		const place = struct instanceof Y.Item ? this.#placeOf(struct, clock) : NOWHERE;
		const places = this.#placesOf(client);
		places.push(clock, place);
		if (!(struct instanceof Y.Item)) return;
		this.isFlat &&= !isShaped(struct);
		if (this.#rule) check(struct, place, this.#rule);
		if (!(struct.content instanceof Y.ContentType)) return;
		const { type } = struct.content;
		const isBlock = place >> DEPTH_BITS === 1;
		places.pushType(clock, kindOf(type) | (isBlock ? IS_BLOCK : 0));
		this.nodes += 1;
		if (isBlock) this.blocks += 1;
	}

	/** Takes in the structs of a client in a document that is flat, from a clock on. */
	addAtTop(client: number, from: number): void {
		this.#placesOf(client).push(Math.max(from, this.#clockOf(client)), TOP);
	}

	/** The shared types of this update in ranges that it deletes itself. */
	count(ranges: readonly ClockRange[]): ShapeCount {
		return sum(ranges, (client) => this.clients.get(client));
	}

	#placesOf(client: number): ClientPlaces {
		let places = this.clients.get(client);
		if (!places) this.clients.set(client, (places = new ClientPlaces()));
		return places;
	}

	#placeOf(item: Y.Item, clock: number): Place {
		const { parent, id } = item;
		// Of a struct whose beginning is known, the rest stands beside it.
		if (clock > id.clock) return this.#at(id.client, clock - 1);
		const named = item.parentSub === null ? 0 : IS_NAMED;
		if (typeof parent === 'string') return (parent === ROOT.content ? IN_TEXT : TOP) | named;
		if (parent instanceof Y.ID) {
			const of = this.#at(parent.client, parent.clock);
			if (of === NOWHERE) return NOWHERE;
			const kind = this.#holding(parent)?.kindAt(parent.clock) ?? 0;
			return ((of >> DEPTH_BITS) + 1) * DEPTH + named + insideOf(kind);
		}
		const beside = item.origin ?? item.rightOrigin;
		return beside ? this.#at(beside.client, beside.clock) : NOWHERE;
	}

	#at(client: number, clock: number): Place {
		return this.#holding({ client, clock })?.at(clock) ?? NOWHERE;
	}

	#holding({ client, clock }: { client: number; clock: number }): ClientPlaces | undefined {
		return clock >= this.#clockOf(client) ? this.clients.get(client) : this.#tree.of(client);
	}
}

/** Whether it, or what follows it, may stand elsewhere than directly in a root. */
export function isShaped(struct: Struct): boolean {
	return struct instanceof Y.Item && (struct.parentSub !== null || struct.content instanceof Y.ContentType);
}

function check(item: Y.Item, place: Place, { limits, isText }: ShapeRule): void {
	const isTop = place >> DEPTH_BITS === 1;
	if (place >> DEPTH_BITS > limits.VALUE_DEPTH) throw new BadFrame('elements nested too deep');
	if ((place & IS_NAMED) === 0) {
		if (isTop && (place !== IN_TEXT || !isText)) return checkTop(item, place);
		return checkMember(item, place);
	}
	if (isText && isTop && (place & AMONG_BLOCKS) !== 0) throw new BadFrame('a key in the root of a text');
	const isAttribute = (place & IN_ELEMENT) !== 0;
	const allowed = isAttribute ? limits.ATTRIBUTE_BYTES : limits.FIELD_BYTES;
	if (sizeOfContent(item.content) > allowed)
		throw new BadFrame(isAttribute ? 'attribute too large' : 'field too large');
}

/** What stands directly in a root that is no text: anything, but under the name that an editor opens what it can read. */
function checkTop({ content }: Y.Item, place: Place): void {
	const type = content instanceof Y.ContentType ? content.type : null;
	if (type instanceof Y.XmlElement) return;
	if (type instanceof Y.XmlHook) throw new BadFrame('a hook');
	if (place === IN_TEXT && (type instanceof Y.XmlText || type instanceof Y.XmlFragment))
		throw new BadFrame('words or a fragment directly in the root of a text');
}

/** What stands in a sequence: an editor that meets something else in a text stops, for everybody who opens it. */
function checkMember({ content, countable }: Y.Item, place: Place): void {
	const type = content instanceof Y.ContentType ? content.type : null;
	if (type instanceof Y.XmlElement) return;
	if (type instanceof Y.XmlHook) throw new BadFrame('a hook');
	if ((place & (AMONG_NODES | AMONG_BLOCKS)) === 0) return;
	if (countable && !((place & AMONG_NODES) !== 0 && type instanceof Y.XmlText))
		throw new BadFrame('neither an element nor its words');
}

function kindOf(type: Y.AbstractType<unknown>): number {
	if (type instanceof Y.XmlElement) return TAKES_ATTRIBUTES | HOLDS_NODES;
	if (type instanceof Y.XmlText) return TAKES_ATTRIBUTES;
	return type instanceof Y.XmlFragment ? HOLDS_BLOCKS : 0;
}

/** The flags of what stands in a shared type. */
function insideOf(kind: number): number {
	if ((kind & HOLDS_NODES) !== 0) return IN_ELEMENT | AMONG_NODES;
	if ((kind & HOLDS_BLOCKS) !== 0) return AMONG_BLOCKS;
	return (kind & TAKES_ATTRIBUTES) !== 0 ? IN_ELEMENT : 0;
}

function sum(ranges: readonly ClockRange[], of: (client: number) => ClientPlaces | undefined): ShapeCount {
	const total = { nodes: 0, blocks: 0 };
	for (const { client, from, to } of ranges) {
		const counted = of(client)?.count(from, to);
		total.nodes += counted?.nodes ?? 0;
		total.blocks += counted?.blocks ?? 0;
	}
	return total;
}

/** Index of the first number above `value` in a rising list. */
function firstAfter(sorted: readonly number[], value: number): number {
	let [low, high] = [0, sorted.length];
	// Most of what is looked for stands at the end: where somebody types.
	if ((sorted[high - 1] ?? Infinity) <= value) return high;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((sorted[middle] ?? Infinity) > value) high = middle;
		else low = middle + 1;
	}
	return low;
}
