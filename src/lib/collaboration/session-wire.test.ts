import { Awareness } from 'y-protocols/awareness';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { keepPresence, keepToTheLog } from './session-wire.ts';

test('presence goes with a document to the client id that Yjs gives it', () => {
	const doc = new Y.Doc();
	const awareness = new Awareness(doc);
	awareness.setLocalState({ since: 1 });
	doc.on('afterTransactionCleanup', () => keepPresence(awareness));
	const before = doc.clientID;
	// Somebody else who writes under the same id.
	const other = new Y.Doc();
	other.clientID = before;
	other.getText('content').insert(0, 'Pau');
	Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
	expect(doc.clientID).not.toBe(before);
	expect(awareness.clientID).toBe(doc.clientID);
	expect(awareness.getLocalState()).toEqual({ since: 1 });
	expect([...awareness.getStates().keys()]).toEqual([doc.clientID]);
	awareness.destroy();
});

test('a page that reads shows what the log says, in whatever order marks lose their words', () => {
	const written: Uint8Array[] = [];
	const textIn = (doc: Y.Doc) => doc.getXmlFragment('content').get(0) as Y.XmlText;
	/** Somebody who knows how it began, and nothing of the others. */
	const write = (change: (text: Y.XmlText) => void): void => {
		const doc = new Y.Doc();
		const [first] = written;
		if (first) doc.transact(() => Y.applyUpdate(doc, first));
		const before = Y.encodeStateVector(doc);
		doc.transact(() => {
			if (!first) doc.getXmlFragment('content').push([new Y.XmlText('xABz')]);
			change(textIn(doc));
		});
		written.push(Y.encodeStateAsUpdate(doc, before));
	};
	write((text) => text.format(1, 2, { bold: true }));
	write((text) => text.delete(1, 1));
	write((text) => text.delete(2, 1));
	write((text) => text.insert(2, 'N'));
	const reader = new Y.Doc();
	keepToTheLog(reader);
	for (const update of written) Y.applyUpdate(reader, update);
	expect(textIn(reader).toDelta()).toEqual([
		{ insert: 'x' },
		{ insert: 'N', attributes: { bold: true } },
		{ insert: 'z' },
	]);
	const left = new Y.Doc();
	for (const update of written) Y.applyUpdate(left, update);
	expect(textIn(left).toDelta()).not.toEqual(textIn(reader).toDelta());
});
