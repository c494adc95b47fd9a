import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import type { Limits } from './limits.ts';
import { readLetters, type Letters } from './letters.ts';
import { BadFrame } from './messages.ts';
import type { Run, Struct } from './struct-order.ts';
import { sizeOfValue } from './value-size.ts';

export type DecodedUpdate = {
	runs: Run[];
	deletes: ReturnType<typeof Y.decodeUpdate>['ds'];
	/** The update itself says that something is missing. */
	hasSkips: boolean;
};

type ContentLimits = Pick<
	Limits,
	| 'VALUE_DEPTH'
	| 'KEY_LENGTH'
	| 'ATTRIBUTE_BYTES'
	| 'CLIENTS_PER_UPDATE'
	| 'STRUCTS_PER_UPDATE'
	| 'DELETIONS_PER_UPDATE'
>;

/** No client counts this far; beyond it sums of clocks would stop being exact. */
const MAX_CLOCK = 2 ** 48;

const HOSTILE_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** True for names that would reach an object's prototype when a document is read into plain objects. */
export function isHostileKey(key: string): boolean {
	return HOSTILE_KEYS.has(key);
}

/**
 * Decodes the whole update before anything is believed of it, and refuses what no honest client writes. Throws `BadFrame`.
 *
 * A client may stand in one section only: Yjs keeps the last section of a client when it applies an update, but all of them
 * when it merges updates, so that peers and later openers would see different documents for ever.
 */
export function decodeUpdate(bytes: Uint8Array, limits: ContentLimits): DecodedUpdate {
	const letters = readLetters(bytes);
	return letters ? decodedOf(letters) : decodeAnything(bytes, limits);
}

/** Letters are within every bound. */
function decodedOf({ client, clock, origin, rightOrigin, text }: Letters): DecodedUpdate {
	const struct = new Y.Item(
		Y.createID(client, clock),
		null,
		origin && Y.createID(origin.client, origin.clock),
		null,
		rightOrigin && Y.createID(rightOrigin.client, rightOrigin.clock),
		null,
		null,
		new Y.ContentString(text),
	);
	const run = { client, from: clock, to: clock + text.length, structs: [struct] };
	return { runs: [run], deletes: Y.createDeleteSet(), hasSkips: false };
}

function decodeAnything(bytes: Uint8Array, limits: ContentLimits): DecodedUpdate {
	const { structs, ds } = decode(bytes, limits);
	const runs = splitIntoRuns(structs);
	const sections = decoding.readVarUint(decoding.createDecoder(bytes));
	if (runs.length !== sections) throw new BadFrame('sections of clients empty or repeated');
	if (runs.length > limits.CLIENTS_PER_UPDATE) throw new BadFrame('too many clients in one update');
	let hasSkips = false;
	for (const struct of structs) {
		if (struct instanceof Y.Skip) hasSkips = true;
		else if (struct instanceof Y.Item) checkItem(struct, limits);
	}
	checkDeletes(ds);
	return { runs, deletes: ds, hasSkips };
}

/** Yjs's reader, which stops as soon as an update holds more than it may: it would otherwise be read to its end first. */
class BoundedDecoder extends Y.UpdateDecoderV1 {
	#structs = 0;
	#deletions = 0;
	readonly #limits: ContentLimits;

	constructor(decoder: decoding.Decoder, limits: ContentLimits) {
		super(decoder);
		this.#limits = limits;
	}

	/** Read once for each struct. */
	override readInfo(): number {
		this.#count();
		return super.readInfo();
	}

	/** Read once for each value of a list. */
	override readAny(): unknown {
		this.#count();
		return super.readAny();
	}

