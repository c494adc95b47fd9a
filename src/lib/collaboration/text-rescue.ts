import * as Y from 'yjs';

/**
 * Puts back what a person wrote in a block while somebody else was remaking that block. The editor's binding makes a list
 * out of a paragraph by deleting it and writing it anew: letters typed in the old one meanwhile would go with it, for
 * everybody, unseen. The author's page knows: these letters are deleted by an update that does not name them, since who
 * made it had never received them. What somebody has read and deleted stays deleted.
 */
export class TextRescue {
	readonly #doc: Y.Doc;
	/** Client ids this page wrote under: its own, and those of earlier visits whose edits the server lacked. */
	readonly #mine: Set<number>;

	constructor(doc: Y.Doc) {
		this.#doc = doc;
		this.#mine = new Set([doc.clientID]);
	}

	/** What the server has: all that this page holds beyond it was written here. */
	serverHas(stateVector: Uint8Array): void {
		const known = Y.decodeStateVector(stateVector);
		for (const client of this.#doc.store.clients.keys()) {
			if (Y.getState(this.#doc.store, client) > (known.get(client) ?? 0)) this.#mine.add(client);
		}
	}

	/** Applies an update from the server by `apply`, then writes again what it deleted unseen. */
	receive(update: Uint8Array, apply: () => void): void {
		const lost: LostText[] = [];
		const collect = (transaction: Y.Transaction): void => {
			if (!transaction.local) lost.push(...findLost(transaction, update, this.#mine));
		};
		this.#doc.on('afterTransaction', collect);
		try {
			apply();
		} finally {
			this.#doc.off('afterTransaction', collect);
		}
		if (lost.length > 0) this.#doc.transact(() => lost.forEach(restore), this);
	}
}

type LostText = {
	text: string;
	/** What stood before and after it, at most `CONTEXT` characters. */
	before: string;
	after: string;
	/** The nearest place that still exists, and where in it the block was. */
	container: Y.XmlFragment;
	index: number;
};

/** Enough to find the same words again in the block as it was remade. */
const CONTEXT = 24;

/** Blocks that hold blocks; in others (a list, a row) a paragraph has no place. */
const CONTAINERS = new Set(['blockquote', 'callout', 'listItem', 'taskItem', 'tableCell', 'tableHeader']);

function findLost(transaction: Y.Transaction, update: Uint8Array, mine: ReadonlySet<number>): LostText[] {
	const texts = new Set<Y.XmlText>();
	Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
		if (!(struct instanceof Y.Item) || !mine.has(struct.id.client)) return;
		if (struct.content instanceof Y.ContentString && struct.parent instanceof Y.XmlText)
			texts.add(struct.parent);
	});
	if (texts.size === 0) return [];
	const named = Y.decodeUpdate(update).ds;
	return [...texts].flatMap((text) => lostIn(text, { transaction, named, mine }));
}

type Deletion = {
	transaction: Y.Transaction;
	/** What the update says it deletes. */
	named: ReturnType<typeof Y.decodeUpdate>['ds'];
	mine: ReadonlySet<number>;
};

/** Runs of characters deleted unseen in one text, in order, each with what stood around it. */
function lostIn(text: Y.XmlText, deletion: Deletion): LostText[] {
	const place = placeOf(text);
	if (place === null) return [];
	const { transaction, named, mine } = deletion;
	const characters: { character: string; lost: boolean }[] = [];
	for (let item = text._start; item !== null; item = item.right) {
		const stood = !item.deleted || Y.isDeleted(transaction.deleteSet, item.id);
		if (!stood || !(item.content instanceof Y.ContentString)) continue;
		const { client, clock } = item.id;
		[...item.content.str.split('')].forEach((character, offset) => {
			const seen = !mine.has(client) || Y.isDeleted(named, Y.createID(client, clock + offset));
			characters.push({ character, lost: item.deleted && !seen });
		});
	}
	const runs: LostText[] = [];
	for (let at = 0; at < characters.length; at += 1) {
		if (characters[at]?.lost !== true) continue;
		let end = at;
		while (characters[end]?.lost === true) end += 1;
		runs.push({
			...place,
			text: joined(characters.slice(at, end)),
			before: joined(characters.slice(0, at)).slice(-CONTEXT),
			after: joined(characters.slice(end).filter((one) => !one.lost)).slice(0, CONTEXT),
		});
		at = end;
	}
	return runs;
}

function joined(characters: readonly { character: string }[]): string {
	return characters.map(({ character }) => character).join('');
}

/** The nearest container of a text that still exists; null when all that held it is gone (an action of the plan). */
function placeOf(text: Y.XmlText): { container: Y.XmlFragment; index: number } | null {
	let child: Y.Item | null = text._item;
	while (child !== null) {
		const { parent } = child;
		if (!(parent instanceof Y.XmlFragment)) return null;
		const exists = parent._item === null || !parent._item.deleted;
		const holds = !(parent instanceof Y.XmlElement) || CONTAINERS.has(parent.nodeName);
		if (exists && holds) return { container: parent, index: indexOf(parent, child) };
		child = parent._item;
	}
	return null;
}

function indexOf(parent: Y.XmlFragment, child: Y.Item): number {
	let index = 0;
	for (let item = parent._start; item !== null && item !== child; item = item.right) {
		if (!item.deleted) index += item.length;
	}
	return index;
}

/** Where the same words stand now, beside where the block was; else in a paragraph of its own, there. */
function restore(lost: LostText): void {
	const { container, index, text, before, after } = lost;
	const near = container
		.slice(Math.max(index - 1, 0), Math.min(index + 2, container.length))
		.flatMap(textsIn);
	for (const candidate of near) {
		const words = wordsOf(candidate);
		const at = before === '' ? -1 : words.lastIndexOf(before);
		if (at !== -1) return candidate.insert(at + before.length, text);
	}
	for (const candidate of near) {
		const at = after === '' ? -1 : wordsOf(candidate).indexOf(after);
		if (at !== -1) return candidate.insert(at, text);
	}
	const paragraph = new Y.XmlElement('paragraph');
	paragraph.insert(0, [new Y.XmlText(text)]);
	container.insert(Math.min(index, container.length), [paragraph]);
}

function textsIn(node: unknown): Y.XmlText[] {
	if (node instanceof Y.XmlText) return [node];
	return node instanceof Y.XmlElement ? node.toArray().flatMap(textsIn) : [];
}

function wordsOf(text: Y.XmlText): string {
	const parts = text.toDelta() as { insert: unknown }[];
	return parts.map(({ insert }) => (typeof insert === 'string' ? insert : '\ufffc')).join('');
}
