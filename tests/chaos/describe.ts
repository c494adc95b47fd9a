import { createHash } from 'node:crypto';
import * as Y from 'yjs';
import { contentOf } from '#lib/documents/document.content.ts';
import { describeDocument } from '#server/collaboration/fold.ts';

/** What makes two copies of a document the same; each is compared, since one may agree where another does not. */
export interface Likeness {
	/** What a reader sees: blocks, texts with their marks, fields. */
	content: string;
	/** Visible content with the id of each character, next clocks, deletions. */
	document: string;
	/** Where each struct that lives was put: its left and right origins and its parent. */
	structs: string;
	/** Structs or deletions that wait for others: a copy that is not whole. */
	pending: boolean;
}

export function likenessOf(doc: Y.Doc): Likeness {
	const { pendingStructs, pendingDs } = doc.store;
	return {
		content: hash(canonicalJson(doc)),
		document: hash(describeDocument(doc)),
		structs: hash(describeStructs(doc)),
		pending: pendingStructs !== null || pendingDs !== null,
	};
}

/**
 * The copy that a log gives and nothing else: as local changes, since Yjs tidies marks that enclose nothing after a remote one, each
 * time a little differently by how the log is cut.
 */
export function foldOf(parts: readonly Uint8Array[]): Y.Doc {
	const doc = new Y.Doc();
	doc.transact(() => parts.forEach((part) => Y.applyUpdate(doc, part)));
	return doc;
}

function hash(text: string): string {
	return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

export function canonicalJson(doc: Y.Doc): string {
	const fields = doc.getMap('actions');
	const keys = [...fields.keys()].sort();
	return JSON.stringify({
		content: contentOf(doc).toArray().map(canonicalNode),
		fields: keys.map((key) => [key, fields.get(key)]),
	});
}

function canonicalNode(node: unknown): unknown {
	if (node instanceof Y.XmlText) return node.toDelta();
	if (node instanceof Y.XmlElement)
		return [node.nodeName, node.getAttributes(), node.toArray().map(canonicalNode)];
	return String(node);
}

/** One line per clock that lives, so that it does not matter how a copy cut or merged its items. */
export function describeStructs(doc: Y.Doc): string {
	const lines: string[] = [];
	const clients = [...doc.store.clients.keys()].sort((a, b) => a - b);
	for (const client of clients) {
		for (const struct of doc.store.clients.get(client) ?? []) {
			if (!(struct instanceof Y.Item) || struct.deleted) continue;
			const { clock } = struct.id;
			for (let offset = 0; offset < struct.length; offset += 1) {
				const left = offset === 0 ? idOf(struct.origin) : `${client}:${clock + offset - 1}`;
				lines.push(
					`${client}:${clock + offset} ${left} ${idOf(struct.rightOrigin)} ${struct.parentSub ?? ''}`,
				);
			}
		}
	}
	return lines.join('\n');
}

function idOf(id: Y.ID | null): string {
	return id === null ? '-' : `${id.client}:${id.clock}`;
}