	/** Read once for each deleted range. */
	override readDsClock(): number {
		this.#deletions += 1;
		if (this.#deletions > this.#limits.DELETIONS_PER_UPDATE) throw new BadFrame('too many deletions');
		return super.readDsClock();
	}

	#count(): void {
		this.#structs += 1;
		if (this.#structs > this.#limits.STRUCTS_PER_UPDATE) throw new BadFrame('too many structs');
	}
}

function decode(bytes: Uint8Array, limits: ContentLimits): ReturnType<typeof Y.decodeUpdate> {
	const bounded = function (decoder: decoding.Decoder) {
		return new BoundedDecoder(decoder, limits);
	};
	try {
		// Yjs calls it with `new` and takes what it returns.
		return Y.decodeUpdateV2(bytes, bounded as unknown as typeof Y.UpdateDecoderV1);
	} catch (error) {
		throw error instanceof BadFrame ? error : new BadFrame('unreadable update');
	}
}

function splitIntoRuns(structs: readonly Struct[]): Run[] {
	const runs: Run[] = [];
	const seen = new Set<number>();
	let run: Run | undefined;
	for (const struct of structs) {
		const { client, clock } = struct.id;
		const end = clock + struct.length;
		if (!(struct.length > 0) || !(end < MAX_CLOCK)) throw new BadFrame('impossible clock or length');
		if (run?.client === client) {
			if (run.to !== clock) throw new BadFrame('a client repeated');
			run.to = end;
			run.structs.push(struct);
			continue;
		}
		if (seen.has(client)) throw new BadFrame('a client repeated');
		seen.add(client);
		run = { client, from: clock, to: end, structs: [struct] };
		runs.push(run);
	}
	return runs;
}

function checkDeletes(ds: DecodedUpdate['deletes']): void {
	for (const items of ds.clients.values()) {
		for (const { clock, len } of items) {
			if (!(len > 0) || !(clock + len < MAX_CLOCK)) throw new BadFrame('impossible deletion');
		}
	}
}

function checkItem(item: Y.Item, limits: ContentLimits): void {
	if (typeof item.parent === 'string') checkKey(item.parent, limits);
	if (item.parentSub !== null) checkKey(item.parentSub, limits);
	const content = item.content;
	if (content instanceof Y.ContentString) return;
	if (content instanceof Y.ContentDoc) throw new BadFrame('subdocuments are refused');
	if (content instanceof Y.ContentAny || content instanceof Y.ContentJSON) checkValue(content.arr, limits);
	else if (content instanceof Y.ContentEmbed) checkSmallValue(content.embed, limits);
	else if (content instanceof Y.ContentFormat) {
		checkKey(content.key, limits);
		checkSmallValue(content.value, limits);
	} else if (content instanceof Y.ContentType && content.type instanceof Y.XmlElement) {
		checkKey(content.type.nodeName, limits);
	}
}

function checkKey(key: unknown, limits: ContentLimits): void {
	if (typeof key !== 'string' || key.length > limits.KEY_LENGTH) throw new BadFrame('impossible key');
	if (isHostileKey(key)) throw new BadFrame('hostile key');
}

/** What belongs to a mark or stands in a text is as small as an attribute. */
function checkSmallValue(value: unknown, limits: ContentLimits): void {
	checkValue(value, limits);
	if (sizeOfValue(value) > limits.ATTRIBUTE_BYTES) throw new BadFrame('mark or embedded value too large');
}

/** Walks a decoded value without recursion: its depth is not known to be bounded yet. */
function checkValue(value: unknown, limits: ContentLimits): void {
	const stack: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
	for (let next = stack.pop(); next; next = stack.pop()) {
		const { value: current, depth } = next;
		if (typeof current !== 'object' || current === null || current instanceof Uint8Array) continue;
		if (depth > limits.VALUE_DEPTH) throw new BadFrame('value nested too deep');
		if (!Array.isArray(current)) {
			// lib0 assigns keys one by one: `__proto__` does not show as a key, it has become the prototype.
			if (Object.getPrototypeOf(current) !== Object.prototype) throw new BadFrame('hostile key');
			for (const key of Object.keys(current)) checkKey(key, limits);
		}
		for (const child of Object.values(current)) stack.push({ value: child, depth: depth + 1 });
	}
}
